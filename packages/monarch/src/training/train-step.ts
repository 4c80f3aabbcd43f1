/**
 * Forward, backward and AdamW as one program; with accumulation two, one that adds a batch's gradients up and one that
 * applies the sums. Parameters and moments are inputs and outputs, in two sets of buffers that change places at every
 * step: a run reads one and writes the other.
 */
import type { Node } from '../graph/node.ts'
import { optimise } from '../graph/passes/optimise.ts'
import type { ParameterSpec } from '../layers/scope.ts'
import type { Backend, DeviceTensor, SessionOptions, Tensor } from '../runtime/backend.ts'
import { assertFits } from '../runtime/memory.ts'
import { type Feeds, float32, Program } from '../runtime/program.ts'
import { scalarsOf } from './adamw.ts'
import { DoubleBuffer } from './double-buffer.ts'
import {
  carryName,
  nextOf,
  scalarNames,
  type StepGraphs,
  stepGraphs,
  sumOf,
  type TrainStepOptions,
  wholeStep,
} from './step-graph.ts'
import { isParameter, type TrainState, zerosLike } from './train-state.ts'

export type { TrainStepOptions } from './step-graph.ts'
export { initialState, type TrainState } from './train-state.ts'

export interface StepResult {
  /** Mean over the step's batches. */
  readonly loss: number
  /** Before it was cut. */
  readonly gradientNorm: number
}

/** What adds gradients up, where a step has several batches. */
interface Accumulator {
  readonly program: Program
  readonly sums: DoubleBuffer
}

export class TrainStep {
  /** Fused, or what applies the sums. */
  readonly #program: Program
  readonly #accumulator: Accumulator | undefined
  readonly #options: TrainStepOptions
  readonly #state: DoubleBuffer

  private constructor(
    program: Program,
    accumulator: Accumulator | undefined,
    options: TrainStepOptions,
    state: DoubleBuffer,
  ) {
    this.#program = program
    this.#accumulator = accumulator
    this.#options = options
    this.#state = state
  }

  /**
   * @param state or what makes it, once it is known that all of it fits
   * @throws {OutOfMemoryError} before anything is compiled or made, when both sets of buffers and what a step computes
   *   do not fit.
   */
  static async compile(
    loss: Node,
    parameters: readonly ParameterSpec[],
    backend: Backend,
    options: TrainStepOptions,
    state: TrainState | (() => TrainState | Promise<TrainState>),
    session: SessionOptions = {},
  ): Promise<TrainStep> {
    const graphs = assertStepFits(loss, parameters, options)
    const program = await Program.compile('fused' in graphs ? graphs.fused : graphs.apply, backend, session)
    const accumulator =
      'fused' in graphs
        ? undefined
        : {
            program: await Program.compile(graphs.sum, backend, session),
            sums: new DoubleBuffer(backend, zeroSums(parameters)),
          }
    try {
      const buffers = new DoubleBuffer(backend, typeof state === 'function' ? await state() : state)
      return new TrainStep(program, accumulator, options, buffers)
    } catch (error) {
      await program.dispose()
      await accumulator?.program.dispose()
      accumulator?.sums.dispose()
      throw error
    }
  }

  get graph(): Program['graph'] {
    return this.#program.graph
  }

  /**
   * One step.
   * @param step its number, from 1
   * @param batches one; where several are accumulated, as many, each taken when it is its turn
   */
  async run(step: number, learningRate: number, batches: Feeds | Iterable<Feeds>): Promise<StepResult> {
    const { rate, epsilon, keep } = scalarsOf(step, learningRate, this.#options)
    const scalars = {
      [scalarNames.rate]: float32([rate], []),
      [scalarNames.epsilon]: float32([epsilon], []),
      [scalarNames.keep]: float32([keep], []),
    }
    const all = isOne(batches) ? [batches] : batches
    const summed = this.#accumulator === undefined ? undefined : await this.#addUp(this.#accumulator, all)
    const [own] = summed === undefined ? all : [summed.feeds]
    const outputs = await this.#program.run(
      { ...own, ...this.#state.feeds, ...this.#program.pick(scalars) },
      this.#state.outputs((name) => nextOf(name)),
    )
    this.#state.swap()
    const loss = summed?.loss ?? (await readScalar(outputs.get('loss')))
    return { loss, gradientNorm: await readScalar(outputs.get('norm')) }
  }

  async #addUp({ program, sums }: Accumulator, batches: Iterable<Feeds>): Promise<{ loss: number; feeds: Feeds }> {
    let [loss, index] = [0, 0]
    for (const batch of batches) {
      const carry = { [carryName]: float32([Math.min(index++, 1)], []) }
      const feeds = { ...batch, ...program.pick(this.parameters()), ...sums.feeds, ...carry }
      const outputs = await program.run(
        feeds,
        sums.outputs((name) => nextOf(name)),
      )
      sums.swap()
      loss += (await readScalar(outputs.get('loss'))) / (this.#options.accumulation ?? 1)
    }
    return { loss, feeds: sums.feeds }
  }

  /**
   * Parameters and moments as they are now. On `cpu` the arrays are those of the step: the next but one writes to them.
   */
  async state(): Promise<TrainState> {
    return this.#state.read()
  }

  /** The parameters' buffers, to feed to another program of the same backend. */
  parameters(): Record<string, DeviceTensor> {
    return Object.fromEntries(Object.entries(this.#state.feeds).filter(([name]) => isParameter(name)))
  }

  async dispose(): Promise<void> {
    await this.#program.dispose()
    await this.#accumulator?.program.dispose()
    this.#accumulator?.sums.dispose()
    this.#state.dispose()
  }
}

/** @throws {OutOfMemoryError} when both sets of buffers and what a step computes do not fit. */
export function assertStepFits(
  loss: Node,
  parameters: readonly ParameterSpec[],
  options: TrainStepOptions,
): StepGraphs {
  const graphs = stepGraphs(loss, parameters, options)
  assertFits(optimise(wholeStep(graphs)))
  return graphs
}

function isOne(batches: Feeds | Iterable<Feeds>): batches is Feeds {
  return !(Symbol.iterator in batches)
}

function zeroSums(parameters: readonly ParameterSpec[]): ReadonlyMap<string, Tensor> {
  return new Map(parameters.map(({ name, shape }) => [sumOf(name), zerosLike(shape)]))
}

async function readScalar(value: DeviceTensor | undefined): Promise<number> {
  const tensor = await value?.read()
  value?.dispose()
  return tensor?.data[0] ?? Number.NaN
}
