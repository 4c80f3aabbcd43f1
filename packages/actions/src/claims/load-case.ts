import type { ClaimParties } from '@bzpeer/domain'
import {
  type ClaimRow,
  findClaim,
  holdMerges,
  listAliveClaims,
  lockClaims,
  readParties,
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

/**
 * The claim, locked together with all others on its record until the transaction ends.
 * @throws {NotFoundError}
 */
export async function loadCase(tx: StoreTransaction, claimId: string): Promise<ClaimCase> {
  // Before it is read which record it is on.
  await holdMerges(tx)
  const found = await findClaim(tx.db, claimId)
  if (found === undefined) throw new NotFoundError('This claim')
  await lockClaims(tx, found.author_id)
  // Read again: it may have been decided while this waited.
  const claim = (await findClaim(tx.db, claimId)) ?? found
  const alive = await listAliveClaims(tx.db, claim.author_id)
  return {
    claim,
    rivals: alive.filter(({ id }) => id !== claimId),
    parties: await readParties(tx.db, claim),
  }
}
