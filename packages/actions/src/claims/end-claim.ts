import type { ClaimStatus } from '@bzpeer/domain'
import { type ClaimRow, endVouches, resolveObjections, type StoreTransaction, updateClaim } from '@bzpeer/store'

export type EndedStatus = Exclude<ClaimStatus, 'open' | 'contested' | 'accepted'>

/**
 * Ends a claim, whatever the reason: nothing stands against it any more, and an owner who is none any more has no word
 * to give for others as the one whose record that was.
 */
export async function endClaim(tx: StoreTransaction, claim: ClaimRow, status: EndedStatus, at: Date): Promise<void> {
  await updateClaim(tx, claim.id, { status, ended_at: at, contested_at: null, contest_rule: null })
  const wasDecided = status === 'rejected' || status === 'revoked' || status === 'transferred'
  await resolveObjections(tx, { claimId: claim.id, kind: 'contest' }, { outcome: wasDecided ? 'upheld' : 'moot', at })
  if (claim.status === 'accepted') await endVouches(tx, { accountId: claim.account_id, at })
}
