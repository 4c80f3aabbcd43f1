import { createReadStream, type ReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

/** As much of the compressed file as is taken at a time: it becomes at most 1,032 times as much (RFC 1951, section 3.2.5). */
const compressedBytes = 16 * 1024
const pieceBytes = 64 * 1024

export interface GzipFile {
  /** Everything that can be decompressed, then, where the file is damaged, the error of zlib. */
  readonly pieces: AsyncIterable<Buffer>
  readonly bytesRead: () => number
}

export function readGzip(path: string): GzipFile {
  const file = open(path)
  return { pieces: decompress(path, file), bytesRead: () => file.bytesRead }
}

function open(path: string): ReadStream {
  return createReadStream(path, { highWaterMark: compressedBytes })
}

async function* decompress(path: string, file: ReadStream): AsyncIterable<Buffer> {
  using inflater = new Inflater()
  let taken = 0
  let given = 0
  for await (const chunk of file as AsyncIterable<Buffer>) {
    const { pieces, damage } = await inflater.push(chunk)
    yield* pieces
    given += lengthOf(pieces)
    if (damage !== undefined) {
      yield* salvage(path, taken, given)
      throw damage
    }
    taken += chunk.length
  }
  const { pieces, damage } = await inflater.end()
  yield* pieces
  if (damage !== undefined) throw damage
}

/**
 * What the damaged chunk gives beyond the `given` bytes: zlib keeps back all that it made in the step that failed, so the
 * file is read again, and from the chunk's place on a byte is a step.
 */
async function* salvage(path: string, damagedFrom: number, given: number): AsyncIterable<Buffer> {
  using inflater = new Inflater()
  let taken = 0
  let known = given
  for await (const chunk of open(path) as AsyncIterable<Buffer>) {
    const step = taken < damagedFrom ? chunk.length : 1
    for (let start = 0; start < chunk.length; start += step) {
      const { pieces, damage } = await inflater.push(chunk.subarray(start, start + step))
      for (const piece of pieces) {
        if (piece.length > known) yield piece.subarray(known)
        known = Math.max(0, known - piece.length)
      }
      if (damage !== undefined) return
    }
    taken += chunk.length
  }
}

function lengthOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0)
}

interface Inflated {
  readonly pieces: readonly Buffer[]
  readonly damage: Error | undefined
}

class Inflater {
  readonly #gunzip = createGunzip({ chunkSize: pieceBytes })
  #pieces: Buffer[] = []
  #isOver = false
  #settle: (damage?: Error) => void = () => undefined

  constructor() {
    // Taken out as it is made: an error throws away what a stream still holds.
    this.#gunzip.on('data', (piece: Buffer) => this.#pieces.push(piece))
    this.#gunzip.on('error', (damage) => this.#settle(damage))
    this.#gunzip.on('end', () => {
      this.#isOver = true
      this.#settle()
    })
  }

  /** Zeros behind the last member are padding: zlib ends at them, and takes no more. */
  async push(chunk: Buffer): Promise<Inflated> {
    return this.#step(() => this.#gunzip.write(chunk, (damage) => this.#settle(damage ?? undefined)))
  }

  async end(): Promise<Inflated> {
    return this.#step(() => this.#gunzip.end())
  }

  [Symbol.dispose](): void {
    this.#gunzip.destroy()
  }

  async #step(begin: () => void): Promise<Inflated> {
    if (this.#isOver) return { pieces: [], damage: undefined }
    const damage = await new Promise<Error | undefined>((resolve) => {
      this.#settle = resolve
      begin()
    })
    const pieces = this.#pieces
    this.#pieces = []
    return { pieces, damage }
  }
}
