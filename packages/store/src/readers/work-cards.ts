import { kindCodeOf } from '@bzpeer/schema'
import { type RawBuilder, sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Tables } from '../tables.ts'
import { identifiersColumn, type IdentifierRow } from './entity-reader.ts'

/** A work as lists show it; JSON arrays stand in the order in which they are shown. */
export interface WorkCardRow {
  readonly id: number
  readonly title: string | null
  readonly type: string
  readonly publication_year: number | null
  readonly source_id: number | null
  readonly source_name: string | null
  readonly abstract: string | null
  readonly byline_count: number
  readonly is_oa: boolean | null
  readonly cited_by: number
  /** Raw name, author id, the author's display name. */
  readonly byline: readonly [string, number | null, string | null][] | null
  readonly identifiers: readonly IdentifierRow[] | null
  /** Id, name, score, derived. */
  readonly topics: readonly [number, string, number | null, boolean][] | null
}

const bylineShown = 12
const identifiersShown = 8
const topicsShown = 8
/** Enough to be cut to a sentence's or a word's end. */
const abstractCharacters = 700

/** Columns of {@link WorkCardRow} for `works w`; `focusAuthorId` is on the byline shown however far down it stands. */
function workCardColumns(focusAuthorId: number | null): RawBuilder<WorkCardRow> {
  return sql`w.id, w.title, w.type, w.publication_year, w.source_id,
    (select s.display_name from sources s where s.id = w.source_id) as source_name,
    left(w.abstract, ${sql.lit(abstractCharacters)}) as abstract, w.byline_count, w.is_oa,
    coalesce((select c.cited_by from entity_counts c where c.kind = ${sql.lit(kindCodeOf.work)} and c.id = w.id), 0) as cited_by,
    (select json_agg(json_build_array(a.raw_name, p.id, p.display_name) order by a.position)
       from authorships a left join shown_authors p on p.id = a.author_id
       where a.work_id = w.id and (a.position <= ${sql.lit(bylineShown)} or a.author_id = ${focusAuthorId}::bigint)) as byline,
    ${identifiersColumn('work', sql`w.id`, identifiersShown)},
    (select json_agg(json_build_array(t.topic_id, p.display_name, t.score, t.is_derived) order by t.rank)
       from work_topics t join topics p on p.id = t.topic_id
       where t.work_id = w.id and t.rank <= ${sql.lit(topicsShown)}) as topics`
}

/** The works' cards in the order of the ids; an id without a work is left out. */
export async function readWorkCards(db: Kysely<Tables>, workIds: readonly number[]): Promise<WorkCardRow[]> {
  if (workIds.length === 0) return []
  const { rows } = await sql<WorkCardRow>`
    select ${workCardColumns(null)} from unnest(${workIds}::bigint[]) with ordinality as wanted (id, place)
      join works w on w.id = wanted.id order by wanted.place`.execute(db)
  return rows
}

/** Which list of works: those of an author, an institution, a topic, a source, those that cite a work, or that it cites. */
export type WorkList =
  | 'author_works'
  | 'institution_works'
  | 'topic_works'
  | 'source_works'
  | 'work_citations'
  | 'work_references'

const ownerColumns: Readonly<Record<WorkList, string>> = {
  author_works: 'author_id',
  institution_works: 'institution_id',
  topic_works: 'topic_id',
  source_works: 'source_id',
  work_citations: 'cited_id',
  work_references: 'citing_id',
}

/** References are stored as the source states them, with works that are not here; a work has few enough to be sorted. */
const referencesByYear = sql`(select r.work_id as citing_id, w.id as work_id, coalesce(w.publication_year, 0)::smallint as publication_year
  from work_references r join works w on w.id = r.cited_id) listed`

/** A place in a list: the year and id of the work that stands there. */
export interface WorkPosition {
  readonly year: number
  readonly workId: number
}

export interface WorkListQuery {
  readonly list: WorkList
  readonly ownerId: number
  /** Newest first from behind this place, … */
  readonly after: WorkPosition | null
  /** … or the page that ends before this one. */
  readonly before: WorkPosition | null
  readonly limit: number
}

/** One page of a list of works, newest first, whatever page it is and however long the list: keyset, not offset. */
export async function listWorkCards(db: Kysely<Tables>, query: WorkListQuery): Promise<WorkCardRow[]> {
  const { list, ownerId, after, before, limit } = query
  const owner = sql.ref(ownerColumns[list])
  const edge = after ?? before
  const bound =
    edge === null
      ? sql``
      : sql`and (publication_year, work_id) ${after === null ? sql`>` : sql`<`} (${edge.year}::smallint, ${edge.workId}::bigint)`
  const direction = after === null && before !== null ? sql`asc` : sql`desc`
  const { rows } = await sql<WorkCardRow>`
    select ${workCardColumns(list === 'author_works' ? ownerId : null)}
    from (select work_id, publication_year from ${list === 'work_references' ? referencesByYear : sql.table(list)} where ${owner} = ${ownerId} ${bound}
          order by publication_year ${direction}, work_id ${direction} limit ${limit}) page
      join works w on w.id = page.work_id
    order by page.publication_year desc, page.work_id desc`.execute(db)
  return rows
}
