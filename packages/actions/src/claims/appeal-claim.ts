import { randomUUID } from 'node:crypto'
import { canAppeal, canWithdrawAppeal } from '@bzpeer/domain'
import { holdAccount, insertObjection, resolveObjections } from '@bzpeer/store'
import { type ActionContext, assertAllowed, assertSaid } from '../action-context.ts'
import { loadCase } from './load-case.ts'
import { logAct } from './log-act.ts'
import { settleRecord } from './settle-record.ts'

/**
 * Asks for another decision, by a curator who has not decided about the claim before.
 * @throws {NotFoundError | NotAllowedError}
 */
export async function appealClaim(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  { claimId, reason }: { readonly claimId: string; readonly reason: string },
): Promise<void> {
  assertSaid(reason)
  await store.transaction(async (tx) => {
    await holdAccount(tx.db, caller.accountId)
    const { claim, parties } = await loadCase(tx, claimId)
    const at = now()
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
    await logAct(tx, claim, 'claim.appealed', { at, accountId: caller.accountId })
    await settleRecord(tx, claim.author_id, { at, policy, cause: 'dispute.opened' })
  })
}

/** Takes an appeal back: the decision stands. @throws {NotFoundError | NotAllowedError} */
export async function withdrawAppeal(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  claimId: string,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { claim, parties } = await loadCase(tx, claimId)
    const at = now()
    assertAllowed(canWithdrawAppeal(caller, parties))
    await resolveObjections(tx, { claimId, kind: 'appeal' }, { outcome: 'withdrawn', at })
    await resolveObjections(tx, { claimId, kind: 'contest' }, { outcome: 'moot', at })
    await logAct(tx, claim, 'claim.appeal-withdrawn', { at, accountId: caller.accountId })
    await settleRecord(tx, claim.author_id, { at, policy, cause: 'dispute.settled' })
  })
}
