import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { readGzip } from './read-gzip.ts'

/** One line of a file, or why it cannot be read; `number` counts from 1. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly problem: string }

/** Longer lines are put aside unread: real records stay far below. */
export const maxLineBytes = 16 * 1024 * 1024

const newline = 0x0a
/** Small enough that whoever waits for the database while lines are parsed does not wait long. */
const chunkBytes = 64 * 1024

export interface LineFile {
  /** Lines in order, a batch for each piece of the file; blank lines are left out but counted. */
  readonly batches: AsyncIterable<readonly Line[]>
  /** Bytes of the file as it lies on disk that have been read so far. */
  readonly bytesRead: () => number
}

/** Reads a text file, gzip-compressed where its name ends in `.gz`, with memory bounded by `maxLineBytes`. */
export function readLines(path: string): LineFile {
  if (path.endsWith('.gz')) {
    const { pieces, bytesRead } = readGzip(path)
    return { batches: splitLines(pieces), bytesRead }
  }
  const file = createReadStream(path, { highWaterMark: chunkBytes })
  return { batches: splitLines(file), bytesRead: () => file.bytesRead }
}

async function* splitLines(bytes: AsyncIterable<Buffer>): AsyncIterable<readonly Line[]> {
  const splitter = new LineSplitter()
  try {
    for await (const chunk of bytes) yield splitter.push(chunk)
  } catch (error) {
    // A damaged or cut-off compressed file: what came before is good, the rest cannot be had.
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined || !code.startsWith('Z_')) throw error
    // The line it breaks off in may look whole and not be: it counts among the rest.
    yield [
      {
        number: splitter.count + 1,
        problem: `The rest of the compressed file, from this line on, cannot be read (${message}).`,
      },
    ]
    return
  }
  yield splitter.end()
}

class LineSplitter {
  count = 0
  #pieces: Buffer[] = []
  #length = 0

  push(chunk: Buffer): Line[] {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end))
      this.#finish(lines)
      start = end + 1
    }
    this.#keep(chunk.subarray(start))
    return lines
  }

  end(): Line[] {
    const lines: Line[] = []
    if (this.#length > 0) this.#finish(lines)
    return lines
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length
    if (this.#length <= maxLineBytes) this.#pieces.push(piece)
    else this.#pieces = []
  }

  #finish(lines: Line[]): void {
    this.count++
    const line = toLine(this.count, this.#pieces, this.#length)
    if (line !== undefined) lines.push(line)
    this.#pieces = []
    this.#length = 0
  }
}

function toLine(number: number, pieces: readonly Buffer[], length: number): Line | undefined {
  if (length > maxLineBytes) {
    const megabytes = (length / 1e6).toFixed(1)
    return { number, problem: `The line has ${megabytes} MB; at most ${Math.floor(maxLineBytes / 1e6)} MB are read.` }
  }
  const bytes = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
  if (!isUtf8(bytes)) return { number, problem: 'The line is not valid UTF-8.' }
  const text = bytes.toString('utf8').trim()
  if (text === '') return undefined
  return text.includes('\0') ? { number, problem: 'The line contains a null byte.' } : { number, text }
}
