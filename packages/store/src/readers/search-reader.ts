import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../tables.ts'

export interface WorkFilters {
  readonly fromYear: number | null
  readonly toYear: number | null
  readonly type: string | null
  readonly openAccess: boolean
}

/** At most this many works are found and ranked: words in the title first, … */
export const worksFoundAtMost = 400
/** … and only where so few have them there, words anywhere in the text. */
const enoughInTitles = 200

/**
 * Ids of works that match, best first: those with the words in the title before the others, and among each by
 * `ts_rank_cd`. The cost is bounded by the number ranked, however common the words.
 */
export async function searchWorks(db: Kysely<Tables>, text: string, filters: WorkFilters): Promise<number[]> {
  const query = sql`websearch_to_tsquery('bzpeer', ${text})`
  const filter = filterClause(filters)
  // What excludes words and asks for none would have every work looked at.
  const isBounded = sql`and querytree(${query}) <> 'T'`
  const { rows } = await sql<{ id: number }>`
    with in_title as materialized (
      select id, search, publication_year from works w
      where to_tsvector('bzpeer', coalesce(title, '')) @@ ${query} ${filter} ${isBounded} limit ${sql.lit(worksFoundAtMost)}
    ), in_text as materialized (
      select id, search, publication_year from works w
      where search @@ ${query} ${filter} ${isBounded} and (select count(*) from in_title) < ${sql.lit(enoughInTitles)}
      limit ${sql.lit(worksFoundAtMost)}
    )
    select id from (select * from in_title union all select * from in_text where id not in (select id from in_title)) found
    order by ts_rank_cd('{0.1, 0.2, 0.5, 1.0}', search, ${query}, 1) desc, publication_year desc nulls last, id desc
    limit ${sql.lit(worksFoundAtMost)}`.execute(db)
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
export async function readPassages(
  db: Kysely<Tables>,
  text: string,
  workIds: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; passage: string }>`
    select id, ts_headline('bzpeer', left(abstract, 2000), websearch_to_tsquery('bzpeer', ${text}),
      'StartSel=⟦, StopSel=⟧, MaxWords=32, MinWords=18, MaxFragments=1') as passage
    from works where id = any(${workIds}::bigint[]) and abstract is not null`.execute(db)
  return new Map(rows.map(({ id, passage }) => [id, passage]))
}

const describedTopics = 60

/** Topics whose name or description holds the words: those with the words in the name first. */
export async function searchTopics(db: Kysely<Tables>, text: string): Promise<number[]> {
  const query = sql`websearch_to_tsquery('bzpeer', ${text})`
  const { rows } = await sql<{ id: number }>`
    select id from (
      select id, display_name from topics
      where to_tsvector('bzpeer', display_name || ' ' || coalesce(description, '')) @@ ${query} limit ${sql.lit(describedTopics)}) found
    order by ts_rank_cd(to_tsvector('bzpeer', display_name), ${query}, 1) desc, id`.execute(db)
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

const clauses: Readonly<
  Record<'author' | 'institution' | 'topic' | 'source', (filters: EntityFilters) => RawBuilder<unknown>>
> = {
  author: ({ hasOrcid }) =>
    hasOrcid
      ? sql`exists (select from identifiers i where i.kind = 2 and i.entity_id = e.id and i.scheme = 'orcid')`
      : sql`true`,
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
  const rows = await db
    .selectFrom('topics')
    .select('field')
    .distinct()
    .where('field', 'is not', null)
    .orderBy('field')
    .execute()
  return rows.map(({ field }) => field ?? '')
}
