import { canWithdraw } from '@bzpeer/domain'
import { lockVouches } from '@bzpeer/store'
import { type ActionContext, assertAllowed } from '../action-context.ts'
import { endClaim } from './end-claim.ts'
import { loadCase } from './load-case.ts'
import { logAct } from './log-act.ts'
import { settleRecord } from './settle-record.ts'

/**
 * Gives a claim up, decided or not; an owner's rights end with it.
 * @throws {NotFoundError | NotAllowedError}
 */
export async function withdrawClaim(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  claimId: string,
): Promise<void> {
  await store.transaction(async (tx) => {
    await lockVouches(tx.db)
    const { claim, parties } = await loadCase(tx, claimId)
    const at = now()
    assertAllowed(canWithdraw(caller, parties))
    await endClaim(tx, claim, 'withdrawn', at)
    await logAct(tx, claim, 'claim.withdrawn', { at, accountId: caller.accountId })
    // Rivals that were held up by this claim alone go on.
    await settleRecord(tx, claim.author_id, { at, policy, cause: 'claim.ended' })
  })
}
