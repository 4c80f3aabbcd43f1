/**
 * Most of a work's JSON is its abstract as an inverted index: hundreds of words, each with its places. Building an
 * object of them only to join the words again takes most of the time of reading a work, so the index is read
 * straight off the text.
 */

const key = '"abstract_inverted_index"'
const field = `${key}:`
/** JSON has none of the first 32 inside a text, and most writers have none of them anywhere. */
const controlCharacter = /\p{Cc}/u
const longestAbstract = 200_000

const [space, quote, comma, zero, nine, colon, backslash] = [0x20, 0x22, 0x2c, 0x30, 0x39, 0x3a, 0x5c]
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d]

interface Words {
  readonly inPlaces: string[]
  characters: number
}

export interface SplitText {
  /** The JSON with null in the place of the index. */
  readonly json: string
  /** The text that the index was made from. */
  readonly abstract: string
}

/** Undefined where there is no index, or none that is wholly as it should be: then the JSON is to be read as it stands. */
export function splitOffAbstract(text: string): SplitText | undefined {
  const at = text.indexOf(field)
  if (at === -1 || text.charCodeAt(at - 1) === backslash || controlCharacter.test(text)) return undefined
  const start = skipSpaces(text, at + field.length)
  if (text.charCodeAt(start) !== openBrace) return undefined
  const words: Words = { inPlaces: [], characters: 0 }
  const end = readWords(text, start + 1, words)
  // Where it stands twice, the first may be a part's and not the record's.
  if (end === undefined || text.includes(key, end)) return undefined
  // Places that no word claims are holes, which `join` would show as double spaces.
  const abstract = words.inPlaces.filter((word) => word !== undefined).join(' ')
  if (abstract.length > longestAbstract) return undefined
  return { json: `${text.slice(0, start)}null${text.slice(end)}`, abstract }
}

/** Reads `"word":[3,14],…}` and puts each word in its places. @returns where the index ends. */
function readWords(text: string, start: number, words: Words): number | undefined {
  let position = skipSpaces(text, start)
  if (text.charCodeAt(position) === closeBrace) return position + 1
  for (;;) {
    if (text.charCodeAt(position) !== quote) return undefined
    const end = endOfString(text, position + 1)
    if (end === -1) return undefined
    const word = text.slice(position + 1, end)
    position = skipSpaces(text, end + 1)
    if (text.charCodeAt(position) !== colon) return undefined
    const placesEnd = readPlaces(
      text,
      skipSpaces(text, position + 1),
      word.includes('\\') ? unescape(word) : word,
      words,
    )
    if (placesEnd === undefined) return undefined
    position = skipSpaces(text, placesEnd)
    if (text.charCodeAt(position) === closeBrace) return position + 1
    if (text.charCodeAt(position) !== comma) return undefined
    position = skipSpaces(text, position + 1)
  }
}

/** Reads `[3,14]`. */
function readPlaces(text: string, start: number, word: string, words: Words): number | undefined {
  if (text.charCodeAt(start) !== openBracket) return undefined
  let position = skipSpaces(text, start + 1)
  if (text.charCodeAt(position) === closeBracket) return position + 1
  for (;;) {
    const first = position
    let place = 0
    for (; isDigit(text.charCodeAt(position)); position++) {
      place = place * 10 + text.charCodeAt(position) - zero
      if (place > longestAbstract) return undefined
    }
    // A number without digits, or one that JSON does not write so: 007.
    if (position === first || (position > first + 1 && text.charCodeAt(first) === zero)) return undefined
    words.inPlaces[place] = word
    // A short line can say a long word for thousands of places: it is counted before it is put together.
    words.characters += word.length
    if (words.characters > longestAbstract) return undefined
    position = skipSpaces(text, position)
    if (text.charCodeAt(position) === closeBracket) return position + 1
    if (text.charCodeAt(position) !== comma) return undefined
    position = skipSpaces(text, position + 1)
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
