import { foldName } from '@bzpeer/schema'

/** What a name can be found by while it is typed. */
export interface NameKey {
  readonly key: string
  /** The whole name, which misspellings are compared with. */
  readonly isFuzzy: boolean
}

const maxKeyLength = 80
const maxRotations = 8

/**
 * The keys of an entity's names: each folded name, and the name turned so that each of its words comes first
 * (`christopher re`, `re christopher`), so that a prefix of any of its words leads to it.
 */
export function nameKeys(names: readonly string[]): NameKey[] {
  const keys = new Map<string, boolean>()
  for (const name of names) {
    const words = foldName(name).split(' ').filter(Boolean)
    for (let start = 0; start < Math.min(words.length, maxRotations); start++) {
      const key = cut([...words.slice(start), ...words.slice(0, start)].join(' '))
      keys.set(key, start === 0 || keys.get(key) === true)
    }
  }
  return [...keys].map(([key, isFuzzy]) => ({ key, isFuzzy }))
}

/** A title is found by its beginning, and with typing errors by the full text of its words instead. */
export function titleKeys(title: string): NameKey[] {
  const folded = foldName(title)
  const key = cut(folded)
  const withoutArticle = cut(folded.replace(/^(?:the|an?) /, ''))
  return [...new Set([key, withoutArticle])]
    .filter((text) => text !== '')
    .map((text) => ({ key: text, isFuzzy: false }))
}

/** The key that a text begins or is, folded and cut as keys are: however much of a long name is typed, it is found. */
export function keyOf(text: string): string {
  return cut(foldName(text))
}

/** Never through the middle of a character: two keys that differ in its half would be stored as the same one. */
function cut(text: string): string {
  return text.slice(0, maxKeyLength).replace(/[\uD800-\uDBFF]$/, '')
}

/**
 * Size class of a count, 0 to 15: suggestions are read class by class, largest first, so that a one-letter
 * prefix of a million names costs no more than a long one.
 */
export function weightOf(works: number): number {
  return works <= 0 ? 0 : Math.min(15, Math.floor(Math.log2(works)) + 1)
}
