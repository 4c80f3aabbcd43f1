import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../tables.ts'

export interface WorkFilters {
  readonly fromYear: number | null
  readonly toYear: number | null
  readonly type: string | null
  readonly openAccess: boolean
}

/** Matches are ranked among this many with the words in the title, and this many with them anywhere. */
const titleCandidates = 500
const textCandidates = 1_500

/** At most this many hits of a search can be paged through; the count says "more" beyond. */
export const hitsAtMost = 1_000

/**
 * Ids of the works that match, best first (`ts_rank_cd`, title before keywords before abstract), and how many there
 * are up to a bound. The cost is bounded by the candidates, however common the words.
 */
export async function searchWorks(db: Kysely<Tables>, text: string, filters: WorkFilters): Promise<number[]> {
  const query = sql`websearch_to_tsquery('bzpeer', ${text})`
  const filter = filterClause(filters)
  const { rows } = await sql<{ id: number }>`
    with candidates as (
      (select id from works w where to_tsvector('bzpeer', coalesce(title, '')) @@ ${query} ${filter} limit ${sql.lit(titleCandidates)})
      union
      (select id from works w where search @@ ${query} ${filter} limit ${sql.lit(textCandidates)})
    )
    select w.id from candidates join works w using (id)
    order by ts_rank_cd('{0.1, 0.2, 0.5, 1.0}', w.search, ${query}, 1) desc, w.publication_year desc nulls last, w.id desc
    limit ${sql.lit(hitsAtMost)}`.execute(db)
  return rows.map(({ id }) => id)
}

function filterClause({ fromYear, toYear, type, openAccess }: WorkFilters): RawBuilder<unknown> {
  const parts = [
    fromYear === null ? sql`` : sql`and w.publication_year >= ${fromYear}`,
    toYear === null ? sql`` : sql`and w.publication_year <= ${toYear}`,
    type === null ? sql`` : sql`and w.type = ${type}`,
    openAccess ? sql`and w.is_oa` : sql``,
  ]
  return sql.join(parts, sql` `)
}

/** A passage of each work around what matched, with `⟦` and `⟧` about the matching words. */
export async function readPassages(db: Kysely<Tables>, text: string, workIds: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; passage: string }>`
    select id, ts_headline('bzpeer', left(abstract, 2000), websearch_to_tsquery('bzpeer', ${text}),
      'StartSel=⟦, StopSel=⟧, MaxWords=32, MinWords=18, MaxFragments=1') as passage
    from works where id = any(${workIds}::bigint[]) and abstract is not null`.execute(db)
  return new Map(rows.map(({ id, passage }) => [id, passage]))
}

/** Topics whose name or description holds the words, best first. */
export async function searchTopics(db: Kysely<Tables>, text: string, limit: number): Promise<number[]> {
  const document = sql`to_tsvector('bzpeer', display_name || ' ' || coalesce(description, ''))`
  const query = sql`websearch_to_tsquery('bzpeer', ${text})`
  const { rows } = await sql<{ id: number }>`
    select id from topics where ${document} @@ ${query}
    order by ts_rank_cd(${document}, ${query}, 1) desc, id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

export interface EntityFilters {
  /** Institutions: ISO 3166-1 alpha-2. */
  readonly country: string | null
  /** Institutions and sources. */
  readonly type: string | null
  /** Topics: the field's name. */
  readonly field: string | null
  /** Authors: with an ORCID iD. */
  readonly hasOrcid: boolean
}

const clauses: Readonly<Record<'author' | 'institution' | 'topic' | 'source', (filters: EntityFilters) => RawBuilder<unknown>>> = {
  author: ({ hasOrcid }) =>
    hasOrcid ? sql`exists (select from identifiers i where i.kind = 2 and i.entity_id = e.id and i.scheme = 'orcid')` : sql`true`,
  institution: ({ country, type }) =>
    sql`(${country}::text is null or e.country_code = ${country}) and (${type}::text is null or e.type = ${type})`,
  topic: ({ field }) => sql`(${field}::text is null or e.field = ${field})`,
  source: ({ type }) => sql`(${type}::text is null or e.type = ${type})`,
}

const tables = { author: 'authors', institution: 'institutions', topic: 'topics', source: 'sources' } as const

/** The ids that pass the filters, in the order given. */
export async function filterEntities(
  db: Kysely<Tables>,
  kind: keyof typeof tables,
  ids: readonly number[],
  filters: EntityFilters,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select e.id from unnest(${ids}::bigint[]) with ordinality as wanted (id, place) join ${sql.table(tables[kind])} e on e.id = wanted.id
    where ${clauses[kind](filters)} order by wanted.place`.execute(db)
  return rows.map(({ id }) => id)
}

/** The fields that topics belong to. */
export async function listFields(db: Kysely<Tables>): Promise<string[]> {
  const rows = await db.selectFrom('topics').select('field').distinct().where('field', 'is not', null).orderBy('field').execute()
  return rows.map(({ field }) => field ?? '')
}
