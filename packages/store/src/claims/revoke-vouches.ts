import { revokeEvidence } from '../evidence/evidence-writer.ts'
import { recordTrustChange } from '../evidence/record-trust-change.ts'
import type { StoreTransaction } from '../store.ts'

/**
 * Takes back what an account has vouched for, for one record or for all of them.
 * @returns the records whose trust that may change.
 */
export async function revokeVouches(
  tx: StoreTransaction,
  { accountId, at, authorId }: { readonly accountId: string; readonly at: Date; readonly authorId?: number },
): Promise<number[]> {
  const selection = { accountId, kind: 'attestation.vouch' as const }
  const authorIds = await revokeEvidence(tx, authorId === undefined ? selection : { ...selection, authorId }, at)
  // In the order of the records, under the lock of all vouches: two that take vouches back never wait for each other.
  for (const id of authorIds) await recordTrustChange(tx, id, at, 'evidence.revoked')
  return authorIds
}
