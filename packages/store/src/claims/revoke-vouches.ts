import { sql } from 'kysely'
import { revokeEvidence } from '../evidence/evidence-writer.ts'
import { recordTrustChange } from '../evidence/record-trust-change.ts'
import type { StoreTransaction } from '../store.ts'
import { isWordOfOthers } from './word-of-others.ts'

/**
 * Takes back what an account has vouched for one record.
 * @returns the records whose trust that may change.
 */
export async function revokeVouches(
  tx: StoreTransaction,
  { accountId, at, authorId }: { readonly accountId: string; readonly at: Date; readonly authorId: number },
): Promise<number[]> {
  const authorIds = await revokeEvidence(tx, { accountId, kind: 'attestation.vouch', authorId }, at)
  await noteChanges(tx, authorIds, at)
  return authorIds
}

/**
 * Takes back what an account has vouched, and which works it has confirmed, with records that it does not own any more. `lostId`: one that was merged away
 * together with the claim on it; what took its place does not stand for it.
 */
export async function endVouches(
  tx: StoreTransaction,
  { accountId, at, lostId = 0 }: { readonly accountId: string; readonly at: Date; readonly lostId?: number },
): Promise<void> {
  const { rows } = await sql<{ author_id: number }>`
    with revoked as (
      update evidence v set revoked_at = ${at}
      where v.account_id = ${accountId}::uuid and ${isWordOfOthers} and v.revoked_at is null
        and not exists (select from claims c left join merged_ids m on m.kind = 2 and m.final_id = c.author_id and m.id <> ${lostId}
          where c.account_id = v.account_id and c.status = 'accepted' and v.issuer in ('A' || c.author_id, 'A' || m.id))
      returning v.author_id)
    select distinct author_id from revoked order by author_id`.execute(tx.db)
  await noteChanges(
    tx,
    rows.map(({ author_id }) => author_id),
    at,
  )
}

/** In the order of the records, under the lock of all vouches: two that take vouches back never wait for each other. */
async function noteChanges(tx: StoreTransaction, authorIds: readonly number[], at: Date): Promise<void> {
  for (const id of authorIds) await recordTrustChange(tx, id, at, 'evidence.revoked')
}
