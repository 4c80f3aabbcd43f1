import {
  authorIdsOf,
  type Caller,
  canShowAgain,
  canUndoCorrection,
  type ClaimPolicy,
  type CorrectionDetails,
  isCurator,
  windowEnd,
} from '@bzpeer/domain'
import {
  type CorrectionRow,
  findFounded,
  findHidden,
  findMergedInto,
  forgetAffiliationDecision,
  forgetBylineDecisions,
  hasGrown,
  holdPublicRecord,
  listDecidedAuthors,
  readCorrectionParties,
  removeAuthor,
  restorePair,
  showRecord,
  type StoreTransaction,
  unmergeAuthors,
  updateCorrection,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed, assertSaid, NotAllowedError } from '../action-context.ts'
import { settleRecord } from '../claims/settle-record.ts'
import { judgeAsker } from '../hidden/judge-asker.ts'
import { lockRecords, settle } from './apply-correction.ts'
import { loadCorrection } from './decide-correction.ts'
import { deriveRest } from './derive-rest.ts'
import { assertNoneHidden } from './load-records.ts'
import { logCorrection } from './log-correction.ts'

/**
 * Takes back what a correction did: the record is as it would be had the correction never been made, with all that was
 * imported and decided since.
 * @throws {NotFoundError | NotAllowedError | RecordBusyError | MergeImpossibleError}
 */
export async function undoCorrection(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  { number, reason }: { readonly number: number; readonly reason: string },
): Promise<void> {
  assertSaid(reason)
  await store.transaction(async (tx) => {
    const correction = await loadCorrection(tx, number)
    const at = now()
    await assertMayUndo(tx, caller, correction, at)
    const { details, author_id: authorId } = correction
    if (details.kind !== 'hide') await holdPublicRecord(tx)
    await undo(tx, details, { number, at, policy })
    await updateCorrection(tx, correction, {
      status: 'undone',
      ended_at: at,
      ended_by: caller.accountId,
      end_reason: reason,
    })
    // What anybody else says stands with the correction alone: nobody can have the log keep it, or the site mail it.
    const said = isCurator(caller.role) ? reason : ''
    await logCorrection(tx, { number, authorId }, 'undone', { at, by: { accountId: caller.accountId }, reason: said })
  })
  await deriveRest(store)
}

/** A record that is hidden is shown again by a curator, or by whom it is about, as far as they can show that now. */
async function assertMayUndo(tx: StoreTransaction, caller: Caller, correction: CorrectionRow, at: Date): Promise<void> {
  const parties = await readCorrectionParties(tx.db, correction)
  if (correction.kind !== 'hide' || parties.status !== 'accepted')
    return assertAllowed(canUndoCorrection(caller, parties))
  if (canUndoCorrection(caller, { ...parties, grantedToId: null }) === true) return
  const { accountId } = caller
  const { author_id: id, decided_at: hiddenAt } = correction
  // What they can show stands by now on the record that took its place.
  const authorId = (await findMergedInto({ kind: 'author', id }, tx.db)) ?? id
  await lockRecords(tx, [id, authorId])
  const verdict = await judgeAsker(tx, { accountId, authorId }, at)
  const hasAsked = accountId === (parties.grantedToId ?? parties.proposerId)
  assertAllowed(canShowAgain(verdict, { hasAsked, hiddenAt }))
}

interface Undoing {
  readonly number: number
  readonly at: Date
  readonly policy: ClaimPolicy
}

async function undo(tx: StoreTransaction, details: CorrectionDetails, undoing: Undoing): Promise<void> {
  const { number } = undoing
  const authorIds = [...new Set([...authorIdsOf(details), ...(await listDecidedAuthors(tx, number))])]
  await lockRecords(tx, authorIds)
  // Of a merge its undo sees to it that both stay hidden.
  if (details.kind !== 'hide' && details.kind !== 'merge') assertNoneHidden(await readHidden(tx, authorIds))
  switch (details.kind) {
    case 'merge':
      return undoMerge(tx, details, undoing)
    case 'split':
      return undoSplit(tx, details, undoing)
    case 'not-my-work':
    case 'missing-work': {
      const touched = await listDecidedAuthors(tx, number)
      await forgetBylineDecisions(tx, number)
      return settle(tx, [...new Set([details.authorId, ...touched])], undoing)
    }
    case 'wrong-affiliation':
      return settle(tx, await forgetAffiliationDecision(tx, number), undoing)
    case 'hide':
      // A claim that waited because somebody else had it hidden takes its course again.
      for (const id of await showRecord(tx, number))
        await settleRecord(tx, id, { ...undoing, cause: 'record.corrected' })
  }
}

/** Of records that were merged away, too: they stay hidden beside those that took their place. */
async function readHidden({ db }: StoreTransaction, ids: readonly number[]): Promise<{ isHidden: boolean }[]> {
  const found: { isHidden: boolean }[] = []
  for (const id of ids) found.push({ isHidden: (await findHidden(db, { kind: 'author', id })) !== undefined })
  return found
}

async function undoMerge(
  tx: StoreTransaction,
  { authorId, intoId }: Extract<CorrectionDetails, { kind: 'merge' }>,
  { number, at, policy }: Undoing,
): Promise<void> {
  const noticeUntil = windowEnd(policy, { openedAt: at, strength: 'strong', strengthenedAt: at })
  await unmergeAuthors(tx, { correction: number, authorId, intoId, at, noticeUntil })
  await settle(tx, [authorId, intoId], { at, policy })
}

async function undoSplit(
  tx: StoreTransaction,
  details: Extract<CorrectionDetails, { kind: 'split' }>,
  undoing: Undoing,
): Promise<void> {
  const { number } = undoing
  const isNew = details.intoId === null
  const intoId = details.intoId ?? (await findFounded(tx, number))
  if (intoId === undefined)
    throw new NotAllowedError('The record that was made was merged into another one. Undo that merge first.')
  await forgetBylineDecisions(tx, number)
  await restorePair(tx, number, [details.authorId, intoId])
  if (!isNew) return settle(tx, [details.authorId, intoId], undoing)
  if (await hasGrown(tx, intoId))
    throw new NotAllowedError(
      'The record that was made has a claim or other works by now. Propose to merge the two instead: nothing is lost then.',
    )
  await removeAuthor(tx, intoId)
  return settle(tx, [details.authorId], undoing)
}
