import { sameCorrectionKey } from '@bzpeer/domain'
import {
  type ClaimRow,
  findSameProposal,
  listDisownedWorks,
  listPlacesOf,
  lockNumbers,
  type StoreTransaction,
} from '@bzpeer/store'
import { openIfPossible } from './open-correction.ts'

/**
 * What a claimant said is not theirs becomes a correction when the claim is accepted: the works stay until it is decided.
 * In the transaction that accepts the claim.
 */
export async function openDisowned(tx: StoreTransaction, claim: ClaimRow, at: Date): Promise<void> {
  const { author_id: authorId, account_id: accountId } = claim
  const places = await listPlacesOf(tx, authorId, await listDisownedWorks(tx.db, claim.id))
  const workIds = [...new Set(places.map(({ workId }) => workId))]
  if (workIds.length === 0) return
  const details = { kind: 'not-my-work', authorId, workIds, toId: null } as const
  await lockNumbers(tx)
  if ((await findSameProposal(tx.db, sameCorrectionKey(details))) !== undefined) return
  const statement = 'The claimant said so when claiming the record.'
  await openIfPossible(tx, { details, statement, evidenceUrl: null }, { accountId, at })
}
