import {
  adamWDefaults,
  type Backend,
  type Batch,
  decoder,
  initialState,
  input,
  languageModelLoss,
  learningRateAt,
  type ParameterSpec,
  Scope,
  type Tensor,
  TrainStep,
} from '@bzpeer/monarch'
import type { LossPoint, ModelSize } from './messages.ts'

/** Sequences a batch, and bytes a sequence. */
export const batchShape = { sequences: 8, length: 64 } as const
const vocabulary = 256

const form = { vocabulary, depth: 2, heads: 4, context: batchShape.length } as const
const schedule = { kind: 'constant', peak: 0.002, warmup: 20, steps: Infinity, final: 1 } as const
const seed = 1

/** One of the two models: what it computes, how far it has come, and the time that this took. */
export class Contender {
  readonly parameters: readonly ParameterSpec[]
  readonly #trainStep: TrainStep
  #step = 0
  #seconds = 0

  private constructor(parameters: readonly ParameterSpec[], trainStep: TrainStep) {
    this.parameters = parameters
    this.#trainStep = trainStep
  }

  static async build(backend: Backend, width: number, blocks: number | 'dense'): Promise<Contender> {
    const scope = new Scope()
    const tokens = batchShape.sequences * batchShape.length
    const choice = { attention: blocks, feedForward: blocks }
    const ids = input('ids', [tokens], 'int32')
    const logits = decoder(scope, ids, batchShape.sequences, { ...form, width, blocks: [choice] })
    const loss = languageModelLoss(logits, input('targets', [tokens], 'int32'))
    const options = { ...adamWDefaults, clipNorm: 1 }
    const state = initialState(scope.parameters, seed)
    return new Contender(scope.parameters, await TrainStep.compile(loss, scope.parameters, backend, options, state))
  }

  get size(): ModelSize {
    const count = (specs: readonly ParameterSpec[]): number =>
      specs.reduce((total, { shape }) => total + shape.reduce((product, size) => product * size, 1), 0)
    // Weight decay is for the matrices of layers alone.
    return { layers: count(this.parameters.filter(({ decays }) => decays)), all: count(this.parameters) }
  }

  async step(batch: Batch): Promise<LossPoint> {
    const step = ++this.#step
    const start = performance.now()
    const { loss } = await this.#trainStep.run(step, learningRateAt(schedule, step), batch)
    // In the first step the runtime still warms up, whichever model comes first.
    if (step > 1) this.#seconds += (performance.now() - start) / 1000
    return { step, seconds: this.#seconds, loss }
  }

  /** A parameter as it is now. */
  async read(name: string): Promise<Tensor> {
    const value = this.#trainStep.parameters()[name]
    if (value === undefined) throw new Error(`internal: the model has no parameter "${name}"`)
    return value.read()
  }
}
