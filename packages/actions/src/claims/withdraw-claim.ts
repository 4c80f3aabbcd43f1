import { randomUUID } from 'node:crypto'
import { canWithdraw, type ClaimPolicy } from '@bzpeer/domain'
import {
  appendDecision,
  type ClaimRow,
  listAliveClaimsOfAccount,
  lockClaims,
  type StoreTransaction,
  updateClaim,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed } from '../action-context.ts'
import { settleRecord } from './settle-record.ts'
import { loadCase } from './load-case.ts'

/**
 * Gives a claim up, decided or not; an owner's rights end with it.
 * @throws {NotFoundError | NotAllowedError}
 */
export async function withdrawClaim(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  claimId: string,
): Promise<void> {
  await store.transaction(async (tx) => {
    const at = now()
    const { claim, parties } = await loadCase(tx, claimId)
    assertAllowed(canWithdraw(caller, parties))
    await markWithdrawn(tx, claim, at)
    // Rivals that were held up by this claim alone go on.
    await settleRecord(tx, claim.author_id, { at, policy, cause: 'claim.ended' })
  })
}

/** Gives up all claims of an account, in the transaction in which it goes. */
export async function endClaimsOf(
  tx: StoreTransaction,
  accountId: string,
  { at, policy }: { readonly at: Date; readonly policy: ClaimPolicy },
): Promise<void> {
  const claims = await listAliveClaimsOfAccount(tx.db, accountId)
  for (const claim of claims) {
    await lockClaims(tx, claim.author_id)
    await markWithdrawn(tx, claim, at)
    await settleRecord(tx, claim.author_id, { at, policy, cause: 'claim.ended' })
  }
}

async function markWithdrawn(tx: StoreTransaction, claim: ClaimRow, at: Date): Promise<void> {
  await updateClaim(tx, claim.id, { status: 'withdrawn', ended_at: at })
  await appendDecision(tx, {
    id: randomUUID(),
    at,
    act: 'claim.withdrawn',
    author_id: claim.author_id,
    subject: `claim:${claim.id}`,
    account_id: claim.account_id,
    reason: '',
  })
}
