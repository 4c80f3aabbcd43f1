/** Letters that Unicode does not decompose, as a reader without them would type them. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i', ŋ: 'n', ĸ: 'k', ŧ: 't',
}
const undecomposed = /[ßæœøđðþłħıŋĸŧ]/g
const combiningMarks = /\p{M}+/gu
const notLetterOrDigit = /[^\p{L}\p{N}]+/gu
const plainAscii = /^[a-z0-9 ]*$/

/**
 * The form in which names are compared: lower case, accents folded, punctuation as single spaces.
 * `Christopher Ré` and `christopher re` fold to the same text; other scripts keep their letters.
 */
export function foldName(text: string): string {
  const lower = text.toLowerCase()
  const letters = plainAscii.test(lower)
    ? lower
    : lower
        .normalize('NFKD')
        .replace(combiningMarks, '')
        .replace(undecomposed, (letter) => plainLetters[letter] ?? letter)
        .replace(notLetterOrDigit, ' ')
  return letters.replace(/ {2,}/g, ' ').trim()
}
