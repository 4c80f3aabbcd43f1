import type { DType } from '../graph/node.ts'
import { describeShape, sizeOf } from '../graph/shape.ts'
import type { Tensor } from './backend.ts'
import { BackendError } from './backend-errors.ts'

/** The array that holds values of each type. */
export const arrayOf: Readonly<Record<DType, new (size: number) => Tensor['data']>> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
}

/** @throws {BackendError} for a type that there is not, an array of another, or one of another size than the shape's. */
export function assertTensor({ dtype, shape, data }: Tensor): void {
  if (!Object.hasOwn(arrayOf, dtype))
    throw new BackendError(`Values are of ${Object.keys(arrayOf).join(', ')}, and not of ${dtype}.`)
  if (!(data instanceof arrayOf[dtype]))
    throw new BackendError(`Values of ${dtype} lie in ${arrayOf[dtype].name}, and these in ${kindOf(data)}.`)
  if (data.length !== sizeOf(shape))
    throw new BackendError(
      `The shape ${describeShape(shape)} has ${sizeOf(shape)} elements, and the array ${data.length}.`,
    )
}

function kindOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? value.constructor.name : typeof value
}
