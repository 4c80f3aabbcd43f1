import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

export interface CitedByBothRow {
  readonly id: number
  /** Of how many of their works each cites it. */
  readonly by_a: number
  readonly by_b: number
}

const worksRead = 100
const referencesRead = 300

/** Works that the latest works of two authors cite both; the most cited by both together first. */
export async function listCitedByBoth(
  db: Kysely<Tables>,
  a: number,
  b: number,
  limit: number,
): Promise<CitedByBothRow[]> {
  const cited = (id: number) => sql`(
    select r.cited_id as id, count(*)::int as works
    from (select work_id from author_works where author_id = ${id}
          order by publication_year desc, work_id desc limit ${sql.lit(worksRead)}) w
      cross join lateral (select cited_id from work_references where work_id = w.work_id limit ${sql.lit(referencesRead)}) r
    group by r.cited_id)`
  const { rows } = await sql<CitedByBothRow>`
    select a.id, a.works as by_a, b.works as by_b
    from ${cited(a)} a join ${cited(b)} b on b.id = a.id join works w on w.id = a.id
    order by least(a.works, b.works) desc, a.works + b.works desc, a.id limit ${limit}`.execute(db)
  return rows
}
