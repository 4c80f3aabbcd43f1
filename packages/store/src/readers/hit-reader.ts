import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** What a list of hits or suggestions shows of an entity; `detail` is one line of context, or empty. */
export interface HitRow {
  readonly id: number
  readonly name: string | null
  readonly detail: string | null
  readonly works: number | null
}

const counted = (kind: EntityKind) => `coalesce((select c.works from entity_counts c where c.kind = ${kindCodeOf[kind]} and c.id = e.id), 0) as works`

const queries: Readonly<Record<EntityKind, string>> = {
  work: `select e.id, e.title as name, null::integer as works,
      concat_ws(' · ',
        (select string_agg(name, ', ' order by position) from (
           select coalesce(p.display_name, a.raw_name) as name, a.position from authorships a left join authors p on p.id = a.author_id
           where a.work_id = e.id and a.position <= 4) few) || case when e.byline_count > 4 then ' and others' else '' end,
        e.publication_year::text, (select s.display_name from sources s where s.id = e.source_id)) as detail
    from wanted join works e on e.id = wanted.id`,
  author: `select e.id, e.display_name as name, coalesce(s.works_count, 0) as works,
      concat_ws(' · ',
        (select p.display_name from author_institutions a join institutions p on p.id = a.institution_id where a.author_id = e.id and a.rank = 1),
        (select p.display_name from author_topics t join topics p on p.id = t.topic_id where t.author_id = e.id and t.rank = 1)) as detail
    from wanted join authors e on e.id = wanted.id left join author_stats s on s.author_id = e.id`,
  institution: `select e.id, e.display_name as name, ${counted('institution')},
      concat_ws(' · ', nullif(concat_ws(', ', e.city, coalesce(e.country, e.country_code)), ''), e.type) as detail
    from wanted join institutions e on e.id = wanted.id`,
  topic: `select e.id, e.display_name as name, ${counted('topic')}, concat_ws(' · ', e.subfield, e.field) as detail
    from wanted join topics e on e.id = wanted.id`,
  source: `select e.id, e.display_name as name, ${counted('source')}, concat_ws(' · ', e.type, e.host_organization) as detail
    from wanted join sources e on e.id = wanted.id`,
}

/** The entities in the order of the ids; an id that is not in the store is left out. */
export async function readHits(db: Kysely<Tables>, kind: EntityKind, ids: readonly number[]): Promise<HitRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<HitRow>`
    with wanted as (select * from unnest(${ids}::bigint[]) with ordinality as w (id, place))
    select hit.* from (${sql.raw(queries[kind])}) hit join wanted using (id) order by wanted.place`.execute(db)
  return rows
}
