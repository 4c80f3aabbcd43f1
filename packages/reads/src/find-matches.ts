import { keyOf } from '@bzpeer/domain'
import { type EntityKind, type EntityRef, findEntityRef, findIdentifier } from '@bzpeer/schema'
import {
  filterEntities,
  findByIdentifier,
  findMergedInto,
  listByPrefix,
  listBySimilarity,
  readHits,
  searchTopics,
  searchWorks,
  worksFoundAtMost,
} from '@bzpeer/store'
import type { ReadContext } from './read-context.ts'
import { type FilterValues, parseEntityFilters, parseWorkFilters } from './search-filters.ts'

/** Names likelier than these are not looked for: nobody pages so far. */
const namesAtMost = 200
/** With fewer names found by their beginning than this, misspelt ones are looked for too. */
const fewNames = 5

/** How many matches of a kind are looked for; that many found may mean more. */
export function matchesAtMost(kind: EntityKind): number {
  return kind === 'work' ? worksFoundAtMost : namesAtMost
}

/** Ids that match, best first, for each kind asked for. An identifier, pasted as it is, leads to what carries it alone. */
export async function findMatches(
  context: ReadContext,
  kinds: readonly EntityKind[],
  query: string,
  filters: FilterValues,
): Promise<ReadonlyMap<EntityKind, readonly number[]>> {
  const identified = await findIdentified(context, query)
  if (identified !== undefined && kinds.includes(identified.kind)) return new Map([[identified.kind, [identified.id]]])
  const named = kinds.filter((kind) => kind !== 'work')
  const [works, names] = await Promise.all([
    kinds.includes('work') ? searchWorks(context.db, query, parseWorkFilters(filters)) : [],
    findByBeginning(context, named, query),
  ])
  const found = works.length + [...names.values()].reduce((sum, ids) => sum + ids.length, 0)
  // Where the words as they are lead somewhere, nobody asked for others.
  const sparse =
    kinds.length > 1 && found >= fewNames ? [] : named.filter((kind) => (names.get(kind)?.length ?? 0) < fewNames)
  const more = await findMore(context, sparse, query)
  const filtered = await Promise.all(
    named.map(async (kind) => {
      const ids = new Set([...(names.get(kind) ?? []), ...(more.get(kind) ?? [])])
      return [kind, await filter(context, kind, [...ids].slice(0, namesAtMost), filters)] as const
    }),
  )
  return new Map<EntityKind, readonly number[]>([['work', works], ...filtered])
}

async function filter(
  { db }: ReadContext,
  kind: Exclude<EntityKind, 'work'>,
  ids: readonly number[],
  values: FilterValues,
): Promise<readonly number[]> {
  const filters = parseEntityFilters(values)
  const isFiltered = filters.hasOrcid || filters.country !== null || filters.type !== null || filters.field !== null
  return isFiltered && ids.length > 0 ? filterEntities(db, kind, ids, filters) : ids
}

type Named = Exclude<EntityKind, 'work'>

type IdsOfKind = Map<EntityKind, number[]>

async function findByBeginning({ db }: ReadContext, kinds: readonly Named[], query: string): Promise<IdsOfKind> {
  const name = keyOf(query)
  return name === '' || kinds.length === 0 ? new Map() : groupIds(await listByPrefix(db, kinds, name, namesAtMost))
}

/** Names spelt otherwise, and topics whose description holds the words. */
async function findMore({ db }: ReadContext, kinds: readonly Named[], query: string): Promise<IdsOfKind> {
  const name = keyOf(query)
  if (name === '' || kinds.length === 0) return new Map()
  const [alike, described] = await Promise.all([
    listBySimilarity(db, kinds, name, namesAtMost),
    kinds.includes('topic') ? searchTopics(db, query) : [],
  ])
  return groupIds([...described.map((id) => ({ kind: 'topic' as const, id })), ...alike])
}

function groupIds(refs: readonly EntityRef[]): IdsOfKind {
  const groups = Map.groupBy(refs, ({ kind }) => kind)
  return new Map([...groups].map(([kind, ofKind]) => [kind, ofKind.map(({ id }) => id)]))
}

const pastedSchemes = ['doi', 'orcid', 'ror', 'arxiv', 'issn', 'pmid'] as const

async function findIdentified(context: ReadContext, query: string): Promise<EntityRef | undefined> {
  const { db } = context
  const own = await findOwn(context, query)
  if (own !== undefined) return own
  for (const scheme of pastedSchemes) {
    // A bare number could be many things; of a PubMed id it takes the word or the address.
    if (scheme === 'pmid' && /^\d+$/.test(query)) continue
    const identifier = findIdentifier(scheme, query)
    const ref = identifier === undefined ? undefined : await findByIdentifier(db, scheme, identifier.value)
    if (ref !== undefined) return ref
  }
  return undefined
}

/** A record of this site by its id, or the one it was merged into. `S4` may also be a word: then there is none. */
async function findOwn({ db }: ReadContext, query: string): Promise<EntityRef | undefined> {
  const ref = findEntityRef(query)
  if (ref === undefined) return undefined
  const [hit] = await readHits(db, [ref])
  const id = hit?.id ?? (await findMergedInto(ref, db))
  return id === undefined ? undefined : { kind: ref.kind, id }
}
