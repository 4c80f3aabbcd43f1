import { canWithdrawProposal } from '@bzpeer/domain'
import { readCorrectionParties, updateCorrection } from '@bzpeer/store'
import { type ActionContext, assertAllowed } from '../action-context.ts'
import { loadCorrection } from './decide-correction.ts'
import { logCorrection } from './log-correction.ts'

/** Takes one's own proposal back. @throws {NotFoundError | NotAllowedError} */
export async function withdrawCorrection({ store, caller, now }: ActionContext, number: number): Promise<void> {
  await store.transaction(async (tx) => {
    const correction = await loadCorrection(tx, number)
    assertAllowed(canWithdrawProposal(caller, await readCorrectionParties(tx.db, correction)))
    const at = now()
    await updateCorrection(tx, correction, { status: 'withdrawn', ended_at: at, ended_by: caller.accountId })
    const authorId = correction.author_id
    await logCorrection(tx, { number, authorId }, 'withdrawn', { at, by: { accountId: caller.accountId } })
  })
}
