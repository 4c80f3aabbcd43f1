/**
 * A safetensors file: 8 bytes, the header's length, little-endian; the header, JSON; the tensors' bytes, one after the
 * other without gap or overlap, at the header's offsets from the end of the header.
 * Source: https://github.com/huggingface/safetensors, README, "Format". Nothing of a file is believed before it is here.
 */
import { byteLengthOf, isSafetensorsDtype, type SafetensorsDtype } from './dtypes.ts'
import { findDuplicateKey } from './find-duplicate-key.ts'
import { SafetensorsError } from './safetensors-error.ts'

export interface TensorEntry {
  readonly name: string
  readonly dtype: SafetensorsDtype
  readonly shape: readonly number[]
  /** Bytes from the start of the data, which is where the header ends. */
  readonly begin: number
  readonly end: number
}

export interface SafetensorsHeader {
  /** In the order in which their bytes lie. */
  readonly entries: readonly TensorEntry[]
  readonly metadata: ReadonlyMap<string, string>
}

/** Bytes before the header. */
export const prefixBytes = 8
export const metadataKey = '__metadata__'
/** As in the format's reference implementation: what is larger is no header. */
export const mostHeaderBytes = 100_000_000

/**
 * The header's length out of the first bytes of a file.
 * @throws {SafetensorsError} when the file is too short for it.
 */
export function parseHeaderLength(prefix: Uint8Array, fileBytes: number): number {
  if (prefix.length < prefixBytes)
    throw new SafetensorsError(
      'safetensors-truncated',
      `A safetensors file begins with ${prefixBytes} bytes of header length, and this one has ${fileBytes} bytes in all.`,
    )
  const length = new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true)
  if (length > BigInt(mostHeaderBytes))
    throw new SafetensorsError(
      'safetensors-header-too-large',
      `A safetensors header has at most ${mostHeaderBytes} bytes, and this file says ${length}: it is no safetensors file, or damaged.`,
    )
  if (BigInt(prefixBytes) + length > BigInt(fileBytes))
    throw new SafetensorsError(
      'safetensors-truncated',
      `The header should have ${length} bytes, and the file has only ${fileBytes - prefixBytes} after its length.`,
    )
  return Number(length)
}

/**
 * @param dataBytes what the file has after the header
 * @throws {SafetensorsError} for anything that the format does not allow.
 */
export function parseHeader(bytes: Uint8Array, dataBytes: number): SafetensorsHeader {
  const { [metadataKey]: metadata, ...tensors } = parseJsonObject(bytes)
  const entries = Object.entries(tensors)
    .map(([name, value]) => parseEntry(name, value, dataBytes))
    .toSorted((a, b) => a.begin - b.begin || a.end - b.end)
  assertContiguous(entries, dataBytes)
  return { entries, metadata: parseMetadata(metadata) }
}

function parseJsonObject(bytes: Uint8Array): Record<string, unknown> {
  const text = decodeUtf8(bytes)
  if (!text.startsWith('{')) throw invalidHeader('it does not begin with "{"')
  const value = parseJson(text)
  const duplicate = findDuplicateKey(text)
  if (duplicate !== undefined)
    throw new SafetensorsError(
      'safetensors-duplicate-key',
      `Every key of the header may be there once, and "${duplicate}" is there twice.`,
    )
  return value as Record<string, unknown>
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw invalidHeader('it is not UTF-8', cause)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalidHeader(cause instanceof Error ? cause.message : String(cause), cause)
  }
}

function invalidHeader(why: string, cause?: unknown): SafetensorsError {
  return new SafetensorsError('safetensors-header-invalid', `The header is no JSON object: ${why}.`, { cause })
}

function parseMetadata(value: unknown): ReadonlyMap<string, string> {
  if (value === undefined) return new Map()
  const pairs = isRecord(value) ? Object.entries(value) : undefined
  if (pairs === undefined || !pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string'))
    throw new SafetensorsError(
      'safetensors-metadata-invalid',
      `${metadataKey} maps text to text, and ${excerpt(value)} came.`,
    )
  return new Map(pairs)
}

function parseEntry(name: string, value: unknown, dataBytes: number): TensorEntry {
  if (!isRecord(value))
    throw new SafetensorsError(
      'safetensors-entry-invalid',
      `Tensor "${name}": an object with dtype, shape and data_offsets is expected, and ${excerpt(value)} came.`,
    )
  const { dtype, shape, data_offsets: offsets } = value
  if (!isSafetensorsDtype(dtype))
    throw new SafetensorsError(
      'safetensors-dtype-unknown',
      `Tensor "${name}": the dtype ${excerpt(dtype)} is not known.`,
    )
  if (!isWholeNumbers(shape))
    throw new SafetensorsError(
      'safetensors-shape-invalid',
      `Tensor "${name}": a shape of whole numbers from 0 on is expected, and ${excerpt(shape)} came.`,
    )
  const [begin, end] = parseOffsets(name, offsets, dataBytes)
  const expected = byteLengthOf(name, dtype, shape)
  if (end - begin !== expected)
    throw new SafetensorsError(
      'safetensors-byte-count-wrong',
      `Tensor "${name}": [${shape.join(', ')}] of ${dtype} takes ${expected} bytes, and its offsets leave ${end - begin}.`,
    )
  return { name, dtype, shape, begin, end }
}

function parseOffsets(name: string, offsets: unknown, dataBytes: number): readonly [begin: number, end: number] {
  const [begin, end] = isWholeNumbers(offsets) ? offsets : []
  if (!isWholeNumbers(offsets) || offsets.length !== 2 || begin === undefined || end === undefined || begin > end)
    throw new SafetensorsError(
      'safetensors-offsets-invalid',
      `Tensor "${name}": data_offsets of a begin and an end not before it are expected, and ${excerpt(offsets)} came.`,
    )
  if (end > dataBytes)
    throw new SafetensorsError(
      'safetensors-truncated',
      `Tensor "${name}" ends at byte ${end} of the data, and the file has ${dataBytes} bytes of it.`,
    )
  return [begin, end]
}

function assertContiguous(entries: readonly TensorEntry[], dataBytes: number): void {
  let at = 0
  for (const { name, begin, end } of entries) {
    if (begin !== at)
      throw new SafetensorsError(
        'safetensors-offsets-invalid',
        `Tensor "${name}" begins at byte ${begin}, which ${begin < at ? 'overlaps the tensor before it' : 'leaves a gap'}: ${at} is expected.`,
      )
    at = end
  }
  if (at !== dataBytes)
    throw new SafetensorsError(
      'safetensors-offsets-invalid',
      `The tensors end at byte ${at} of the data, and the file has ${dataBytes}: ${dataBytes - at} bytes belong to none.`,
    )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isWholeNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)
}

/** What came, short enough for one sentence. */
function excerpt(value: unknown): string {
  const text = stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (error) {
    // It is read without end, and written with the stack's: what is nested so deep is not what was expected.
    if (error instanceof RangeError) return 'something nested too deep to be shown'
    throw error
  }
}
