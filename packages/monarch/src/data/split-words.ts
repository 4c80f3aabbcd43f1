/**
 * Where a text may be cut for byte pairs: none is learned across a word's edge. A word is a run of letters, of digits
 * or of signs with the one space before it, or a run of blanks. Bytes above 127 are letters, so that any script,
 * and what is no UTF-8 at all, is cut without decoding it.
 */
const [letter, digit, sign, blank] = [0, 1, 2, 3]
const space = 0x20
/** Runs without an end, as in scripts that write no spaces, are cut: the time of a word grows with its square. */
export const longestWord = 64

const kinds = Uint8Array.from({ length: 256 }, (_, byte) => kindOf(byte))

function kindOf(byte: number): number {
  if (byte >= 0x80) return letter
  const character = String.fromCharCode(byte)
  if (/[A-Za-z]/.test(character)) return letter
  if (/\d/.test(character)) return digit
  return /\s/.test(character) ? blank : sign
}

/** Calls `visit` with the bounds of each word; together they are the whole text. */
export function forEachWord(text: Uint8Array, visit: (start: number, end: number) => void): void {
  for (let start = 0; start < text.length;) {
    const end = endOfWord(text, start)
    visit(start, end)
    start = end
  }
}

function endOfWord(text: Uint8Array, start: number): number {
  const first = leadsWord(text, start) ? start + 1 : start
  const kind = kindAt(text, first)
  const limit = Math.min(text.length, start + longestWord)
  let end = first + 1
  // Of several blanks the last, if it is a space, belongs to the word after it.
  for (; end < limit && kindAt(text, end) === kind; end++) if (kind === blank && leadsWord(text, end)) break
  return end
}

/** Whether a single space stands there before a word. */
function leadsWord(text: Uint8Array, at: number): boolean {
  return text[at] === space && at + 1 < text.length && kindAt(text, at + 1) !== blank
}

function kindAt(text: Uint8Array, at: number): number {
  return kinds[text[at] ?? space] ?? blank
}

/** The bytes as a string of as many characters: a key for maps. */
export function keyOfWord(text: Uint8Array, start: number, end: number): string {
  let key = ''
  for (let at = start; at < end; at++) key += String.fromCharCode(text[at] ?? 0)
  return key
}

export function bytesOfKey(key: string): number[] {
  return Array.from({ length: key.length }, (_, at) => key.charCodeAt(at))
}
