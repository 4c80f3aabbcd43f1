import { randomUUID } from 'node:crypto'
import { contestRules } from '@bzpeer/domain'
import { formatId } from '@bzpeer/schema'
import type { StoreTransaction } from '../store.ts'
import { appendDecision } from './claim-writer.ts'
import { revokeVouches } from './revoke-vouches.ts'
import { lockVouches } from './vouch-reader.ts'

/**
 * Gives claims on author records that were merged away, with what speaks for and against them, to the records that took
 * their place. A record has one owner: where both were owned, the claim on the one that went is left to a curator. Who
 * owns a record no more has no word to give for others. In the transaction of the merge; what happens to each claim is in
 * the log.
 */
export async function handOverClaims(tx: StoreTransaction, authorIds: readonly number[], at: Date): Promise<void> {
  const { rows } = await tx.session.query<{ id: number; final_id: number }>(
    `select m.id, m.final_id from merged_ids m
     where m.kind = 2 and m.id = any($1::bigint[]) and exists (select from claims c where c.author_id = m.id)
     order by m.id`,
    [authorIds],
  )
  if (rows.length > 0) await lockVouches(tx.db)
  // One by one: two of them may have the same owner, or each another.
  for (const { id, final_id: into } of rows) {
    for (const { sql, ...log } of endings) {
      const { rows: claims } = await tx.session.query<EndedClaim>(sql, [id, into, at])
      await logClaims(tx, claims, { ...log, authorId: into, at })
      for (const { account_id: accountId, was_owner } of claims)
        if (was_owner) await revokeVouches(tx, { accountId, at })
    }
    await moveClaims(tx, { from: id, into, at })
  }
}

interface EndedClaim {
  readonly id: string
  readonly account_id: string
  readonly was_owner: boolean
}

const alive = `('open', 'contested', 'accepted')`

const endings = [
  {
    act: 'claim.withdrawn',
    rule: 'record-merged',
    reason: 'A record that the same account owns was merged into this one: that claim goes on.',
    sql: `update claims c set status = 'withdrawn', ended_at = $3, contested_at = null, contest_rule = null
      where c.author_id = $2::bigint and c.status in ('open', 'contested') and exists (select from claims o
        where o.author_id = $1::bigint and o.account_id = c.account_id and o.status = 'accepted')
      returning c.id, c.account_id, false as was_owner`,
  },
  {
    act: 'claim.withdrawn',
    rule: 'record-merged',
    reason: 'The record was merged into one that the same account claims: that claim goes on.',
    sql: `update claims c set status = 'withdrawn', ended_at = $3
      where c.author_id = $1::bigint and c.status in ${alive} and exists (select from claims o
        where o.author_id = $2::bigint and o.account_id = c.account_id and o.status in ${alive})
      returning c.id, c.account_id, c.accepted_at is not null as was_owner`,
  },
  {
    act: 'claim.contested',
    rule: 'another-claim',
    reason: contestRules['another-claim'],
    sql: `update claims c set status = 'contested', contested_at = $3, contest_rule = 'another-claim', accepted_at = null
      where c.author_id = $1::bigint and c.status = 'accepted' and exists (select from claims o
        where o.author_id = $2::bigint and o.status = 'accepted')
      returning c.id, c.account_id, true as was_owner`,
  },
] as const

async function moveClaims(
  tx: StoreTransaction,
  { from, into, at }: { readonly from: number; readonly into: number; readonly at: Date },
): Promise<void> {
  const { rows: claims } = await tx.session.query<{ id: string }>(
    'update claims set author_id = $2::bigint where author_id = $1::bigint returning id',
    [from, into],
  )
  for (const table of ['claim_objections', 'evidence', 'researcher_profiles'])
    await tx.session.query(`update ${table} set author_id = $2::bigint where author_id = $1::bigint`, [from, into])
  const [old, next] = [from, into].map((id) => formatId({ kind: 'author', id }))
  const reason = `The record ${old} was merged into ${next}.`
  await logClaims(tx, claims, { act: 'claim.moved', rule: 'record-merged', reason, authorId: into, at })
}

/** Notes in the log what a rule did to these claims. */
export async function logClaims(
  tx: StoreTransaction,
  claims: readonly { readonly id: string }[],
  {
    authorId,
    ...log
  }: {
    readonly act: string
    readonly rule: string
    readonly reason: string
    readonly authorId: number
    readonly at: Date
  },
): Promise<void> {
  for (const { id } of claims)
    await appendDecision(tx, {
      id: randomUUID(),
      author_id: authorId,
      subject: `claim:${id}`,
      account_id: null,
      ...log,
    })
}
