import { sizeOf } from '../graph/shape.ts'
import { Random } from '../layers/random.ts'
import type { ParameterSpec } from '../layers/scope.ts'
import type { Tensor } from '../runtime/backend.ts'

/** Parameters and moments by name: `weight`, `first:weight`, `second:weight`. */
export type TrainState = ReadonlyMap<string, Tensor>

export function firstOf(name: string): string {
  return `first:${name}`
}

export function secondOf(name: string): string {
  return `second:${name}`
}

/** Names of parameters have no colon; those of what belongs to one have. */
export function isParameter(name: string): boolean {
  return !name.includes(':')
}

export function zerosLike(shape: readonly number[]): Tensor {
  return { dtype: 'float32', shape, data: new Float32Array(sizeOf(shape)) }
}

/** Parameters as a seed makes them, and moments of zero. Each is drawn by its name: their order is nothing. */
export function initialState(parameters: readonly ParameterSpec[], seed: number): Map<string, Tensor> {
  const state = new Map<string, Tensor>()
  for (const { name, shape, initialise } of parameters) {
    const tensor = zerosLike(shape)
    initialise(tensor.data as Float32Array, Random.from(seed, name))
    state.set(name, tensor)
    state.set(firstOf(name), zerosLike(shape))
    state.set(secondOf(name), zerosLike(shape))
  }
  return state
}
