import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { claimsColumn, type ClaimNote } from './claim-page-reader.ts'

export interface ClaimFormRow {
  readonly id: number
  readonly display_name: string
  readonly works_count: number
  /** Id, title, year, the name on the byline; the latest first. */
  readonly works: readonly [number, string | null, number | null, string][]
  readonly orcids: readonly string[]
  readonly claims: readonly ClaimNote[] | null
}

const worksShown = 50

/** What somebody sees of a record before they claim it, in one query. */
export async function findClaimForm(db: Kysely<Tables>, authorId: number): Promise<ClaimFormRow | undefined> {
  const { rows } = await sql<ClaimFormRow>`
    select e.id, e.display_name,
      coalesce((select works_count from author_stats s where s.author_id = e.id), 0) as works_count,
      coalesce((select json_agg(json_build_array(w.id, w.title, w.publication_year, b.raw_name) order by l.publication_year desc, w.id desc)
        from (select * from author_works where author_id = e.id order by publication_year desc, work_id desc limit ${sql.lit(worksShown)}) l
          join works w on w.id = l.work_id
          join authorships b on b.work_id = l.work_id and b.position = l.position), '[]') as works,
      coalesce((select array_agg(distinct i.value) from identifiers i
        where i.kind = 2 and i.entity_id = e.id and i.scheme = 'orcid'), '{}') as orcids,
      ${claimsColumn()}
    from shown_authors e where e.id = ${authorId}`.execute(db)
  return rows[0]
}
