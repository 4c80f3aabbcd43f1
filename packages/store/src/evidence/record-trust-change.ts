import { judgeTrust, type TrustCause } from '@bzpeer/domain'
import type { StoreTransaction } from '../store.ts'
import { findTrustBasis } from './evidence-reader.ts'
import { lockTrust, noteTrust } from './trust-history-writer.ts'

/**
 * Computes level and score anew and notes them in the author's history where they changed, or where the score was
 * frozen or set free. To be called last in the transaction that changes the evidence, a claim or a dispute: nobody then
 * reads of a change that was rolled back, and of two such transactions the later one sees what the earlier did.
 */
export async function recordTrustChange(
  tx: StoreTransaction,
  authorId: number,
  at: Date,
  cause: TrustCause,
): Promise<void> {
  await lockTrust(tx, authorId)
  const basis = await findTrustBasis(tx.db, authorId, at)
  if (basis === undefined) return
  const { verification, trust } = judgeTrust(basis, at)
  await noteTrust(tx, {
    authorId,
    at,
    level: verification.level,
    score: trust.score,
    isFrozen: trust.frozen,
    cause,
    recordEvidence: basis.recordEvidence,
  })
}
