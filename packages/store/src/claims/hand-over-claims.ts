import type { Session } from '../session.ts'

/**
 * Gives claims on author records that were merged away, with what speaks for and against them, to the records that took
 * their place. A record has one owner: where both were owned, the claim on the one that went is left to a curator. In
 * the transaction of the merge.
 */
export async function handOverClaims(session: Session, authorIds: readonly number[]): Promise<void> {
  const { rows } = await session.query<{ id: number; final_id: number }>(
    `select m.id, m.final_id from merged_ids m
     where m.kind = 2 and m.id = any($1::bigint[]) and exists (select from claims c where c.author_id = m.id)
     order by m.id`,
    [authorIds],
  )
  // One by one: two of them may have the same owner, or each another.
  for (const { id, final_id: into } of rows)
    for (const statement of statements) await session.query(statement, [id, into])
}

const alive = `('open', 'contested', 'accepted')`

const statements = [
  `update claims c set status = 'withdrawn', ended_at = now()
   where c.author_id = $1::bigint and c.status in ${alive} and exists (select from claims o
     where o.author_id = $2::bigint and o.account_id = c.account_id and o.status in ${alive})`,
  `update claims c set status = 'contested', contested_at = now(), contest_rule = 'another-claim', accepted_at = null
   where c.author_id = $1::bigint and c.status = 'accepted' and exists (select from claims o
     where o.author_id = $2::bigint and o.status = 'accepted')`,
  ...['claims', 'claim_objections', 'evidence', 'researcher_profiles'].map(
    (table) => `update ${table} set author_id = $2::bigint where author_id = $1::bigint`,
  ),
]
