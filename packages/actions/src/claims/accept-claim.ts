import { randomUUID } from 'node:crypto'
import {
  appendDecision,
  type ClaimRow,
  listAppealedClaims,
  resolveObjections,
  type StoreTransaction,
  updateClaim,
} from '@bzpeer/store'
import { openDisowned } from '../corrections/open-disowned.ts'

/**
 * Makes the claimant the owner, whoever decides it. What they asked for by appeals of earlier claims on the record they
 * have by now: upheld later, such an appeal would end this very claim.
 */
export async function acceptClaim(tx: StoreTransaction, claim: ClaimRow, at: Date): Promise<void> {
  await updateClaim(tx, claim.id, {
    status: 'accepted',
    accepted_at: at,
    ended_at: null,
    contested_at: null,
    contest_rule: null,
  })
  await openDisowned(tx, claim, at)
  for (const { id } of await listAppealedClaims(tx.db, claim)) {
    await resolveObjections(tx, { claimId: id }, { outcome: 'moot', at })
    await appendDecision(tx, {
      id: randomUUID(),
      at,
      act: 'claim.appeal-withdrawn',
      author_id: claim.author_id,
      subject: `claim:${id}`,
      account_id: null,
      rule: 'accepted-anew',
      reason: 'A later claim of the same account on this record was accepted.',
    })
  }
}
