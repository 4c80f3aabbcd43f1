import { byteLengthOf, type SafetensorsDtype } from './dtypes.ts'
import { encodeHeader, inFileOrder, type TensorSpec } from './encode-header.ts'
import { parseHeader, parseHeaderLength, prefixBytes } from './parse-header.ts'
import { SafetensorsError } from './safetensors-error.ts'

/** A tensor as it lies in a file, row-major and little-endian; `decodeFloats` makes numbers of it. */
export interface StoredTensor {
  readonly dtype: SafetensorsDtype
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>
  readonly metadata: ReadonlyMap<string, string>
}

/**
 * Reads a whole file from memory. The tensors are views into `bytes`; `openSafetensors` reads from disk one by one.
 * @throws {SafetensorsError} for anything that the format does not allow.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const dataStart = prefixBytes + parseHeaderLength(bytes.subarray(0, prefixBytes), bytes.length)
  const data = bytes.subarray(dataStart)
  const { entries, metadata } = parseHeader(bytes.subarray(prefixBytes, dataStart), data.length)
  const tensors = entries.map(
    ({ name, dtype, shape, begin, end }) => [name, { dtype, shape, bytes: data.subarray(begin, end) }] as const,
  )
  return { tensors: new Map(tensors), metadata }
}

/**
 * A whole file in memory; `writeSafetensors` streams one to disk.
 * @throws {SafetensorsError} for bytes that do not fit their shape.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array {
  const ordered = inFileOrder(Array.from(tensors, ([name, tensor]) => ({ name, ...tensor })))
  const header = encodeHeader(ordered, metadata)
  const file = new Uint8Array(ordered.reduce((length, { bytes }) => length + bytes.length, header.length))
  file.set(header)
  let at = header.length
  for (const tensor of ordered) {
    assertByteCount(tensor, tensor.bytes)
    file.set(tensor.bytes, at)
    at += tensor.bytes.length
  }
  return file
}

export function assertByteCount({ name, dtype, shape }: TensorSpec, bytes: Uint8Array): void {
  const expected = byteLengthOf(name, dtype, shape)
  if (bytes.length !== expected)
    throw new SafetensorsError(
      'safetensors-byte-count-wrong',
      `Tensor "${name}": [${shape.join(', ')}] of ${dtype} takes ${expected} bytes, and ${bytes.length} came.`,
    )
}
