/** safetensors on disk, tensor by tensor: a file may be larger than memory. Node only; the format itself is beside it. */
import { type FileHandle, open } from 'node:fs/promises'
import { describeFileFault } from './describe-file-fault.ts'
import { encodeHeader, inFileOrder, type TensorSpec } from './encode-header.ts'
import { parseHeader, parseHeaderLength, prefixBytes, type SafetensorsHeader } from './parse-header.ts'
import { assertByteCount, type StoredTensor } from './read-safetensors.ts'
import { SafetensorsError } from './safetensors-error.ts'
import { writeWholeFile } from './write-whole-file.node.ts'

/** A tensor to be written, whose bytes are made when it is its turn. */
export interface TensorSource extends TensorSpec {
  load(): Uint8Array | Promise<Uint8Array>
}

/** An open file of which the header is read and checked. */
export class SafetensorsFile implements AsyncDisposable {
  readonly header: SafetensorsHeader
  readonly #handle: FileHandle
  readonly #dataStart: number

  constructor(handle: FileHandle, header: SafetensorsHeader, dataStart: number) {
    this.header = header
    this.#handle = handle
    this.#dataStart = dataStart
  }

  /** @throws {SafetensorsError} when the file has no such tensor, or has become shorter. */
  async read(name: string): Promise<StoredTensor> {
    const entry = this.header.entries.find((candidate) => candidate.name === name)
    if (entry === undefined)
      throw new SafetensorsError('safetensors-tensor-missing', `The file has no tensor "${name}".`)
    const { dtype, shape, begin, end } = entry
    return { dtype, shape, bytes: await readExactly(this.#handle, this.#dataStart + begin, end - begin) }
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/**
 * Opens a file and checks its header; errors name the file. Close it when done, or say `await using`.
 * @throws {SafetensorsError} for a file that cannot be read, and for anything that the format does not allow.
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw new SafetensorsError('safetensors-unreadable', `${path} cannot be read: ${describeFileFault(cause)}.`, {
      cause,
    })
  })
  try {
    const { size } = await handle.stat()
    const prefix = await readExactly(handle, 0, Math.min(prefixBytes, size))
    const dataStart = prefixBytes + parseHeaderLength(prefix, size)
    const json = await readExactly(handle, prefixBytes, dataStart - prefixBytes)
    return new SafetensorsFile(handle, parseHeader(json, size - dataStart), dataStart)
  } catch (error) {
    await handle.close()
    if (!(error instanceof SafetensorsError))
      throw new SafetensorsError('safetensors-unreadable', `${path} cannot be read: ${describeFileFault(error)}.`, {
        cause: error,
      })
    throw new SafetensorsError(error.code, `${path}: ${error.message}`, { cause: error })
  }
}

/** Node reads at most 2 GiB at once. */
const mostBytesAtOnce = 2 ** 30

async function readExactly(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  for (let done = 0; done < length;) {
    const wanted = Math.min(length - done, mostBytesAtOnce)
    const { bytesRead } = await handle.read(bytes, done, wanted, position + done)
    if (bytesRead === 0)
      throw new SafetensorsError(
        'safetensors-truncated',
        `The file should have ${length} bytes at ${position}, and ends after ${done} of them.`,
      )
    done += bytesRead
  }
  return bytes
}

/**
 * Writes a file, one tensor in memory at a time. It is there whole or not at all: written beside its place, then renamed.
 * @throws {SafetensorsError} for names that are there twice, or bytes that do not fit their shape.
 * @throws {UnwritableFileError} for a path that cannot be written, before any tensor is loaded; for a disk that fills up.
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorSource[],
  metadata: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const ordered = inFileOrder(tensors)
  await writeWholeFile(path, partsOf(encodeHeader(ordered, metadata), ordered))
}

async function* partsOf(header: Uint8Array, tensors: readonly TensorSource[]): AsyncGenerator<Uint8Array> {
  yield header
  for (const tensor of tensors) {
    const bytes = await tensor.load()
    assertByteCount(tensor, bytes)
    yield bytes
  }
}
