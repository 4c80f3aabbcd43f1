import { randomUUID } from 'node:crypto'
import { contestRules } from '@bzpeer/domain'
import { formatId } from '@bzpeer/schema'
import { grantedTo } from '../hidden/granted-to.ts'
import type { StoreTransaction } from '../store.ts'
import { appendDecision } from './claim-writer.ts'
import { endVouches } from './revoke-vouches.ts'

/**
 * Gives claims on author records that were merged away, with what speaks for and against them, to the records that took
 * their place. A record has one owner: where both were owned, the claim on the one that went is left to a curator, and so
 * is an owner whose record becomes one with an iD that they have not shown, or with one that somebody else had hidden. Who
 * owns a record no more has no word to give for others. In the transaction of the merge, which holds all vouches
 * (`lockVouches`) and has hidden what took the place of hidden records; what happens to each claim is in the log.
 */
export async function handOverClaims(tx: StoreTransaction, authorIds: readonly number[], at: Date): Promise<void> {
  const { rows } = await tx.session.query<Merged>(
    `select m.id, m.final_id as into from merged_ids m
     where m.kind = 2 and m.id = any($1::bigint[]) and exists (select from claims c where c.author_id in (m.id, m.final_id))
     order by m.id`,
    [authorIds],
  )
  const losses: { readonly accountId: string; readonly lostId: number }[] = []
  // One by one: two of them may have the same owner, or each another.
  for (const merged of rows) {
    for (const { sql, ...log } of endings) {
      const { rows: claims } = await tx.session.query<EndedClaim>(sql, [merged.id, merged.into, at])
      await logClaims(tx, claims, { ...log, authorId: merged.into, at })
      for (const { account_id: accountId, was_owner } of claims)
        if (was_owner) losses.push({ accountId, lostId: merged.id })
    }
    await moveObjections(tx, merged, at)
    await moveClaims(tx, merged, at)
  }
  for (const loss of losses) await endVouches(tx, { ...loss, at })
}

interface Merged {
  readonly id: number
  readonly into: number
}

interface EndedClaim {
  readonly id: string
  readonly account_id: string
  readonly was_owner: boolean
}

const alive = `('open', 'contested', 'accepted')`

/** Leaves an owner `c` of either record to a curator; `o` is the claim of somebody on the other one. */
const contest = (rule: keyof typeof contestRules, condition: string) => ({
  act: 'claim.contested',
  rule,
  reason: contestRules[rule],
  sql: `update claims c set status = 'contested', contested_at = $3, contest_rule = '${rule}', accepted_at = null
    where c.author_id in ($1::bigint, $2::bigint) and c.status = 'accepted' and ${condition}
    returning c.id, c.account_id, true as was_owner`,
})

const ownsBoth = `exists (select from claims o where o.author_id in ($1::bigint, $2::bigint) and o.author_id <> c.author_id
  and o.account_id = c.account_id and o.status = 'accepted')`

const iDs = (isOfRecord: string): string =>
  `(select i.value from identifiers i where i.kind = 2 and i.scheme = 'orcid' and i.entity_id in ($1::bigint, $2::bigint)
      and i.entity_id ${isOfRecord} c.author_id)`

/** In this order: whom the first three leave to a curator owns nothing that the last two would go by. */
const endings = [
  contest(
    'another-claim',
    `c.author_id = $1::bigint and exists (select from claims o
      where o.author_id = $2::bigint and o.status = 'accepted' and o.account_id <> c.account_id)`,
  ),
  contest(
    'merged-with-orcid',
    `not ${ownsBoth} and exists ${iDs('<>')} and not exists ${iDs('=')} and not exists (select from sign_in_facts f
      where f.account_id = c.account_id and f.provider_id = 'orcid' and f.ended_at is null and f.subject in ${iDs('<>')})`,
  ),
  // What hid the record that goes away hides the other by now: an owner whom that had left theirs keeps it.
  contest(
    'hidden-by-another',
    `exists (select from hidden_records h left join corrections d on d.number = h.correction_number
      where h.kind = 2 and h.entity_id in ($1::bigint, $2::bigint) and h.entity_id <> c.author_id
        and ${grantedTo} is distinct from c.account_id
        and not (c.author_id = $1::bigint and h.correction_number in (select correction_number from hidden_records
          where kind = 2 and entity_id = $1::bigint)))`,
  ),
  {
    act: 'claim.withdrawn',
    rule: 'record-merged',
    reason:
      'A record that the same account owns was merged into this one: that claim goes on, with the objections to this one.',
    sql: `update claims c set status = 'withdrawn', ended_at = $3, contested_at = null, contest_rule = null
      where c.author_id = $2::bigint and c.status in ('open', 'contested') and exists (select from claims o
        where o.author_id = $1::bigint and o.account_id = c.account_id and o.status = 'accepted')
      returning c.id, c.account_id, false as was_owner`,
  },
  {
    act: 'claim.withdrawn',
    rule: 'record-merged',
    reason:
      'The record was merged into one that the same account claims: that claim goes on, with the objections to this one.',
    sql: `update claims c set status = 'withdrawn', ended_at = $3
      where c.author_id = $1::bigint and c.status in ${alive} and exists (select from claims o
        where o.author_id = $2::bigint and o.account_id = c.account_id and o.status in ${alive})
      returning c.id, c.account_id, c.accepted_at is not null as was_owner`,
  },
] as const

/** What nobody has decided about stands against the claim of the same account that goes on; of one objector, once. */
async function moveObjections({ session }: StoreTransaction, { id, into }: Merged, at: Date): Promise<void> {
  const open = `o.kind = 'contest' and o.resolved_at is null and o.claim_id = e.id and e.author_id in ($1::bigint, $2::bigint)
    and e.status = 'withdrawn' and e.ended_at = $3 and s.author_id in ($1::bigint, $2::bigint) and s.account_id = e.account_id
    and s.status in ${alive}`
  await session.query(
    `update claim_objections o set claim_id = s.id, author_id = $2::bigint from claims e, claims s
     where ${open} and not exists (select from claim_objections t where t.claim_id = s.id and t.account_id = o.account_id
       and t.kind = 'contest' and t.resolved_at is null)`,
    [id, into, at],
  )
  await session.query(
    `update claim_objections o set resolved_at = $3, outcome = 'moot' from claims e, claims s where ${open}`,
    [id, into, at],
  )
}

async function moveClaims(tx: StoreTransaction, { id: from, into }: Merged, at: Date): Promise<void> {
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
