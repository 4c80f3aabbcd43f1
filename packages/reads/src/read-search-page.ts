import type { EntityKind } from '@bzpeer/schema'
import { type Found, type HitRow, listFields, readHits, readPassages } from '@bzpeer/store'
import { findMatches } from './find-matches.ts'
import { listLargestOf } from './list-largest.ts'
import { detailOf } from './list-suggestions.ts'
import type { SearchFilter, SearchHit, SearchPage } from './page-shapes.ts'
import { toLink } from './present.ts'
import type { ReadContext } from './read-context.ts'
import { type FilterValues, offeredFilters } from './search-filters.ts'

export interface SearchQuery {
  readonly query: string
  readonly type: EntityKind | 'all'
  /** 1-based. */
  readonly page: number
  readonly filters: FilterValues
}

const pageSize = 20
const shownOfEach = 5
const kindsInOrder: readonly EntityKind[] = ['author', 'work', 'topic', 'institution', 'source']

/** @throws {MalformedFilterError} */
export async function readSearchPage(context: ReadContext, search: SearchQuery): Promise<SearchPage> {
  // No text of the database holds a null character, and it takes none.
  const query = search.query.replaceAll('\0', ' ').trim()
  const { type } = search
  const page = type === 'all' ? 1 : search.page
  // A search of everything offers no filter, so none is in force.
  const values = type === 'all' ? {} : search.filters
  const kinds = type === 'all' ? kindsInOrder : [type]
  const size = type === 'all' ? shownOfEach : pageSize
  const start = (page - 1) * size
  const matches = query === '' ? await listLargestOf(context, type) : await findMatches(context, kinds, query, values)
  const shown = kinds.flatMap((kind) =>
    (matches.get(kind)?.ids ?? []).slice(start, start + size).map((id) => ({ kind, id })),
  )
  const [rows, passages, fields] = await Promise.all([
    readHits(context.db, shown),
    type === 'work' && query !== '' && shown.length > 0
      ? readPassages(
          context.db,
          query,
          shown.map(({ id }) => id),
        )
      : new Map<number, string>(),
    type === 'topic' ? listFields(context.db) : [],
  ])
  const filters = offeredFilters(type, values, fields)
  const found = [...matches.values()]
  return {
    query,
    type,
    groups: kinds.flatMap((kind) => toGroup(kind, matches.get(kind), rows, passages)),
    filters,
    page,
    hasNextPage: type !== 'all' && (matches.get(type)?.ids.length ?? 0) > start + size,
    advice: query !== '' && found.every(({ ids }) => ids.length === 0) ? adviceFor(search, found, filters) : null,
  }
}

function toGroup(
  kind: EntityKind,
  found: Found | undefined,
  rows: readonly HitRow[],
  passages: ReadonlyMap<number, string>,
): SearchPage['groups'] {
  const hits = rows.filter((row) => row.kind === kind).map((row) => toHit(row, passages.get(row.id) ?? null))
  return found === undefined || found.ids.length === 0
    ? []
    : [{ kind, count: found.ids.length, more: found.isCut, hits }]
}

function toHit(row: HitRow, passage: string | null): SearchHit {
  return { kind: row.kind, ...toLink(row.kind, row.id, row.name), detail: detailOf(row), works: row.works, passage }
}

function adviceFor({ type }: SearchQuery, found: readonly Found[], filters: readonly SearchFilter[]): string {
  if (found.some(({ isCut }) => isCut))
    return 'Nothing was found with these filters, and there are too many matches to look through all of them. Search for more words, or take a filter away.'
  if (filters.some(({ value }) => value !== ''))
    return 'Nothing matches with these filters. Take one away, or search for fewer words.'
  if (type !== 'all') return 'Nothing matches among these. Search everything, or try fewer or other words.'
  return 'Nothing matches. Try fewer words, another spelling, or an identifier such as a DOI, an ORCID iD or an arXiv id.'
}
