import { keyOf, respell, swapLetters } from '@bzpeer/domain'
import type { EntityKind, EntityRef } from '@bzpeer/schema'
import {
  type Found,
  listByPrefix,
  listBySimilarity,
  listFilteredByPrefix,
  listKnownWords,
  type NameFilter,
  searchTopics,
} from '@bzpeer/store'
import type { ReadContext } from './read-context.ts'

export type NamedKind = Exclude<EntityKind, 'work'>

/** A search for entities by their names. */
export interface NameQuery {
  readonly text: string
  readonly kinds: readonly NamedKind[]
  /** In force; then its kind is the only one. */
  readonly filter: NameFilter | undefined
}

export type FoundNames = ReadonlyMap<EntityKind, Found>

/** More names than these are not looked for: nobody pages so far. */
const namesAtMost = 200
/** So many spellings of what is misspelt are followed. */
const spellingsAtMost = 3

/** Names that begin with the text, or have a word that does. */
export async function findByBeginning(
  { db }: ReadContext,
  { kinds, filter }: Omit<NameQuery, 'text'>,
  text: string,
): Promise<FoundNames> {
  const key = keyOf(text)
  if (key === '' || kinds.length === 0) return new Map()
  if (filter !== undefined) return new Map([[filter.kind, await listFilteredByPrefix(db, filter, key, namesAtMost)]])
  return groupFound(await listByPrefix(db, kinds, key, namesAtMost))
}

/** Where some name begins with all of several words, none of them is misspelt. */
export interface OtherwiseQuery extends NameQuery {
  readonly beginsName: boolean
}

/** Topics whose description holds the words, and names spelt otherwise: first with one error in a single word or two letters swapped in one of several, then as like as can be. */
export async function findOtherwise(context: ReadContext, query: OtherwiseQuery): Promise<readonly FoundNames[]> {
  const { text, kinds, filter } = query
  const key = keyOf(text)
  if (key === '' || kinds.length === 0) return []
  const [described, respelt, alike] = await Promise.all([
    kinds.includes('topic') ? searchTopics(context.db, text, filter) : [],
    findRespelt(context, query, key),
    listBySimilarity(context.db, kinds, key, namesAtMost, filter),
  ])
  return [new Map([['topic', { ids: described, isCut: false }]]), ...respelt, groupFound(alike)]
}

async function findRespelt(context: ReadContext, query: OtherwiseQuery, key: string): Promise<readonly FoundNames[]> {
  const spellings = key.includes(' ') ? [query.beginsName ? [] : swapLetters(key)] : respell(key)
  if (spellings.flat().length === 0) return []
  const words = await listKnownWords(context.db, query.kinds, spellings, spellingsAtMost)
  return await Promise.all(words.map((word) => findByBeginning(context, query, word)))
}

/** All that was found of a kind, each once, the earlier first. */
export function joinFound(kind: NamedKind, found: readonly FoundNames[]): Found {
  const ofKind = found.flatMap((names) => names.get(kind) ?? [])
  const ids = [...new Set(ofKind.flatMap((each) => each.ids))]
  return { ids: ids.slice(0, namesAtMost), isCut: ids.length >= namesAtMost || ofKind.some(({ isCut }) => isCut) }
}

function groupFound(refs: readonly EntityRef[]): FoundNames {
  const groups = Map.groupBy(refs, ({ kind }) => kind)
  return new Map(
    [...groups].map(([kind, ofKind]) => [
      kind,
      { ids: ofKind.map(({ id }) => id), isCut: ofKind.length >= namesAtMost },
    ]),
  )
}
