import { foldName } from '@bzpeer/schema'

/** A person's name as it stands on a byline, taken apart and folded. */
export interface PersonName {
  /** In the order written; a single letter is an initial. Particles of the family name are left out. */
  readonly given: readonly string[]
  readonly family: string
  /** The first given name is written in parts that belong together: Yu-Ting. */
  readonly isHyphenated: boolean
  /** Equal for names that are written the same but for case, accents and punctuation. */
  readonly key: string
}

const particles = new Set(
  'van von vander de der den di da del della la le bin ibn al el ten ter dos do du st zu zum'.split(' '),
)
const suffixes = new Set('jr sr ii iii iv phd md'.split(' '))
const hyphenated = /^\p{L}{2,}[-\u2010\u2011]\p{L}{2,}/u
/** A letter with an umlaut, written with two: Mueller is Müller, but Bauer is not Baur and Yuen not Yun. */
const spelledUmlaut = /(?<=[^aeiou])([aou])e(?=[^aeiouy])/g
const shortestWithUmlaut = 6

/** The name, or undefined where the text holds no word of letters. Reads "Stephen G. Eick" and "Eick, Stephen G." alike. */
export function findPersonName(text: string): PersonName | undefined {
  const inOrder = familyLast(text.slice(0, 300).trim())
  const words = foldName(inOrder)
    .split(' ')
    .filter((word) => /\p{L}/u.test(word))
  while (words.length > 2 && suffixes.has(words.at(-1) ?? '')) words.pop()
  const last = words.pop()
  if (last === undefined) return undefined
  while (words.length > 1 && particles.has(words.at(-1) ?? '')) words.pop()
  const family = last.length < shortestWithUmlaut ? last : last.replace(spelledUmlaut, '$1')
  return { given: words, family, isHyphenated: hyphenated.test(inOrder), key: `${words.join(' ')}|${family}` }
}

function familyLast(text: string): string {
  const [, family, given] = /^([^,]+),\s*([^,]+)$/.exec(text) ?? []
  return family === undefined || given === undefined || suffixes.has(foldName(given)) ? text : `${given} ${family}`
}

/** Names in different blocks are never compared. All names that may be one person's under another spelling share one. */
export function blockOf({ given, family }: PersonName): string {
  const initial = given[0]?.charAt(0)
  return initial === undefined ? family : `${initial} ${family}`
}
