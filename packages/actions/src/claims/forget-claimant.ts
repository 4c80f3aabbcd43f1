import type { ClaimPolicy } from '@bzpeer/domain'
import {
  eraseClaimant,
  endVouches,
  eraseProposer,
  findClaim,
  holdProposals,
  listAliveClaimsOfAccount,
  listRecordsObjectedTo,
  lockClaims,
  lockVouches,
  type StoreTransaction,
} from '@bzpeer/store'
import { endClaim } from './end-claim.ts'
import { logAct } from './log-act.ts'
import { settleRecord } from './settle-record.ts'

/**
 * An account that goes gives up its claims, its objections and its appeals, and takes along what it said and showed. In the
 * transaction in which it goes. The log keeps what was done under a number that leads to nobody.
 */
export async function forgetClaimant(
  tx: StoreTransaction,
  accountId: string,
  { at, policy }: { readonly at: Date; readonly policy: ClaimPolicy },
): Promise<void> {
  // As whoever decides: a correction is held before vouches, and these before records.
  await holdProposals(tx, accountId)
  await lockVouches(tx.db)
  const claims = await listAliveClaimsOfAccount(tx.db, accountId)
  const objectedTo = await listRecordsObjectedTo(tx.db, accountId)
  const authorIds = [...new Set([...claims.map(({ author_id }) => author_id), ...objectedTo])].toSorted((a, b) => a - b)
  for (const authorId of authorIds) await lockClaims(tx, authorId)
  for (const { id } of claims) {
    const claim = await findClaim(tx.db, id)
    // Read again: it may have been decided while this waited.
    if (claim === undefined || claim.ended_at !== null) continue
    await endClaim(tx, claim, 'withdrawn', at)
    await logAct(tx, claim, 'claim.withdrawn', { at, accountId })
  }
  await endVouches(tx, { accountId, at })
  await eraseClaimant(tx, accountId, at)
  await eraseProposer(tx, accountId, at)
  for (const authorId of authorIds) await settleRecord(tx, authorId, { at, policy, cause: 'claim.ended' })
}
