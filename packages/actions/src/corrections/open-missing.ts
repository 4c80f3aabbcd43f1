import { sameCorrectionKey } from '@bzpeer/domain'
import { formatId } from '@bzpeer/schema'
import {
  type BylinePlace,
  type ClaimRow,
  findSameProposal,
  listSuggestedWorks,
  lockNumbers,
  type StoreTransaction,
} from '@bzpeer/store'
import { openIfPossible } from './open-correction.ts'

/** A claim leaves room for what else its account may propose. */
const openedAtMost = 10

/**
 * Works that a claimant says are missing from the record become corrections, which wait for a curator. Only what the site
 * suggests itself is taken; anything else is proposed on its own. In the transaction that opens the claim.
 */
export async function openMissing(
  tx: StoreTransaction,
  { author_id: authorId, account_id: accountId }: Pick<ClaimRow, 'author_id' | 'account_id'>,
  { places, at }: { readonly places: readonly BylinePlace[]; readonly at: Date },
): Promise<void> {
  if (places.length === 0) return
  const wanted = new Set(places.map(({ workId, position }) => `${workId}.${position}`))
  const suggested = await listSuggestedWorks(tx.db, authorId)
  const chosen = suggested.filter((each) => wanted.has(`${each.work_id}.${each.position}`))
  await lockNumbers(tx)
  for (const { work_id, position } of chosen.slice(0, openedAtMost)) {
    const work = formatId({ kind: 'work', id: work_id })
    const details = { kind: 'missing-work', authorId, work, position } as const
    if ((await findSameProposal(tx.db, sameCorrectionKey(details))) !== undefined) continue
    const statement = 'The claimant said so when claiming the record.'
    await openIfPossible(tx, { details, statement, evidenceUrl: null }, { accountId, at })
  }
}
