import { formatId, kindOfCode } from '@bzpeer/schema'
import { sql } from 'kysely'
import type { Store } from './store.ts'

export async function readServerVersion({ db }: Store): Promise<{ number: number; text: string }> {
  const { rows } = await sql<{ number: number; text: string }>`
    select current_setting('server_version_num')::integer as number, current_setting('server_version') as text`.execute(
    db,
  )
  return rows[0] ?? { number: 0, text: 'unknown' }
}

const sampled = 50

/** Ids whose counters are not what they count, among a sample of each kind. */
export async function checkCounts({ db }: Store): Promise<string[]> {
  const { rows } = await sql<{ kind: number; id: number }>`
    with sample as (
      select kind, id, works, cited_by from (values (1), (3), (4), (5)) as kinds (k) cross join lateral (
        select * from entity_counts where kind = k order by id limit ${sampled}) c
    )
    select kind, id from sample where
      (kind = 1 and cited_by <> (select count(*) from work_citations where cited_id = id)) or
      (kind = 3 and works <> (select count(*) from institution_works where institution_id = id)) or
      (kind = 4 and works <> (select count(*) from topic_works where topic_id = id)) or
      (kind = 5 and works <> (select count(*) from source_works where source_id = id))
    union all
    select 2, author_id from (select * from author_stats order by author_id limit ${sampled}) s
    where works_count <> (select count(*) from author_works w where w.author_id = s.author_id)`.execute(db)
  return rows.map(({ kind, id }) => formatId({ kind: kindOfCode(kind), id }))
}
