/** Letters that Unicode does not decompose, as a reader without them would type them. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ĸ: 'k',
  ŧ: 't',
  ə: 'e',
  ɛ: 'e',
  ɔ: 'o',
  ɓ: 'b',
  ɗ: 'd',
  ɖ: 'd',
  ɨ: 'i',
  ƙ: 'k',
  ƴ: 'y',
  ς: 'σ',
}
const undecomposed = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g')

/**
 * What readers leave out when they type a name: accents, the points of Hebrew, Arabic and Syriac, marks that cannot
 * be seen, and the stroke that lengthens an Arabic word. Every other mark is part of its letter and stays: the vowel
 * signs of India and South-East Asia, and the voicing marks of kana. Without those, different names would be the same.
 */
const accents = String.raw`[\p{M}&&[\p{Script=Inherited}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]]`
const leftOut = new RegExp(String.raw`[${accents}--[\u3099\u309A]]|[\p{Cf}\u0640]`, 'gv')

/** The letters that stand for an apostrophe (U+02B9 to U+02BF, U+02C8) divide as an apostrophe does. */
const divider = /(?:[^\p{L}\p{M}\p{N}]|[\u02B9-\u02BF\u02C8])+/gu
const ascii = /^\p{ASCII}*$/u
const asciiDivider = /[^a-z0-9]+/g

/**
 * The form in which names are compared: lower case, accents folded, punctuation as single spaces.
 * `Christopher Ré` and `christopher re` fold to the same text; other scripts keep their letters. What comes out is
 * for comparing alone: it is decomposed (NFKD), so that a syllable of Hangul is found while it is being typed.
 */
export function foldName(text: string): string {
  const letters = ascii.test(text)
    ? text.toLowerCase().replace(asciiDivider, ' ')
    : text
        .normalize('NFKD')
        .toLowerCase()
        .replace(leftOut, '')
        .replace(undecomposed, (letter) => plainLetters[letter] ?? letter)
        .replace(divider, ' ')
  return letters.trim()
}
