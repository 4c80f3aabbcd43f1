/**
 * Most of a work's JSON is its abstract as an inverted index: hundreds of words, each with its places. Building an
 * object of them only to join the words again takes most of the time of reading a work, so the index is read
 * straight off the text.
 */

const field = '"abstract_inverted_index":'
const longestAbstract = 200_000

const [space, quote, comma, zero, nine, colon, backslash] = [0x20, 0x22, 0x2c, 0x30, 0x39, 0x3a, 0x5c]
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d]

export interface SplitText {
  /** The JSON with null in the place of the index. */
  readonly json: string
  /** The text that the index was made from. */
  readonly abstract: string
}

/** Undefined where there is no index, or none that is wholly as it should be: then the JSON is to be read as it stands. */
export function splitOffAbstract(text: string): SplitText | undefined {
  const at = text.indexOf(field)
  if (at === -1 || text.charCodeAt(at - 1) === backslash) return undefined
  const start = skipSpaces(text, at + field.length)
  if (text.charCodeAt(start) !== openBrace) return undefined
  const words: string[] = []
  const end = readWords(text, start + 1, words)
  if (end === undefined) return undefined
  // Places that no word claims are holes, which `join` would show as double spaces.
  const abstract = words.filter((word) => word !== undefined).join(' ')
  if (abstract.length > longestAbstract) return undefined
  return { json: `${text.slice(0, start)}null${text.slice(end)}`, abstract }
}

/** Reads `"word":[3,14],…}` and puts each word in its places. @returns where the index ends. */
function readWords(text: string, start: number, words: string[]): number | undefined {
  let position: number | undefined = start
  for (;;) {
    position = skipSpaces(text, position)
    if (text.charCodeAt(position) === comma) position = skipSpaces(text, position + 1)
    if (text.charCodeAt(position) === closeBrace) return position + 1
    if (text.charCodeAt(position) !== quote) return undefined
    const end = endOfString(text, position + 1)
    if (end === -1) return undefined
    const word = text.slice(position + 1, end)
    position = skipSpaces(text, end + 1)
    if (text.charCodeAt(position) !== colon) return undefined
    position = readPlaces(text, skipSpaces(text, position + 1), word.includes('\\') ? unescape(word) : word, words)
    if (position === undefined) return undefined
  }
}

/** Reads `[3,14]`. */
function readPlaces(text: string, start: number, word: string, words: string[]): number | undefined {
  if (text.charCodeAt(start) !== openBracket) return undefined
  let place = -1
  for (let position = start + 1; ; position++) {
    const code = text.charCodeAt(position)
    if (isDigit(code)) {
      place = Math.max(place, 0) * 10 + code - zero
      if (place > longestAbstract) return undefined
    } else if (code === comma || code === closeBracket) {
      if (place >= 0) words[place] = word
      else if (code === comma) return undefined
      place = -1
      if (code === closeBracket) return position + 1
    } else if (code !== space || (place >= 0 && isDigit(text.charCodeAt(position + 1)))) {
      return undefined
    }
  }
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine
}

/** Where the JSON string that begins at `start` has its closing quote; -1 for nowhere. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return end
  }
  return -1
}

function unescape(word: string): string {
  return JSON.parse(`"${word}"`) as string
}

function skipSpaces(text: string, start: number): number {
  let position = start
  while (text.charCodeAt(position) === space) position++
  return position
}
