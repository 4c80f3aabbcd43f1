import { randomUUID } from 'node:crypto'
import { canAppeal } from '@bzpeer/domain'
import { appendDecision, insertObjection } from '@bzpeer/store'
import { type ActionContext, assertAllowed } from '../action-context.ts'
import { loadCase } from './load-case.ts'
import { settleRecord } from './settle-record.ts'

/**
 * Asks for another decision, by a curator who has not decided about the claim before.
 * @throws {NotFoundError | NotAllowedError}
 */
export async function appealClaim(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  { claimId, reason }: { readonly claimId: string; readonly reason: string },
): Promise<void> {
  await store.transaction(async (tx) => {
    const at = now()
    const { claim, parties } = await loadCase(tx, claimId)
    assertAllowed(canAppeal(caller, parties, at))
    await insertObjection(tx, {
      id: randomUUID(),
      claim_id: claimId,
      author_id: claim.author_id,
      account_id: caller.accountId,
      kind: 'appeal',
      reason,
      evidence_url: null,
      opened_at: at,
    })
    await appendDecision(tx, {
      id: randomUUID(),
      at,
      act: 'claim.appealed',
      author_id: claim.author_id,
      subject: `claim:${claimId}`,
      account_id: caller.accountId,
      reason,
    })
    await settleRecord(tx, claim.author_id, { at, policy, cause: 'dispute.opened' })
  })
}
