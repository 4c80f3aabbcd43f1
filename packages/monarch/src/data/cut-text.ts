/**
 * Plain text has no documents: it is cut into pieces of at most this many bytes, at an empty line where one lies in
 * the second half, else at the end of a line, else anywhere. Small enough that a short file too has pieces for
 * validation.
 */
const pieceBytes = 4096
const newline = 0x0a

/** Cuts a stream of bytes into pieces that, put together again, are the stream. */
export async function* cutText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0)
  for await (const chunk of chunks) {
    const whole = new Uint8Array(rest.length + chunk.length)
    whole.set(rest)
    whole.set(chunk, rest.length)
    let start = 0
    while (whole.length - start >= pieceBytes) {
      const end = start + pieceEnd(whole.subarray(start, start + pieceBytes))
      yield whole.subarray(start, end)
      start = end
    }
    rest = whole.subarray(start)
  }
  if (rest.length > 0) yield rest
}

function pieceEnd(piece: Uint8Array): number {
  const lastLine = piece.lastIndexOf(newline)
  for (let at = lastLine; at > pieceBytes / 2; at = piece.lastIndexOf(newline, at - 1)) {
    if (piece[at - 1] === newline) return at + 1
  }
  return lastLine === -1 ? piece.length : lastLine + 1
}
