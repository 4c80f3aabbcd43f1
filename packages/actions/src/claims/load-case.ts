import type { ClaimParties, ClaimStatus } from '@bzpeer/domain'
import {
  type ClaimRow,
  findClaim,
  listAliveClaims,
  listDecisions,
  listObjections,
  lockClaims,
  type StoreTransaction,
} from '@bzpeer/store'
import { NotFoundError } from '../action-context.ts'

/** A claim and whose case it is. */
export interface ClaimCase {
  readonly claim: ClaimRow
  readonly parties: ClaimParties
  /** Other claims on the record that have a say about it. */
  readonly rivals: readonly ClaimRow[]
}

const byCurators = new Set(['claim.accepted', 'claim.rejected', 'claim.revoked', 'claim.transferred'])

/**
 * The claim, locked together with all others on its record until the transaction ends.
 * @throws {NotFoundError}
 */
export async function loadCase(tx: StoreTransaction, claimId: string): Promise<ClaimCase> {
  const found = await findClaim(tx.db, claimId)
  if (found === undefined) throw new NotFoundError('This claim')
  await lockClaims(tx, found.author_id)
  // Read again: it may have been decided while this waited.
  const claim = (await findClaim(tx.db, claimId)) ?? found
  const alive = await listAliveClaims(tx.db, claim.author_id)
  const objections = await listObjections(tx.db, claimId)
  const decisions = await listDecisions(tx.db, `claim:${claimId}`)
  const rivals = alive.filter(({ id }) => id !== claimId)
  const others = [...rivals.map(({ account_id }) => account_id), ...objections.map(({ account_id }) => account_id)]
  return {
    claim,
    rivals,
    parties: {
      status: claim.status as ClaimStatus,
      claimantId: claim.account_id,
      otherPartyIds: others.filter((id) => id !== claim.account_id),
      deciderIds: decisions.flatMap(({ act, account_id }) =>
        account_id !== null && byCurators.has(act) ? [account_id] : [],
      ),
      endedAt: claim.ended_at,
      hasOpenAppeal: objections.some(({ kind, resolved_at }) => kind === 'appeal' && resolved_at === null),
    },
  }
}
