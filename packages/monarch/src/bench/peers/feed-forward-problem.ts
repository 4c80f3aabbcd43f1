import { input } from '../../graph/primitives.ts'
import { meanSquaredError } from '../../graph/derived.ts'
import type { Node } from '../../graph/node.ts'
import { sizeOf } from '../../graph/shape.ts'
import { Random } from '../../layers/random.ts'
import { type ParameterSpec, Scope } from '../../layers/scope.ts'
import { feedForward } from '../../layers/transformer-block.ts'
import type { Tensor } from '../../runtime/backend.ts'
import { type AdamWOptions, adamWDefaults } from '../../training/adamw.ts'
import { initialState, type TrainState } from '../../training/train-state.ts'

/** Two layers with GELU (by tanh) between, learnt by AdamW from the mean squared error of one batch. */
export interface FeedForwardCase {
  readonly width: number
  readonly hidden: number
  readonly tokens: number
  readonly blocks: number | 'dense'
}

/** All that an engine needs to take the same steps as another. */
export interface FeedForwardProblem {
  readonly loss: Node
  /** `up` and `down`, each of `weight` [out, in] or of `w1` [k, q, p] and `w2` [l, s, r], and of `bias` [out, 1]. */
  readonly parameters: readonly ParameterSpec[]
  readonly state: TrainState
  /** [width, tokens], both. */
  readonly batch: Readonly<Record<'x' | 'target', Tensor>>
  readonly options: AdamWOptions
  readonly learningRate: number
}

/** The same numbers wherever it is called. */
export function feedForwardProblem({ width, hidden, tokens, blocks }: FeedForwardCase): FeedForwardProblem {
  const scope = new Scope()
  const shape = [width, tokens]
  const y = feedForward(scope, input('x', shape), { hidden, blocks })
  return {
    loss: meanSquaredError(y, input('target', shape)),
    parameters: scope.parameters,
    state: initialState(scope.parameters, 1),
    batch: { x: drawn('x', shape), target: drawn('target', shape) },
    options: adamWDefaults,
    learningRate: 1e-3,
  }
}

function drawn(name: string, shape: readonly number[]): Tensor {
  const random = Random.from(1, name)
  const data = Float32Array.from({ length: sizeOf(shape) }, () => 2 * random.uniform() - 1)
  return { dtype: 'float32', shape, data }
}
