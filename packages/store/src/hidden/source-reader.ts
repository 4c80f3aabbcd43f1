import { type Kysely, sql } from 'kysely'
import type { ProvenanceRow } from '../readers/entity-reader.ts'
import type { Tables } from '../tables.ts'
import { grantedTo } from './granted-to.ts'

export interface RecordSourcesRow {
  readonly id: number
  readonly display_name: string
  readonly works_count: number
  /** What has a record of its own of this author; null for who is known from bylines alone. */
  readonly records: readonly ProvenanceRow[] | null
  /** What gave the works, with the first day and the last that it stated. */
  readonly works_said_by: readonly ProvenanceRow[] | null
  /** Number of the account's request to hide it that waits for a curator. */
  readonly open_request: number | null
  /** By which corrections it is hidden, the first first: number, and the account whom a rule granted it or for whom a curator did. */
  readonly hidings: readonly (readonly [number, string | null])[]
}

const sourcesShown = 24
/** Of the works of one author; sources do not change from one to the next. */
const worksLookedAt = 200

/** Who said what there is about an author, in one query; of one who is hidden too. `accountId`: who looks. */
export async function findRecordSources(
  db: Kysely<Tables>,
  id: number,
  accountId: string | null,
): Promise<RecordSourcesRow | undefined> {
  const { rows } = await sql<RecordSourcesRow>`
    select e.id, e.display_name,
      coalesce((select s.works_count from author_stats s where s.author_id = e.id), 0) as works_count,
      (select json_agg(json_build_array(r.source, r.observed_at, r.source_updated_at) order by r.observed_at, r.source)
        from (select * from records where kind = 2 and entity_id = e.id order by observed_at, source limit ${sql.lit(sourcesShown)}) r) as records,
      (select json_agg(json_build_array(said.source, said.since, said.updated) order by said.since, said.source)
        from (select r.source, min(r.observed_at) as since, max(r.source_updated_at) as updated
          from (select work_id from author_works where author_id = e.id
                order by publication_year desc, work_id desc limit ${sql.lit(worksLookedAt)}) w
            join records r on r.kind = 1 and r.entity_id = w.work_id
          group by r.source order by 2, 1 limit ${sql.lit(sourcesShown)}) said) as works_said_by,
      (select min(c.number) from corrections c where c.author_id = e.id and c.kind = 'hide' and c.status = 'open'
        and c.proposed_by = ${accountId}::uuid) as open_request,
      coalesce((select json_agg(json_build_array(d.number, ${sql.raw(grantedTo)}) order by h.hidden_at, d.number)
        from hidden_records h join corrections d on d.number = h.correction_number
        where h.kind = 2 and h.entity_id = e.id), '[]') as hidings
    from authors e where e.id = ${id}`.execute(db)
  return rows[0]
}
