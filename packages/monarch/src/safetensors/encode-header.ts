import { bitsPerElement, byteLengthOf, type SafetensorsDtype } from './dtypes.ts'
import { metadataKey, mostHeaderBytes, prefixBytes, type TensorEntry } from './parse-header.ts'
import { SafetensorsError } from './safetensors-error.ts'

export interface TensorSpec {
  readonly name: string
  readonly dtype: SafetensorsDtype
  readonly shape: readonly number[]
}

/** Wider elements first, otherwise as given: every tensor then begins at a multiple of its element's size. */
export function inFileOrder<Spec extends TensorSpec>(tensors: readonly Spec[]): Spec[] {
  return tensors.toSorted((a, b) => bitsPerElement[b.dtype] - bitsPerElement[a.dtype])
}

/**
 * Everything of a file that stands before its data, padded to a multiple of 8 bytes.
 * @param tensors in the order in which their bytes will follow
 * @throws {SafetensorsError} for two tensors of one name, or a header beyond the format's limit.
 */
export function encodeHeader(tensors: readonly TensorSpec[], metadata: ReadonlyMap<string, string>): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(headerObject(tensors, metadata)))
  const length = Math.ceil(json.length / 8) * 8
  if (length > mostHeaderBytes)
    throw new SafetensorsError(
      'safetensors-header-too-large',
      `A safetensors header has at most ${mostHeaderBytes} bytes, and these ${tensors.length} tensors would need ${length}.`,
    )
  const bytes = new Uint8Array(prefixBytes + length).fill(0x20)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true)
  bytes.set(json, prefixBytes)
  return bytes
}

function headerObject(tensors: readonly TensorSpec[], metadata: ReadonlyMap<string, string>): object {
  const entries = new Map<string, object>()
  if (metadata.size > 0) entries.set(metadataKey, Object.fromEntries(metadata))
  for (const { name, dtype, shape, begin, end } of placeTensors(tensors)) {
    if (name === metadataKey || entries.has(name))
      throw new SafetensorsError(
        'safetensors-duplicate-key',
        `A file has one tensor "${name}" at most, and there are more.`,
      )
    entries.set(name, { dtype, shape, data_offsets: [begin, end] })
  }
  return Object.fromEntries(entries)
}

function placeTensors(tensors: readonly TensorSpec[]): TensorEntry[] {
  let at = 0
  return tensors.map(({ name, dtype, shape }) => {
    const begin = at
    at += byteLengthOf(name, dtype, shape)
    return { name, dtype, shape, begin, end: at }
  })
}
