/** Longer texts are no names. */
const charactersAtMost = 60

/**
 * What a text of several words (folded) may have been meant to be: all texts with two neighbouring letters of one word
 * in the other order. Other errors leave a name of several words alike enough to be found by its likeness.
 */
export function swapLetters(text: string): string[] {
  const signs = Array.from(text)
  if (signs.length > charactersAtMost) return []
  const swapped = signs.flatMap((sign, place) => {
    const next = signs[place + 1]
    if (next === undefined || sign === ' ' || next === ' ' || sign === next) return []
    return [[...signs.slice(0, place), next, sign, ...signs.slice(place + 2)].join('')]
  })
  return [...new Set(swapped)]
}

const letters = Array.from('abcdefghijklmnopqrstuvwxyz')

/**
 * What a word (folded) may have been meant to be: all words one typing error away, likelier errors first. First letters
 * are seldom wrong, and the fewer letters a word has, the more words are like it: words of four Latin letters or more
 * alone, and up to fifteen, are respelt.
 * @returns words with all the letters that were typed (two of them in another order, or one left out); then words
 * without one of them (another in its place, or one too many).
 */
export function respell(word: string): readonly [string[], string[]] {
  if (!/^[a-z]{4,15}$/.test(word)) return [[], []]
  const kept = new Set<string>()
  const changed = new Set<string>()
  for (let place = 1; place <= word.length; place++) {
    const [before, letter, after] = [word.slice(0, place), word.charAt(place), word.slice(place + 1)]
    kept.add(before + after.charAt(0) + letter + after.slice(1))
    for (const other of letters) {
      kept.add(before + other + letter + after)
      if (letter !== '') changed.add(before + other + after)
    }
    changed.add(before + after)
  }
  for (const found of [kept, changed]) found.delete(word)
  return [[...kept], [...changed].filter((other) => !kept.has(other))]
}
