import { foldName } from '@bzpeer/schema'

/**
 * Whether someone who calls themselves `name` could be the person of these names: some name shares with it a whole
 * word of two letters or more, and every other word of the shorter of the two agrees with one of the longer, as a
 * whole, by its beginning (`Chris`) or as an initial. Order is nothing, for names are written both ways round. It opens no door by itself: a name
 * that does not fit sends a claim to a curator.
 */
export function couldBeNamed(name: string, names: readonly string[]): boolean {
  const words = wordsOf(name)
  return names.some((other) => agree(words, wordsOf(other)))
}

function wordsOf(name: string): string[] {
  return foldName(name).split(' ').filter(Boolean)
}

function agree(one: readonly string[], other: readonly string[]): boolean {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one]
  const left = [...longer]
  let shared = 0
  // Whole words first, so that an initial takes no word that a whole one needs.
  for (const word of shorter.toSorted((a, b) => b.length - a.length)) {
    const place = findAgreeing(word, left)
    if (place < 0) return false
    if (word.length > 1 && left[place] === word) shared++
    left.splice(place, 1)
  }
  return shared > 0
}

function findAgreeing(word: string, left: readonly string[]): number {
  const whole = left.indexOf(word)
  if (whole >= 0) return whole
  return left.findIndex((other) => isShortOf(word, other) || isShortOf(other, word))
}

/** One letter may stand for a word; two may be a name of their own. */
function isShortOf(short: string, word: string): boolean {
  return short.length !== 2 && word.startsWith(short)
}
