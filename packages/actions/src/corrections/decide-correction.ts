import {
  canDecideCorrection,
  type CorrectionDetails,
  findContradiction,
  parseCorrection,
  withIds,
} from '@bzpeer/domain'
import {
  type CorrectionRow,
  followMerges,
  holdCorrection,
  holdMerges,
  holdPublicRecord,
  noteDistinct,
  readCorrectionParties,
  recordTrustChange,
  type StoreTransaction,
  updateCorrection,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed, assertSaid, NotAllowedError, NotFoundError } from '../action-context.ts'
import { applyCorrection } from './apply-correction.ts'
import { assertNoOwnFormer } from './choose-place.ts'
import { deriveRest } from './derive-rest.ts'
import { logCorrection } from './log-correction.ts'
import { readSuccessors } from './read-successors.ts'

export interface CorrectionVerdict {
  readonly number: number
  readonly verdict: 'accept' | 'refuse'
  /** Shown to everyone. */
  readonly reason: string
  /** Of a merge: which record stays. As proposed where it is not given. */
  readonly staysId?: number
  /** Of a missing work: the place on the byline. */
  readonly position?: number
}

/**
 * A curator's decision; what is accepted is done in the same transaction.
 * @throws {NotFoundError | NotAllowedError | RecordBusyError | MergeImpossibleError}
 */
export async function decideCorrection(context: ActionContext, verdict: CorrectionVerdict): Promise<void> {
  const { store, caller, now } = context
  assertSaid(verdict.reason)
  await store.transaction(async (tx) => {
    const correction = await loadCorrection(tx, verdict.number)
    assertAllowed(canDecideCorrection(caller, await readCorrectionParties(tx.db, correction)))
    const at = now()
    if (verdict.verdict === 'accept') await accept(tx, correction, { ...context, verdict, at })
    else await refuse(tx, correction, { ...context, verdict, at })
  })
  if (verdict.verdict === 'accept') await deriveRest(store)
}

/** @throws {NotFoundError} */
export async function loadCorrection(tx: StoreTransaction, number: number): Promise<CorrectionRow> {
  const correction = await holdCorrection(tx, number)
  if (correction === undefined) throw new NotFoundError(`The correction #${number}`)
  return correction
}

type Deciding = Pick<ActionContext, 'caller' | 'claimPolicy'> & {
  readonly verdict: Pick<CorrectionVerdict, 'reason' | 'staysId' | 'position'>
  readonly at: Date
}

/** Accepts and does it, in the transaction of whoever may. */
export async function accept(
  tx: StoreTransaction,
  correction: CorrectionRow,
  { caller: { accountId }, claimPolicy: policy, verdict, at }: Deciding,
): Promise<void> {
  const { number } = correction
  // Hiding is one row beside the record, and waits for no import.
  if (correction.kind !== 'hide') await holdPublicRecord(tx)
  const details = await chooseDetails(tx, correction, verdict)
  const { authorId } = details
  await followMerges(tx, number)
  await applyCorrection(tx, details, { number, at, policy, accountId })
  await updateCorrection(tx, correction, {
    details,
    author_id: authorId,
    status: 'accepted',
    decided_at: at,
    decided_by: accountId,
    reason: verdict.reason,
  })
  await logCorrection(tx, { number, authorId }, 'accepted', { at, by: { accountId }, reason: verdict.reason })
}

/**
 * What is to be done, about the records that there are by now. It is kept with the correction: an undo goes by it.
 * @throws {NotAllowedError} where two records that it names have become one.
 */
async function chooseDetails(
  tx: StoreTransaction,
  correction: CorrectionRow,
  { staysId, position }: Deciding['verdict'],
): Promise<CorrectionDetails> {
  const resolve = await readSuccessors(tx, correction.details)
  const details = withIds(correction.details, resolve)
  if (findContradiction(details) !== undefined)
    throw new NotAllowedError(
      'What this names as two is one by now: a source has merged them. It can be refused, or withdrawn by whoever proposed it.',
    )
  if (details.kind === 'merge' && staysId !== undefined && resolve('author', staysId) === details.authorId)
    return { kind: 'merge', authorId: details.intoId, intoId: details.authorId }
  if (details.kind === 'missing-work' && position !== undefined) return parseCorrection({ ...details, position })
  return details
}

async function refuse(
  tx: StoreTransaction,
  correction: CorrectionRow,
  { caller: { accountId }, verdict: { reason }, at }: Deciding,
): Promise<void> {
  const { number, author_id: authorId } = correction
  await holdMerges(tx)
  const details = withIds(correction.details, await readSuccessors(tx, correction.details))
  if (details.kind === 'missing-work') await assertNoOwnFormer(tx, details, accountId)
  await updateCorrection(tx, correction, { status: 'refused', decided_at: at, decided_by: accountId, reason })
  await logCorrection(tx, { number, authorId }, 'refused', { at, by: { accountId }, reason })
  if (details.kind !== 'merge' || findContradiction(details) !== undefined) return
  // Two records that are not one person's are not proposed as one again.
  await noteDistinct(tx, [details.authorId, details.intoId], { by: accountId, at })
  await recordTrustOfPair(tx, [details.authorId, details.intoId], at)
}

/** A record without an open duplicate is trusted more. In a transaction that holds merges. */
export async function recordTrustOfPair(tx: StoreTransaction, ids: readonly [number, number], at: Date): Promise<void> {
  for (const id of ids.toSorted((a, b) => a - b)) await recordTrustChange(tx, id, at, 'record.corrected')
}
