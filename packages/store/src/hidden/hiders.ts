import { type RawBuilder, sql } from 'kysely'
import { grantedTo } from './granted-to.ts'

/**
 * Who ever asked for one of these author records, or for one that was merged with it, to be hidden, whatever became of
 * that: a query of `account_id`s.
 */
export function hiders(authorIds: readonly number[]): RawBuilder<unknown> {
  return sql`
    with recursive asked (id) as (
      select unnest(${[...authorIds]}::bigint[])
      union select m.into_id from asked join merged_ids m on m.kind = 2 and m.id = asked.id
    )
    select distinct who.account_id
    from correction_records r join corrections d on d.number = r.number and d.kind = 'hide'
      cross join lateral (values (d.proposed_by), (${sql.raw(grantedTo)})) who (account_id)
    where who.account_id is not null and r.author_id in (
      select id from asked union all select m.id from asked join merged_ids m on m.kind = 2 and m.final_id = asked.id)`
}
