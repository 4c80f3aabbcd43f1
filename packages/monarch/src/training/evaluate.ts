import type { Node } from '../graph/node.ts'
import { trace } from '../graph/trace.ts'
import type { Backend, SessionOptions } from '../runtime/backend.ts'
import { type Feeds, Program } from '../runtime/program.ts'

/** The mean loss over batches that are the same every time. */
export class Evaluation {
  readonly #program: Program
  readonly #batches: Iterable<Feeds>

  private constructor(program: Program, batches: Iterable<Feeds>) {
    this.#program = program
    this.#batches = batches
  }

  /** @param batches gone through once for every `run` */
  static async compile(
    loss: Node,
    backend: Backend,
    batches: Iterable<Feeds>,
    session: SessionOptions = {},
  ): Promise<Evaluation> {
    return new Evaluation(await Program.compile(trace({ loss }), backend, session), batches)
  }

  /** @param parameters by name, others are passed over; those of a `TrainStep` are fed from where they lie */
  async run(parameters: Feeds): Promise<number> {
    const own = this.#program.pick(parameters)
    let [total, count] = [0, 0]
    for (const batch of this.#batches) {
      const { loss } = await this.#program.evaluate({ ...own, ...batch })
      total += loss?.data[0] ?? Number.NaN
      count++
    }
    return total / count
  }

  async dispose(): Promise<void> {
    await this.#program.dispose()
  }
}
