import { type Kysely, type RawBuilder, sql } from 'kysely'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'
import type { AtlasLineRow, AtlasPlaceRow } from './atlas-reader.ts'
import { bylineReadAtMost, institutionsOfName } from './derive-places.ts'
import { isShownPlace, placeColumns } from './place-columns.ts'

export interface AtlasFilters {
  readonly topicId: number | null
  readonly fromYear: number | null
  readonly toYear: number | null
}

export interface FilteredAtlas {
  readonly places: readonly AtlasPlaceRow[]
  readonly lines: readonly AtlasLineRow[]
  /** Works that were looked at. */
  readonly works: number
  /** There may be more works that pass: of a topic older ones, of years others of the same year. */
  readonly isCut: boolean
}

/** With a filter the works themselves are looked at, and so many of them. */
const worksReadAtMost = 3_000

/** A work of more institutions ties none of them: what it would cost is their square. */
const tyingInstitutions = 40

interface Question {
  readonly filters: AtlasFilters
  readonly by: 'works' | 'people'
  readonly places: number
  readonly lines: number
}

/** The places of the works that pass a filter, counted over a bounded number of them, whatever the topic or the years. */
export async function readFilteredAtlas(
  db: Kysely<Tables>,
  { filters, by, places, lines }: Question,
): Promise<FilteredAtlas> {
  const { rows } = await sql<FilteredAtlas>`
    with chosen as materialized (
      ${filters.topicId === null ? worksOfYears(filters) : worksOfTopic(filters.topicId, filters)}
    ), slots as materialized (
      select c.work_id, c.year, i.id, a.author_id
      from chosen c join authorships a on a.work_id = c.work_id and a.position <= ${sql.lit(bylineReadAtMost)}
        cross join unnest(a.institution_ids[1:${sql.lit(institutionsOfName)}]) as i (id)
    ), largest as materialized (
      select id, works, people from (
        select id, count(distinct work_id) as works, count(distinct author_id) as people from slots group by id) counted
      where ${sql.ref(by)} > 0 order by ${sql.ref(by)} desc, id limit ${places}
    ), sited as (
      select distinct s.work_id, s.year, s.id from slots s join largest using (id)
    ), tying as (
      select * from (select *, count(*) over (partition by work_id) as institutions from sited) counted
      where institutions between 2 and ${sql.lit(tyingInstitutions)}
    ), pairs as materialized (
      select x.id as a, y.id as b, count(*) as works, min(nullif(x.year, 0)) as first_year, max(nullif(x.year, 0)) as last_year
      from tying x join tying y on y.work_id = x.work_id and y.id > x.id group by x.id, y.id
    ), strongest as (
      select distinct on (p.id) p.id, json_build_array(o.id, o.display_name, p.works) as tie
      from (select a as id, b as other, works from pairs union all select b, a, works from pairs) p
        join institutions o on o.id = p.other
      where ${isShown('institution', sql`o.id`)}
      order by p.id, p.works desc, p.other
    )
    select (select count(*)::integer from chosen) as works,
      (select coalesce(bool_or(place >= reach), false) from chosen) as "isCut",
      coalesce((select json_agg(p order by p.place) from (
        select ${placeColumns}, l.works, l.people, s.tie as strongest, row_number() over (order by l.${sql.ref(by)} desc, l.id) as place
        from largest l join institutions e on e.id = l.id left join strongest s on s.id = l.id where ${isShownPlace}) p), '[]') as places,
      coalesce((select json_agg(p order by p.works desc, p.a, p.b) from (
        select * from pairs order by works desc, a, b limit ${lines}) p), '[]') as lines`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('internal: a query for one row gave none')
  return row
}

/** The newest works of a topic. `place`: of a work among those of which at most `reach` are looked at. */
function worksOfTopic(topicId: number, { fromYear, toYear }: AtlasFilters): RawBuilder<unknown> {
  const reach = sql.lit(worksReadAtMost)
  return sql`select work_id, publication_year as year, row_number() over () as place, ${reach} as reach from (
    select work_id, publication_year from topic_works
    where topic_id = ${topicId} and publication_year between ${fromYear ?? 0} and ${toYear ?? lastYear}
    order by publication_year desc, work_id desc limit ${reach}) newest`
}

/** The years of a range are looked at evenly, and at most so many of them, the latest. */
const yearsReadAtMost = 60
const lastYear = 9_999

/** Works of every year of a range alike, so that an early year is as well seen as a late one. */
function worksOfYears({ fromYear, toYear }: AtlasFilters): RawBuilder<unknown> {
  const to = sql`coalesce(${toYear}::integer, (select max(publication_year) from works)::integer)`
  const years = sql`generate_series(greatest(coalesce(${fromYear}::integer, 0), ${to} - ${sql.lit(yearsReadAtMost - 1)}), ${to})`
  return sql`select w.id as work_id, y.year::smallint as year, w.place, y.reach
    from (select year, ${sql.lit(worksReadAtMost)} / count(*) over () as reach from ${years} as year) y
      cross join lateral (
        select id, row_number() over () as place from (
          select id from works where publication_year = y.year order by id desc limit y.reach) newest) w`
}
