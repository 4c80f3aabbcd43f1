/** One line of a file, or why it is not read; `number` counts from 1. */
export type Line =
  | { readonly number: number; readonly bytes: Uint8Array }
  | { readonly number: number; readonly problem: string }

/** Longer lines are put aside unread: real records stay far below. */
export const maxLineBytes = 16 * 1024 * 1024

const newline = 0x0a

/** Cuts a stream into lines, holding no more of it than one line and never more than `maxLineBytes`. */
export class LineSplitter {
  #count = 0
  #pieces: Uint8Array[] = []
  #length = 0

  push(chunk: Uint8Array): Line[] {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end))
      lines.push(this.#finish())
      start = end + 1
    }
    this.#keep(chunk.subarray(start))
    return lines
  }

  /** What stands after the last line break. */
  end(): Line[] {
    return this.#length > 0 ? [this.#finish()] : []
  }

  /** The line that is being read; for whoever has to say where a file breaks off. */
  get number(): number {
    return this.#count + 1
  }

  #keep(piece: Uint8Array): void {
    this.#length += piece.length
    if (this.#length > maxLineBytes) this.#pieces = []
    else if (piece.length > 0) this.#pieces.push(piece)
  }

  #finish(): Line {
    const [pieces, length] = [this.#pieces, this.#length]
    this.#pieces = []
    this.#length = 0
    const number = ++this.#count
    return length > maxLineBytes
      ? { number, problem: `the line has ${length} bytes, and at most ${maxLineBytes} are read` }
      : { number, bytes: join(pieces, length) }
  }
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
