import { type EntityKind, entityKinds, type EntityRef, kindCodeOf, kindOfCode } from '@bzpeer/schema'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { given, givenIds } from '../given.ts'
import type { Tables } from '../tables.ts'
import { byPrefix } from './name-reader.ts'

/** What a list of hits or suggestions shows of an entity; `detail` is one line of context, or empty. */
export interface HitRow extends EntityRef {
  readonly name: string | null
  readonly detail: string | null
  readonly works: number | null
}

const counted = (kind: EntityKind) =>
  `coalesce((select c.works from entity_counts c where c.kind = ${kindCodeOf[kind]} and c.id = e.id), 0)`

/** Name, works and detail of the entities `e` of a kind. */
const columns: Readonly<Record<EntityKind, string>> = {
  work: `e.title, null::integer,
      concat_ws(' · ',
        (select string_agg(name, ', ' order by position) from (
           select coalesce(p.display_name, a.raw_name) as name, a.position from authorships a left join shown_authors p on p.id = a.author_id
           where a.work_id = e.id and a.position <= 4) few) || case when e.byline_count > 4 then ' and others' else '' end,
        e.publication_year::text, (select s.display_name from sources s where s.id = e.source_id))
    from wanted join works e on`,
  author: `e.display_name, coalesce((select s.works_count from author_stats s where s.author_id = e.id), 0),
      concat_ws(' · ',
        (select p.display_name from author_institutions a join institutions p on p.id = a.institution_id where a.author_id = e.id and a.rank = 1),
        (select p.display_name from author_topics t join topics p on p.id = t.topic_id where t.author_id = e.id and t.rank = 1))
    from wanted join shown_authors e on`,
  institution: `e.display_name, ${counted('institution')},
      concat_ws(' · ', nullif(concat_ws(', ', e.city, coalesce(e.country, e.country_code)), ''), e.type)
    from wanted join institutions e on`,
  topic: `e.display_name, ${counted('topic')}, concat_ws(' · ', e.subfield, e.field) from wanted join topics e on`,
  source: `e.display_name, ${counted('source')}, concat_ws(' · ', e.type, e.host_organization) from wanted join sources e on`,
}

const hits = entityKinds
  .map(
    (kind) =>
      `select wanted.place, wanted.kind, e.id, ${columns[kind]} e.id = wanted.id and wanted.kind = ${kindCodeOf[kind]}`,
  )
  .join(' union all ')

/** The entities in the order given, in one query whatever their kinds; one that is not in the store is left out. */
export async function readHits(db: Kysely<Tables>, refs: readonly EntityRef[]): Promise<HitRow[]> {
  if (refs.length === 0) return []
  const kinds = refs.map(({ kind }) => kindCodeOf[kind])
  const ids = refs.map(({ id }) => id)
  return readWanted(
    db,
    sql`select * from unnest(${given(kinds, 'smallint[]')}, ${givenIds(ids)}) with ordinality as w (kind, id, place)`,
  )
}

/**
 * Entities with a name, or a word of a name, that begins with `prefix` (folded): at most so many of each kind and
 * `limit` in all, the kinds in the order given, found and read in one query.
 */
export async function readHitsByPrefix(
  db: Kysely<Tables>,
  limits: readonly (readonly [kind: EntityKind, limit: number])[],
  prefix: string,
  limit: number,
): Promise<HitRow[]> {
  return readWanted(db, sql`${byPrefix(limits, prefix)} order by place limit ${sql.lit(limit)}`)
}

/** `wanted`: a query for columns `kind`, `id` and `place`. */
async function readWanted(db: Kysely<Tables>, wanted: RawBuilder<unknown>): Promise<HitRow[]> {
  const { rows } = await sql<{
    kind: number
    id: number
    name: string | null
    works: number | null
    detail: string | null
  }>`
    with wanted as materialized (${wanted})
    select kind, id, name, works, detail from (${sql.raw(hits)}) as hit (place, kind, id, name, works, detail) order by place`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, kind: kindOfCode(row.kind) }))
}
