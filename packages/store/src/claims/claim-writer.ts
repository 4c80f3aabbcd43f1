import { type Insertable, sql } from 'kysely'
import { addNotices } from '../notices/add-notices.ts'
import type { StoreTransaction } from '../store.ts'
import type { ClaimRow } from './claim-reader.ts'
import type { ClaimObjectionsTable, ClaimsTable, DecisionsTable } from './claim-tables.ts'

export async function insertClaim(
  { db }: StoreTransaction,
  claim: Insertable<ClaimsTable>,
  works: readonly { readonly workId: number; readonly isMine: boolean }[],
): Promise<ClaimRow> {
  const row = await db.insertInto('claims').values(claim).returningAll().executeTakeFirstOrThrow()
  if (works.length === 0) return row
  await sql`
    insert into claim_works (claim_id, work_id, is_mine)
    select ${claim.id}::uuid, w.work_id, w.is_mine
    from unnest(${works.map(({ workId }) => workId)}::bigint[], ${works.map(({ isMine }) => isMine)}::boolean[]) w(work_id, is_mine)`.execute(
    db,
  )
  return row
}

export async function updateClaim(
  { db }: StoreTransaction,
  id: string,
  change: Partial<
    Pick<
      ClaimsTable,
      'status' | 'window_ends_at' | 'waits_until' | 'contested_at' | 'contest_rule' | 'accepted_at' | 'ended_at'
    >
  >,
): Promise<void> {
  await db.updateTable('claims').set(change).where('id', '=', id).execute()
}

export async function insertObjection(
  { db }: StoreTransaction,
  objection: Insertable<ClaimObjectionsTable>,
): Promise<void> {
  await db.insertInto('claim_objections').values(objection).execute()
}

/**
 * An objection outlives the claim that was withdrawn before anybody decided about it, or that waits for an appeal: it
 * stands against the next claim of the same account on the record. Of each objector what became of their latest one counts.
 */
export async function carryObjections({ db }: StoreTransaction, claim: ClaimRow): Promise<void> {
  await sql`
    insert into claim_objections (id, claim_id, author_id, account_id, kind, reason, evidence_url, opened_at)
    select gen_random_uuid(), ${claim.id}::uuid, ${claim.author_id}, l.account_id, 'contest', l.reason, l.evidence_url, ${claim.opened_at}
    from (select distinct on (o.account_id) o.* from claim_objections o join claims c on c.id = o.claim_id
        where c.author_id = ${claim.author_id} and c.account_id = ${claim.account_id} and o.kind = 'contest'
        order by o.account_id, o.opened_at desc) l
      join accounts a on a.id = l.account_id
    where l.outcome = 'moot' or l.resolved_at is null`.execute(db)
}

/** Settles what stands against a claim, or for an appeal: all of it, or one account's. */
export async function resolveObjections(
  { db }: StoreTransaction,
  which: { readonly claimId: string; readonly kind?: 'contest' | 'appeal'; readonly accountId?: string },
  { outcome, at }: { readonly outcome: 'upheld' | 'dismissed' | 'withdrawn' | 'moot'; readonly at: Date },
): Promise<number> {
  let update = db
    .updateTable('claim_objections')
    .set({ resolved_at: at, outcome })
    .where('claim_id', '=', which.claimId)
    .where('resolved_at', 'is', null)
  if (which.kind !== undefined) update = update.where('kind', '=', which.kind)
  if (which.accountId !== undefined) update = update.where('account_id', '=', which.accountId)
  const { numUpdatedRows } = await update.executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Adds to the log; those whose case it is are to be told of it. */
export async function appendDecision(tx: StoreTransaction, decision: Insertable<DecisionsTable>): Promise<void> {
  await tx.db.insertInto('decisions').values(decision).execute()
  await addNotices(tx, decision)
}
