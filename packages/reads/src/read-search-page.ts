import { type EntityKind, findEntityRef, findIdentifier, foldName } from '@bzpeer/schema'
import {
  filterEntities,
  findByIdentifier,
  hitsAtMost,
  type HitRow,
  listByPrefix,
  listBySimilarity,
  listFields,
  readHits,
  readPassages,
  searchTopics,
  searchWorks,
} from '@bzpeer/store'
import { detailOf } from './list-suggestions.ts'
import type { SearchHit, SearchPage } from './page-shapes.ts'
import { toLink } from './present.ts'
import type { ReadContext } from './read-context.ts'
import { type FilterValues, offeredFilters, parseEntityFilters, parseWorkFilters } from './search-filters.ts'

export interface SearchQuery {
  readonly query: string
  readonly type: EntityKind | 'all'
  /** 1-based. */
  readonly page: number
  readonly filters: FilterValues
}

const pageSize = 20
const shownOfEach = 5
/** Names likelier than these are not looked for: nobody pages so far. */
const namesAtMost = 200
/** With fewer names found by their beginning than this, misspelt ones are looked for too. */
const fewNames = 5

/** @throws {MalformedFilterError} */
export async function readSearchPage(context: ReadContext, search: SearchQuery): Promise<SearchPage> {
  const query = search.query.trim()
  const { type } = search
  const kinds: readonly EntityKind[] = type === 'all' ? ['author', 'work', 'topic', 'institution', 'source'] : [type]
  const size = type === 'all' ? shownOfEach : pageSize
  const start = type === 'all' ? 0 : (search.page - 1) * pageSize
  const groups =
    query === ''
      ? []
      : await Promise.all(
          kinds.map(async (kind) => {
            const ids = await findIds(context, kind, query, search.filters)
            const hits = await readGroup(context, kind, query, ids.slice(start, start + size))
            return { kind, count: ids.length, more: ids.length >= (kind === 'work' ? hitsAtMost : namesAtMost), hits }
          }),
        )
  const found = groups.reduce((sum, { count }) => sum + count, 0)
  return {
    query,
    type,
    groups: groups.filter(({ hits }) => hits.length > 0),
    filters: offeredFilters(type, search.filters, type === 'topic' ? await listFields(context.db) : []),
    page: search.page,
    hasNextPage: type !== 'all' && (groups[0]?.count ?? 0) > start + size,
    advice: query !== '' && found === 0 ? adviceFor(type, search.filters) : null,
  }
}

function adviceFor(type: SearchQuery['type'], filters: FilterValues): string {
  if (Object.values(filters).some((value) => value !== '')) return 'Nothing matches with these filters. Take one away, or search for fewer words.'
  if (type !== 'all') return 'Nothing matches among these. Search everything, or try fewer or other words.'
  return 'Nothing matches. Try fewer words, another spelling, or an identifier such as a DOI, an ORCID iD or an arXiv id.'
}

/** Best first. An identifier, pasted as it is, leads to what carries it. */
async function findIds(context: ReadContext, kind: EntityKind, query: string, filters: FilterValues): Promise<number[]> {
  const identified = await findIdentified(context, kind, query)
  if (identified !== undefined) return [identified]
  if (kind === 'work') return searchWorks(context.db, query, parseWorkFilters(filters))
  const ids = await findNamed(context, kind, query)
  return filterEntities(context.db, kind, ids, parseEntityFilters(filters))
}

async function findNamed({ db }: ReadContext, kind: Exclude<EntityKind, 'work'>, query: string): Promise<number[]> {
  const name = foldName(query)
  if (name === '') return []
  const byPrefix = await listByPrefix(db, kind, name, namesAtMost)
  const byLikeness = byPrefix.length < fewNames ? await listBySimilarity(db, kind, name, namesAtMost) : []
  const byText = kind === 'topic' ? await searchTopics(db, query, namesAtMost) : []
  const ids = [...byPrefix.map(({ id }) => id), ...byText, ...byLikeness.map(({ id }) => id)]
  return [...new Set(ids)].slice(0, namesAtMost)
}

const pastedSchemes = ['doi', 'orcid', 'ror', 'arxiv', 'issn'] as const

async function findIdentified({ db }: ReadContext, kind: EntityKind, query: string): Promise<number | undefined> {
  const own = findEntityRef(query)
  if (own?.kind === kind) return own.id
  for (const scheme of pastedSchemes) {
    const identifier = findIdentifier(scheme, query)
    if (identifier === undefined) continue
    const ref = await findByIdentifier(db, scheme, identifier.value)
    if (ref?.kind === kind) return ref.id
  }
  return undefined
}

async function readGroup({ db }: ReadContext, kind: EntityKind, query: string, ids: readonly number[]): Promise<SearchHit[]> {
  const [rows, passages] = await Promise.all([
    readHits(db, kind, ids),
    kind === 'work' && ids.length > 0 ? readPassages(db, query, ids) : new Map<number, string>(),
  ])
  return rows.map((row) => toHit(kind, row, passages.get(row.id) ?? null))
}

function toHit(kind: EntityKind, row: HitRow, passage: string | null): SearchHit {
  return { kind, ...toLink(kind, row.id, row.name), detail: detailOf(row), works: row.works, passage }
}
