/** How far a run is: all that has to be known, beside parameters and moments, to go on with it as if it had not stopped. */
import { z } from 'zod'
import { Random } from '../layers/random.ts'
import type { History, Point } from './history.ts'

const figure = z.number()
const whole = z.int().min(0)
const points = z.array(z.object({ step: whole, seconds: figure, loss: figure }))

const stored = z.object({
  step: whole,
  seconds: figure,
  random: z.array(z.int().min(0).max(0xffffffff)).length(4),
  history: z.object({ train: points, validation: points }),
  pending: z.object({ total: figure, steps: whole }),
  best: z.object({ step: whole, loss: figure }).nullable(),
  evaluationsWithoutGain: whole,
})

export type StoredProgress = z.infer<typeof stored>

export class Progress {
  /** Steps that are done. */
  step = 0
  seconds = 0
  /** What the batches are drawn with. */
  readonly random: Random
  /** Validation's lowest loss so far. */
  best: { readonly step: number; readonly loss: number } | null = null
  evaluationsWithoutGain = 0
  readonly #train: Point[] = []
  readonly #validation: Point[] = []
  /** Losses since the last point of the history. */
  #pending = { total: 0, steps: 0 }

  constructor(random: Random) {
    this.random = random
  }

  get history(): History {
    return { train: this.#train, validation: this.#validation }
  }

  /** @param stretch steps of which the history has the mean */
  recordStep(loss: number, seconds: number, stretch: number): void {
    this.step++
    this.seconds += seconds
    this.#pending = { total: this.#pending.total + loss, steps: this.#pending.steps + 1 }
    if (this.step % stretch !== 0) return
    const { total, steps } = this.#pending
    this.#train.push({ step: this.step, seconds: this.seconds, loss: total / steps })
    this.#pending = { total: 0, steps: 0 }
  }

  /** @returns whether no earlier loss was as low */
  recordValidation(loss: number): boolean {
    this.#validation.push({ step: this.step, seconds: this.seconds, loss })
    const isBest = this.best === null || loss < this.best.loss
    if (isBest) this.best = { step: this.step, loss }
    this.evaluationsWithoutGain = isBest ? 0 : this.evaluationsWithoutGain + 1
    return isBest
  }

  toJSON(): StoredProgress {
    const { step, seconds, best, evaluationsWithoutGain } = this
    const history = { train: this.#train, validation: this.#validation }
    return {
      step,
      seconds,
      random: [...this.random.state],
      history,
      pending: this.#pending,
      best,
      evaluationsWithoutGain,
    }
  }

  /** @throws {z.ZodError} for what `toJSON` does not make */
  static parse(value: unknown): Progress {
    const { random, history, pending, ...rest } = stored.parse(value)
    const progress = new Progress(new Random(Uint32Array.from(random)))
    progress.#train.push(...history.train)
    progress.#validation.push(...history.validation)
    progress.#pending = pending
    return Object.assign(progress, rest)
  }
}
