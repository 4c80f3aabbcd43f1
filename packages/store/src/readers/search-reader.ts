import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import type { NameFilter } from './name-filter.ts'
import type { Found } from './name-reader.ts'

export interface WorkFilters {
  readonly fromYear: number | null
  readonly toYear: number | null
  readonly type: string | null
  readonly openAccess: boolean
}

/** At most this many works are found and ranked: words in the title first, … */
const worksFoundAtMost = 400
/** … and only where so few have them there, words anywhere in the text. */
const enoughInTitles = 200
/** With filters, so many works are looked at for those that pass: with the words in the title, in the text, of the years. */
const worksLookedAt = 2_000

/**
 * Ids of works that match, best first: those with the words in the title before the others, and among each by
 * `ts_rank_cd`. The number of works read is bounded, however common the words and whatever the filters leave of them:
 * filters choose among the first that have the words and, where those were not all, among the newest of the years.
 */
export async function searchWorks(db: Kysely<Tables>, text: string, filters: WorkFilters): Promise<Found> {
  const query = sql`websearch_to_tsquery('bzpeer', ${text})`
  const inYears = yearsClause(filters)
  const passes = sql.join([sql`true`, ...inYears, ...kindsClause(filters)], sql` and `)
  const isFiltered = filters.type !== null || filters.openAccess || inYears.length > 0
  const most = sql.lit(worksFoundAtMost)
  const lookedAt = sql.lit(isFiltered ? worksLookedAt : worksFoundAtMost)
  // With what they are ranked by, so that no work is read twice.
  const columns = sql`id, search, publication_year, type, is_oa`
  // What excludes words and asks for none would have every work looked at.
  const isBounded = sql`querytree(${query}) <> 'T'`
  const byYears = sql`, dated as materialized (
      select ${columns}, search @@ ${query} as has_words from works w
      where ${sql.join([sql`true`, ...inYears], sql` and `)}
        and (select count(*) from worded) = ${lookedAt} and (select count(*) from in_text) < ${most}
      order by publication_year desc nulls last, id desc limit ${lookedAt}
    ), in_years as materialized (
      select ${columns} from dated w where has_words and ${passes}
        and id not in (select id from in_title union all select id from in_text) limit ${most}
    )`
  const areAllOfYears = sql`(select count(*) from in_text) < ${most} and (select count(*) from dated) < ${lookedAt}`
  const hasYears = inYears.length > 0
  const { rows } = await sql<{ ids: number[]; is_cut: boolean }>`
    with titled as materialized (
      select ${columns} from works
      where to_tsvector('bzpeer', coalesce(title, '')) @@ ${query} and ${isBounded} limit ${lookedAt}
    ), in_title as materialized (
      select * from titled w where ${passes} limit ${most}
    ), worded as materialized (
      select ${columns} from works
      where search @@ ${query} and ${isBounded} and (select count(*) from in_title) < ${sql.lit(enoughInTitles)} limit ${lookedAt}
    ), in_text as materialized (
      select * from worded w where ${passes} and id not in (select id from in_title) limit ${most}
    )${hasYears ? byYears : sql``}
    select array(
        select id from (
          select * from in_title union all select * from in_text ${hasYears ? sql`union all select * from in_years` : sql``}) found
        order by ts_rank_cd('{0.1, 0.2, 0.5, 1.0}', search, ${query}, 1) desc, publication_year desc nulls last, id desc
        limit ${most}) as ids,
      (select count(*) from in_title) >= ${sql.lit(enoughInTitles)}
        or ((select count(*) from worded) = ${lookedAt} and not (${hasYears ? areAllOfYears : sql`false`})) as is_cut`.execute(
    db,
  )
  return { ids: rows[0]?.ids ?? [], isCut: rows[0]?.is_cut ?? false }
}

function yearsClause({ fromYear, toYear }: WorkFilters): RawBuilder<unknown>[] {
  return [
    ...(fromYear === null ? [] : [sql`w.publication_year >= ${fromYear}`]),
    ...(toYear === null ? [] : [sql`w.publication_year <= ${toYear}`]),
  ]
}

function kindsClause({ type, openAccess }: WorkFilters): RawBuilder<unknown>[] {
  return [...(type === null ? [] : [sql`w.type = ${type}`]), ...(openAccess ? [sql`w.is_oa`] : [])]
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

/** So many topics are looked at for those that pass a filter, … */
const topicsLookedAt = 2_000
/** … and so many are found. */
const topicsFoundAtMost = 60

/** Topics whose name or description holds the words: those with the words in the name first; none for exclusions alone. */
export async function searchTopics(db: Kysely<Tables>, text: string, filter?: NameFilter): Promise<number[]> {
  const query = sql`websearch_to_tsquery('bzpeer', ${text})`
  const { rows } = await sql<{ id: number }>`
    select id from (
      select e.id, e.display_name from (
        select * from topics where to_tsvector('bzpeer', display_name || ' ' || coalesce(description, '')) @@ ${query}
          and querytree(${query}) <> 'T' limit ${sql.lit(topicsLookedAt)}) e
      where ${filter?.condition ?? sql`true`} limit ${sql.lit(topicsFoundAtMost)}) found
    order by ts_rank_cd(to_tsvector('bzpeer', display_name), ${query}, 1) desc, id`.execute(db)
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
