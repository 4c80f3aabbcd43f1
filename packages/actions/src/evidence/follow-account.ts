import type { ClaimPolicy } from '@bzpeer/domain'
import { findClaim, holdMerges, listAliveClaimsOfAccount, lockClaims, type StoreTransaction } from '@bzpeer/store'
import { settleRecord } from '../claims/settle-record.ts'
import { syncEvidence } from './sync-evidence.ts'

/**
 * Carries a change of an account over to the records it claims, in the transaction of that change: evidence comes and
 * goes with what the account can show, and trust with it.
 */
export async function followAccountChange(
  tx: StoreTransaction,
  accountId: string,
  { at, policy }: { readonly at: Date; readonly policy: ClaimPolicy },
): Promise<void> {
  await holdMerges(tx)
  const claims = await listAliveClaimsOfAccount(tx.db, accountId)
  for (const { author_id } of claims) await lockClaims(tx, author_id)
  for (const claim of claims) {
    // Read again: it may have been decided while this waited.
    const current = await findClaim(tx.db, claim.id)
    if (current === undefined || current.ended_at !== null) continue
    const { added } = await syncEvidence(tx, current, { at, policy })
    await settleRecord(tx, claim.author_id, {
      at,
      policy,
      cause: added > 0 ? 'evidence.added' : 'evidence.revoked',
    })
  }
}
