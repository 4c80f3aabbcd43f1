import type { PersonName } from './person-name.ts'

/** How two names that may be one person's stand to each other. */
export const nameRelations = [
  'same',
  'same-with-middle',
  'middle-missing',
  'initial-with-middle',
  'initial',
  'initials-alone',
  'short-form',
] as const
export type NameRelation = (typeof nameRelations)[number]

/** Chris and Christopher, but not Yan and Yang. */
const shortestShortForm = 3
const lettersLeftOut = 3

/** Undefined where the names cannot be one person's: "Jane Doe" and "John Doe", "J. A. Doe" and "J. B. Doe". */
export function findNameRelation(a: PersonName, b: PersonName): NameRelation | undefined {
  if (a.family !== b.family) return undefined
  const [firstOfA, firstOfB] = [a.given[0], b.given[0]]
  if (firstOfA === undefined || firstOfB === undefined) return a.key === b.key ? 'same' : undefined
  // "Yu-Ting", "Yu Ting" and "Yuting" are one name.
  if (a.given.join('') === b.given.join('')) return relationOfEqual(a, b)
  const ofFirst = relationOfFirst(a, b, firstOfA, firstOfB)
  const middles = compareMiddles(a, b)
  if (ofFirst === undefined || middles === 'differ') return undefined
  if (ofFirst === 'same') return middles === 'agree' ? 'same-with-middle' : 'middle-missing'
  if (ofFirst === 'initial') return middles === 'agree' ? 'initial-with-middle' : 'initial'
  return ofFirst
}

function relationOfEqual(a: PersonName, b: PersonName): NameRelation {
  if (a.given[0]?.length === 1) return 'initials-alone'
  return [a, b].every(({ given, isHyphenated }) => given.length > 1 && !isHyphenated) ? 'same-with-middle' : 'same'
}

function relationOfFirst(a: PersonName, b: PersonName, ofA: string, ofB: string): NameRelation | undefined {
  if (ofA === ofB) return ofA.length === 1 ? 'initials-alone' : 'same'
  if (ofA.length === 1 || ofB.length === 1) return ofA.charAt(0) === ofB.charAt(0) ? 'initial' : undefined
  if (a.isHyphenated || b.isHyphenated || Math.min(ofA.length, ofB.length) < shortestShortForm) return undefined
  if (Math.abs(ofA.length - ofB.length) < lettersLeftOut) return undefined
  return ofA.startsWith(ofB) || ofB.startsWith(ofA) ? 'short-form' : undefined
}

/** Middle names agree where at least one stands on both sides, as a word or its initial, and none contradicts. */
function compareMiddles(a: PersonName, b: PersonName): 'agree' | 'missing' | 'differ' {
  const [middlesOfA, middlesOfB] = [a.given.slice(1), b.given.slice(1)]
  const shared = Math.min(middlesOfA.length, middlesOfB.length)
  for (let at = 0; at < shared; at++) {
    if (!isSameMiddle(middlesOfA[at] ?? '', middlesOfB[at] ?? '')) return 'differ'
  }
  if (shared > 0) return 'agree'
  // The half of a name such as Yu-Ting is another name, unless it is an initial.
  const isHalved =
    [a, b].some(({ isHyphenated }) => isHyphenated) && ![a, b].some(({ given }) => given[0]?.length === 1)
  return isHalved && middlesOfA.length !== middlesOfB.length ? 'differ' : 'missing'
}

function isSameMiddle(a: string, b: string): boolean {
  return a === b || (a.charAt(0) === b.charAt(0) && (a.length === 1 || b.length === 1))
}
