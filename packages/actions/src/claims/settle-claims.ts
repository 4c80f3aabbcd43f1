import { listDueRecords, lockClaims } from '@bzpeer/store'
import type { ClockContext } from '../action-context.ts'
import { settleRecord } from './settle-record.ts'

/**
 * Applies the rules to claims whose time has come: each record in a transaction of its own, so that one that cannot be
 * settled, which is reported, or has more claims than another, holds up no other.
 * @returns how many claims were decided.
 */
export async function settleClaims(
  { store, claimPolicy: policy, now }: ClockContext,
  report: (error: unknown) => void,
): Promise<number> {
  const at = now()
  let settled = 0
  for (const authorId of await listDueRecords(store.db, at)) {
    const settling = store.transaction(async (tx) => {
      await lockClaims(tx, authorId)
      return settleRecord(tx, authorId, { at, policy, cause: 'claim.accepted' })
    })
    settled += await settling.catch((error: unknown) => {
      report(error)
      return 0
    })
  }
  return settled
}
