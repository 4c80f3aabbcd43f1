import { foldName } from '@bzpeer/schema'

/** Words that stand in the affiliations of people everywhere. */
const everywhere = new Set(
  `the and for university department dept school institute college laboratory lab center centre research science
  sciences technology engineering computer computing information national state key usa china germany inc`.split(/\s+/),
)
const shortest = 3
const wordsAtMost = 60

/** The words by which an affiliation is recognised, however much of the address is written. */
export function affiliationWords(affiliations: readonly string[]): Set<string> {
  const words = affiliations
    .flatMap((text) => foldName(text.slice(0, 500)).split(' '))
    .filter((word) => word.length >= shortest && !everywhere.has(word))
  return new Set(words.slice(0, wordsAtMost))
}
