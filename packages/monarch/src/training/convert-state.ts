/**
 * What one model has learned, as the parameters of another of the same form whose layers have other structure.
 *
 * A layer's factors are multiplied out to its matrix (`s2d`), or its matrix is projected onto factors (`d2s`), both in
 * float64: onto the nearest in Frobenius norm, and from there on to those that answer most alike for what the layer is
 * given. Its moments begin anew: those of the factors are averages of gradients by the factors, of which none by the
 * matrix can be made (it has more numbers, and the squares do not multiply out). A first step without history is half as
 * long as others and the mean is back after some twenty, which needs no warm-up. What both models have, embeddings,
 * norms and biases, keeps its moments.
 */
import { projectAsync } from '#project-async'
import { createDense, type DenseMatrix, denseOfMonarch } from '../algebra/dense-matrix.ts'
import { fitToInputs } from '../algebra/fit-to-inputs.ts'
import { createMonarch } from '../algebra/monarch-matrix.ts'
import type { MonarchShape } from '../algebra/monarch-shape.ts'
import { describeShape, isSameShape, type Shape } from '../graph/shape.ts'
import type { ParameterSpec } from '../layers/scope.ts'
import type { Tensor } from '../runtime/backend.ts'
import { firstOf, secondOf, type TrainState, zerosLike } from './train-state.ts'
import { CheckpointError } from './training-errors.ts'

export interface ConvertedState {
  readonly state: TrainState
  /** Where matrices were projected: the root mean square of the layers' errors, each relative to what it answered. */
  readonly projectionError?: number
}

/** Called before each layer that is projected, with its number, from 1, and how many there are. */
export type LayerListener = (layer: number, layers: number) => void

export interface ConversionOptions {
  /**
   * E[x·xᵀ] of what a layer is given, by the layer's name: its matrix is projected so that it answers most alike. Asked
   * once for each layer, so that it may be let go. Undefined: all inputs count alike.
   */
  readonly inputs?: (layer: string) => DenseMatrix | undefined
  readonly onLayer?: LayerListener | undefined
  /** Looked at before each layer. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The state for the parameters; tensors that stay as they are, are shared.
 * @param state moments may be missing: they begin at zero
 * @throws {CheckpointError} when a parameter is there in another shape, or cannot be made of what is there; the signal's
 *   reason when it is aborted.
 */
export async function convertState(
  state: TrainState,
  parameters: readonly ParameterSpec[],
  options: ConversionOptions = {},
): Promise<ConvertedState> {
  const converter = new Converter(state, parameters, options)
  const converted = new Map<string, Tensor>()
  for (const { name, shape } of parameters) {
    const kept = converter.findKept(name, shape)
    converted.set(name, kept ?? (await converter.make(name, shape)))
    for (const moment of [firstOf(name), secondOf(name)])
      converted.set(moment, (kept === undefined ? undefined : state.get(moment)) ?? zerosLike(shape))
  }
  const { projectionError } = converter
  return { state: converted, ...(projectionError === undefined ? {} : { projectionError }) }
}

interface Factors {
  readonly w1: Tensor
  readonly w2: Tensor
}

class Converter {
  readonly #state: TrainState
  readonly #shapes: ReadonlyMap<string, Shape>
  readonly #options: ConversionOptions
  readonly #projected = new Map<string, Factors>()
  #squaredErrors = 0

  constructor(state: TrainState, parameters: readonly ParameterSpec[], options: ConversionOptions) {
    this.#state = state
    this.#options = options
    this.#shapes = new Map(parameters.map(({ name, shape }) => [name, shape]))
  }

  get projectionError(): number | undefined {
    return this.#projected.size === 0 ? undefined : Math.sqrt(this.#squaredErrors / this.#projected.size)
  }

  findKept(name: string, shape: Shape): Tensor | undefined {
    const kept = this.#state.get(name)
    if (kept !== undefined && !isSameShape(kept.shape, shape))
      throw new CheckpointError(
        `"${name}" is ${describeShape(kept.shape)} in the checkpoint, and ${describeShape(shape)} in the model of the config.`,
      )
    return kept
  }

  async make(name: string, shape: Shape): Promise<Tensor> {
    const [, layer, part] = /^(.*)\.(weight|w1|w2)$/.exec(name) ?? []
    const [w1, w2] = [this.#state.get(`${layer}.w1`), this.#state.get(`${layer}.w2`)]
    if (part === 'weight' && w1 !== undefined && w2 !== undefined) return multiplyOut({ w1, w2 }, shape)
    const dense = this.#state.get(`${layer}.weight`)
    if ((part === 'w1' || part === 'w2') && layer !== undefined && dense !== undefined)
      return (await this.#projectLayer(layer, dense))[part]
    throw new CheckpointError(`The checkpoint has nothing to make the parameter "${name}" ${describeShape(shape)} of.`)
  }

  async #projectLayer(layer: string, { shape, data }: Tensor): Promise<Factors> {
    const known = this.#projected.get(layer)
    if (known !== undefined) return known
    this.#options.signal?.throwIfAborted()
    this.#options.onLayer?.(this.#projected.size + 1, this.#countProjected())
    const [first, second] = [this.#shapes.get(`${layer}.w1`) ?? [], this.#shapes.get(`${layer}.w2`) ?? []]
    const dense = createDense(shape[0] ?? 0, shape[1] ?? 0, Float64Array.from(data))
    const projection = await projectAsync(dense, shapeOf(shape, first, second))
    const inputs = this.#options.inputs?.(layer)
    const { matrix, relativeError } = inputs === undefined ? projection : fitToInputs(dense, projection.matrix, inputs)
    const made = { w1: float32Of(matrix.w1, first), w2: float32Of(matrix.w2, second) }
    this.#projected.set(layer, made)
    this.#squaredErrors += relativeError ** 2
    return made
  }

  /** Layers that are factors in the model and a matrix in the state. */
  #countProjected(): number {
    return [...this.#shapes.keys()].filter((name) => {
      return name.endsWith('.w1') && this.#state.has(name.replace(/w1$/, 'weight'))
    }).length
  }
}

function multiplyOut({ w1, w2 }: Factors, shape: Shape): Tensor {
  const matrix = createMonarch(
    shapeOf(shape, w1.shape, w2.shape),
    Float64Array.from(w1.data),
    Float64Array.from(w2.data),
  )
  return float32Of(denseOfMonarch(matrix).data, shape)
}

function shapeOf(
  [outWidth = 0, inWidth = 0]: Shape,
  [k = 0, q = 0, p = 0]: Shape,
  [l = 0, s = 0, r = 0]: Shape,
): MonarchShape {
  return { inWidth, outWidth, k, q, p, l, s, r }
}

function float32Of(data: Float64Array, shape: Shape): Tensor {
  return { dtype: 'float32', shape, data: Float32Array.from(data) }
}
