import { kindCodeOf } from '@bzpeer/schema'
import type { Session } from '../session.ts'

/** Whoever has more people than this is shown as having so many. */
const peopleCountedAtMost = 10_000
/** Ties are counted over an institution's latest works, … */
export const tieWorksAtMost = 2_000
/** … the first names on each byline, … */
export const bylineReadAtMost = 100
/** … and the first institutions of each name; … */
export const institutionsOfName = 8
/** … the strongest ties are kept. */
const tiesKept = 24

/** So many institutions' works are looked at in one statement. */
const sliceSize = 250

/** Works, people and ties of the institutions with these ids, which are those in the temporary table `chunk (id)`. */
export async function derivePlaces(session: Session, ids: readonly number[]): Promise<void> {
  for (const table of ['institution_places', 'institution_ties'])
    await session.query(`delete from ${table} t using chunk where t.institution_id = chunk.id`)
  await session.query(insertPlaces)
  for (let first = 0; first < ids.length; first += sliceSize)
    await session.query(insertTies, [ids.slice(first, first + sliceSize)])
}

const insertPlaces = `
  insert into institution_places (institution_id, works, people)
  select e.id, coalesce(c.works, 0), p.people
  from chunk join institutions e on e.id = chunk.id
    left join entity_counts c on c.kind = ${kindCodeOf.institution} and c.id = chunk.id
    cross join lateral (select count(*) as people from (
      select from author_institutions a where a.institution_id = chunk.id limit ${peopleCountedAtMost}) bounded) p
  where c.works > 0 or p.people > 0`

/**
 * Whatever the planner knows of bylines, which an import writes as it derives: the offset keeps it from reading all of
 * them for each slice.
 */
const insertTies = `
  insert into institution_ties (institution_id, rank, other_id, shared_works, first_year, last_year)
  select institution_id, rank, other_id, shared_works, first_year, last_year from (
    select *, row_number() over (partition by institution_id
        order by shared_works desc, last_year desc nulls last, other_id) as rank
    from (
      select asked.id as institution_id, other.id as other_id, count(distinct mine.work_id) as shared_works,
             min(nullif(mine.publication_year, 0)) as first_year, max(nullif(mine.publication_year, 0)) as last_year
      from unnest($1::bigint[]) as asked (id)
        cross join lateral (select work_id, publication_year from institution_works w where w.institution_id = asked.id
          order by publication_year desc, work_id desc limit ${tieWorksAtMost}) mine
        cross join lateral (select institution_ids from authorships
          where work_id = mine.work_id and position <= ${bylineReadAtMost} offset 0) a
        cross join unnest(a.institution_ids[1:${institutionsOfName}]) as other (id)
      where other.id <> asked.id
      group by asked.id, other.id) counted) ranked
  where rank <= ${tiesKept}`
