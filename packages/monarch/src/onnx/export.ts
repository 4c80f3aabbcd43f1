import { EngineError, ShapeError } from '../graph/errors.ts'
import type { DType } from '../graph/node.ts'
import { optimise } from '../graph/passes/optimise.ts'
import { describeShape, isSameShape, sizeOf } from '../graph/shape.ts'
import type { Graph } from '../graph/trace.ts'
import type { Tensor } from '../runtime/backend.ts'
import type { SafetensorsDtype } from '../safetensors/dtypes.ts'
import { encodeSafetensors, readSafetensors, type StoredTensor } from '../safetensors/read-safetensors.ts'
import { encodeModel } from './encode.ts'
import { lowerGraph, type Weights } from './lower.ts'

/** ONNX is a protocol buffer, and those end at 2 GiB. */
const mostBytes = 2 ** 31 - 1

export class ModelTooLargeError extends EngineError {
  override readonly name = 'ModelTooLargeError'
  readonly code = 'model-too-large'

  constructor(bytes: number) {
    super(
      `An ONNX file holds at most 2 GiB, and this model has ${(bytes / 2 ** 30).toFixed(1)} GiB of weights and constants. Name a file for the weights beside it with \`external\`.`,
    )
  }
}

export interface ExportOptions {
  /** The graph's name in the file. */
  readonly name?: string
  /** A safetensors file for the weights, by its name beside the model. By default they are inside. */
  readonly external?: string
}

export interface ExportedModel {
  readonly model: Uint8Array
  /** The files that belong beside it, by name: what `Backend.compile` takes as its `externalData`. */
  readonly externalData: ReadonlyMap<string, Uint8Array>
}

/**
 * A model as an ONNX file. Inputs and outputs keep their names; inputs that `weights` has become part of the model, and
 * weights that the graph has no input for are passed over.
 * @throws {ShapeError} for a weight of another shape or type than its input.
 * @throws {ModelTooLargeError} before anything is written.
 */
export function exportOnnx(
  graph: Graph,
  weights: ReadonlyMap<string, Tensor>,
  { name = 'model', external }: ExportOptions = {},
): ExportedModel {
  const simplified = optimise(graph)
  assertSize(simplified, weights, external !== undefined)
  const carried = listCarried(simplified, weights)
  if (external === undefined) {
    const inside = new Map(carried.map(([weight, tensor]) => [weight, bytesOf(tensor)]))
    return { model: encodeModel(lowerGraph(simplified, name, inside), 'monarch'), externalData: new Map() }
  }
  const file = encodeSafetensors(new Map(carried.map(([weight, tensor]) => [weight, toStored(tensor)])))
  const model = encodeModel(lowerGraph(simplified, name, placesIn(file, external)), 'monarch')
  return { model, externalData: new Map([[external, file]]) }
}

const bytesPerElement: Readonly<Record<DType, number>> = { float32: 4, int32: 4, bool: 1 }

/** Counted by shapes: nothing need be there yet. */
function assertSize(graph: Graph, weights: ReadonlyMap<string, Tensor>, areBeside: boolean): void {
  const inside = graph.nodes.filter((node) => {
    if (node.op === 'input') return !areBeside && weights.has(node.attributes.name)
    return node.op === 'constant'
  })
  const bytes = inside.reduce((total, { shape, dtype }) => total + sizeOf(shape) * bytesPerElement[dtype], 0)
  if (bytes > mostBytes) throw new ModelTooLargeError(bytes)
}

/** The graph's inputs that there are weights for, in their order. */
function listCarried(graph: Graph, weights: ReadonlyMap<string, Tensor>): [name: string, tensor: Tensor][] {
  return graph.inputs.flatMap(({ attributes: { name }, shape, dtype }) => {
    const tensor = weights.get(name)
    if (tensor === undefined) return []
    if (tensor.dtype !== dtype || !isSameShape(tensor.shape, shape) || tensor.data.length !== sizeOf(shape))
      throw new ShapeError(
        'exportOnnx',
        `${dtype} ${describeShape(shape)} for the weight "${name}"`,
        `${tensor.dtype} ${describeShape(tensor.shape)} with ${tensor.data.length} elements`,
      )
    return [[name, tensor]]
  })
}

function bytesOf({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

const storedTypes: Readonly<Record<DType, SafetensorsDtype>> = { float32: 'F32', int32: 'I32', bool: 'BOOL' }

function toStored(tensor: Tensor): StoredTensor {
  return { dtype: storedTypes[tensor.dtype], shape: tensor.shape, bytes: bytesOf(tensor) }
}

/** Where each tensor's bytes lie in the file. */
function placesIn(file: Uint8Array, location: string): Weights {
  const places = Array.from(readSafetensors(file).tensors, ([name, { bytes }]) => {
    return [name, { location, offset: bytes.byteOffset - file.byteOffset, length: bytes.byteLength }] as const
  })
  return new Map(places)
}
