import { wayKinds, wayLinks } from '@bzpeer/domain'
import { assertShown, findMergedInto, type GraphQuery, type PathQuery, sliceNodesAtMost } from '@bzpeer/reads'
import { collectionOf, type EntityKind, entityKinds, type EntityRef, findEntityRef, formatId } from '@bzpeer/schema'
import { redirect } from '@sveltejs/kit'
import { MalformedQueryError } from './query-bounds.ts'
import { getSite } from './site.ts'

const usualKinds: readonly EntityKind[] = ['work', 'author', 'topic', 'institution']
const usualLimit = 60
const shownCharacters = 60

/** @throws {MalformedQueryError} for a focus, depth, limit or kind that no slice has. */
export function parseGraphQuery(url: URL): GraphQuery {
  return { focus: parseEntity(url, 'focus'), depth: parseDepth(url), limit: parseLimit(url), kinds: parseKinds(url) }
}

/** The entity that a parameter names. @throws {MalformedQueryError} */
export function parseEntity(url: URL, name: string): EntityRef {
  const text = url.searchParams.get(name) ?? ''
  const ref = findEntityRef(text)
  if (ref === undefined)
    throw new MalformedQueryError(
      `Expected ?${name}= with an id such as A5023888391, got "${text.slice(0, shownCharacters)}".`,
    )
  return ref
}

function parseDepth(url: URL): 1 | 2 {
  const text = url.searchParams.get('depth') ?? '1'
  if (text === '1') return 1
  if (text === '2') return 2
  throw new MalformedQueryError(`Expected a depth of 1 or 2, got "${text.slice(0, shownCharacters)}".`)
}

function parseLimit(url: URL): number {
  const text = url.searchParams.get('limit') ?? String(usualLimit)
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > sliceNodesAtMost)
    throw new MalformedQueryError(
      `Expected a limit from 1 to ${sliceNodesAtMost} nodes, got "${text.slice(0, shownCharacters)}".`,
    )
  return limit
}

/** Kinds by name, singular or plural, with commas between; the usual ones where none is named. */
function parseKinds(url: URL): readonly EntityKind[] {
  const text = url.searchParams.get('kinds') ?? ''
  if (text === '') return usualKinds
  const names = text.split(',')
  const kinds = names.map((name) => entityKinds.find((kind) => name === kind || name === collectionOf[kind]))
  const unknown = names[kinds.indexOf(undefined)]
  if (unknown !== undefined)
    throw new MalformedQueryError(
      `Expected kinds among ${entityKinds.join(', ')} with commas between, got "${unknown.slice(0, shownCharacters)}".`,
    )
  return entityKinds.filter((kind) => kinds.includes(kind))
}

/** @throws {MalformedQueryError} for ends that are not people, or a way that is not searched for. */
export function parsePathQuery(url: URL): PathQuery {
  return {
    from: parsePerson(url, 'from'),
    to: parsePerson(url, 'to'),
    by: parseWord(url, 'by', wayLinks),
    kind: parseWord(url, 'kind', wayKinds),
  }
}

function parsePerson(url: URL, name: string): number {
  const { kind, id } = parseEntity(url, name)
  if (kind !== 'author')
    throw new MalformedQueryError(`A way leads between two people: expected ?${name}= with an id such as A5023888391.`)
  return id
}

/** One of a few words; the first where none is given. */
function parseWord<Word extends string>(url: URL, name: string, words: readonly [Word, ...Word[]]): Word {
  const text = url.searchParams.get(name) ?? words[0]
  const word = words.find((each) => each === text)
  if (word === undefined)
    throw new MalformedQueryError(
      `Expected ?${name}= with ${words.join(' or ')}, got "${text.slice(0, shownCharacters)}".`,
    )
  return word
}

/**
 * Sends a request that names a merged record in one of these parameters on to the one that took its place.
 * @throws {HiddenRecordError} where one of them is hidden on request.
 */
export async function forwardMergedOf(url: URL, names: readonly string[]): Promise<void> {
  const asked = new URLSearchParams(url.searchParams)
  for (const name of names) {
    const ref = parseEntity(url, name)
    await assertShown(getSite().reads, ref)
    const id = await findMergedInto(getSite().reads, ref)
    if (id !== undefined) asked.set(name, formatId({ kind: ref.kind, id }))
  }
  if (asked.toString() !== url.searchParams.toString()) redirect(308, `${url.pathname}?${asked}`)
}
