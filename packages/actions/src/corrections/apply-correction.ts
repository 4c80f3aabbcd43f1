import { authorIdsOf, type ClaimPolicy, type CorrectionDetails, findMergeObstacle, mintAuthorId } from '@bzpeer/domain'
import {
  type BylineChoice,
  type CorrectionRow,
  decideAffiliation,
  decideBylines,
  deriveAtOnce,
  foundAuthor,
  hideRecord,
  isTaken,
  keepPair,
  listAliveClaims,
  listPlacesOf,
  lockClaims,
  lockVouches,
  mergeAuthors,
  noteRowsAfter,
  noteDistinct,
  noteRecords,
  type StoreTransaction,
} from '@bzpeer/store'
import { NotAllowedError } from '../action-context.ts'
import { settleRecord } from '../claims/settle-record.ts'
import { syncEvidence } from '../evidence/sync-evidence.ts'
import { assertLeavesAWork } from './check-proposal.ts'
import { assertNotParty, choosePlace } from './choose-place.ts'
import { assertNoneHidden, loadRecord, loadRecords } from './load-records.ts'

export interface Applying {
  readonly at: Date
  readonly policy: ClaimPolicy
  /** Who decides; null: a rule. */
  readonly accountId: string | null
}

type DetailsOf<K extends CorrectionDetails['kind']> = Extract<CorrectionDetails, { kind: K }>
type Apply = Pick<CorrectionRow, 'number'> & Applying

/**
 * Does what a correction says, and works out anew what follows from it: in the transaction of the decision, whose caller
 * holds the public record.
 * @throws {NotFoundError | NotAllowedError | MergeImpossibleError} where it cannot be done as things stand.
 */
export async function applyCorrection(tx: StoreTransaction, details: CorrectionDetails, apply: Apply): Promise<void> {
  await lockRecords(tx, authorIdsOf(details))
  if (details.kind !== 'hide') assertNoneHidden(await loadRecords(tx, authorIdsOf(details)))
  switch (details.kind) {
    case 'merge':
      return applyMerge(tx, details, apply)
    case 'split':
      return settle(tx, await applySplit(tx, details, apply), apply)
    case 'not-my-work':
      return settle(tx, await applyForeignWorks(tx, details, apply), apply)
    case 'missing-work':
      return settle(tx, await applyMissingWork(tx, details, apply), apply)
    case 'wrong-affiliation':
      await decideAffiliation(tx, { ...details, correction: apply.number, at: apply.at })
      return settle(tx, [details.authorId], apply)
    case 'hide':
      return applyHide(tx, details, apply)
  }
}

/** Figures first, then what claims rest on, the claims themselves, and trust last: each follows from the one before. */
export async function settle(
  tx: StoreTransaction,
  authorIds: readonly number[],
  { at, policy }: Pick<Applying, 'at' | 'policy'>,
): Promise<void> {
  await deriveAtOnce(tx, authorIds)
  for (const id of authorIds.toSorted((a, b) => a - b)) {
    await lockClaims(tx, id)
    for (const claim of await listAliveClaims(tx.db, id)) await syncEvidence(tx, claim, { at, policy, from: at })
    await settleRecord(tx, id, { at, policy, cause: 'record.corrected' })
  }
}

/** Locked in one order everywhere: vouches, then the records by their ids. */
export async function lockRecords(tx: StoreTransaction, authorIds: readonly number[]): Promise<void> {
  await lockVouches(tx.db)
  for (const id of authorIds.toSorted((a, b) => a - b)) await lockClaims(tx, id)
}

async function applyMerge(tx: StoreTransaction, { authorId, intoId }: DetailsOf<'merge'>, apply: Apply): Promise<void> {
  const [from, into] = await loadRecords(tx, [authorId, intoId])
  const obstacle = from !== undefined && into !== undefined ? findMergeObstacle(from, into) : undefined
  if (obstacle !== undefined) throw new NotAllowedError(obstacle)
  await mergeAuthors(tx, { correction: apply.number, authorId, intoId, at: apply.at })
  await settle(tx, [intoId], apply)
  await noteRowsAfter(tx, apply.number)
}

async function applySplit(tx: StoreTransaction, details: DetailsOf<'split'>, apply: Apply): Promise<number[]> {
  const { authorId, workIds } = details
  const places = await placesOf(tx, authorId, workIds)
  await assertLeavesAWork(tx, authorId, new Set(places.map(({ workId }) => workId)).size)
  const intoId = details.intoId ?? (await found(tx, places, apply))
  await keepPair(tx, apply.number, [authorId, intoId])
  if (apply.accountId !== null) await noteDistinct(tx, [authorId, intoId], { by: apply.accountId, at: apply.at })
  await decideBylines(tx, places, { correction: apply.number, authorId: intoId, at: apply.at })
  return [authorId, intoId]
}

/** Such ids follow from a place on a byline; where that one is taken, from the next turn. */
const turns = 1_000_000

async function found(tx: StoreTransaction, places: readonly BylineChoice[], { number, at }: Apply): Promise<number> {
  const [first] = places
  if (first === undefined) throw new Error('internal: a split moves one name at least')
  let id = mintAuthorId(first.workId, first.position)
  for (let turn = 1; await isTaken(tx, id); turn++) id = mintAuthorId(first.workId, first.position + turn * turns)
  await foundAuthor(tx, places, { id, correction: number, at })
  const { name } = await loadRecord(tx, id)
  await noteRecords(tx, number, [{ authorId: id, name }])
  return id
}

async function placesOf(
  tx: StoreTransaction,
  authorId: number,
  workIds: readonly number[],
): Promise<readonly BylineChoice[]> {
  const places = await listPlacesOf(tx, authorId, workIds)
  if (places.length === 0) throw new NotAllowedError('None of these works stands on the record any more.')
  return places
}

async function applyForeignWorks(
  tx: StoreTransaction,
  { authorId, workIds, toId }: DetailsOf<'not-my-work'>,
  { number, at }: Apply,
): Promise<number[]> {
  await decideBylines(tx, await placesOf(tx, authorId, workIds), { correction: number, authorId: toId, at })
  return toId === null ? [authorId] : [authorId, toId]
}

async function applyMissingWork(
  tx: StoreTransaction,
  details: DetailsOf<'missing-work'>,
  { number, at, accountId }: Apply,
): Promise<number[]> {
  const { authorId } = details
  const { name } = await loadRecord(tx, authorId)
  const { workId, position, formerId } = await choosePlace(tx, details, name)
  if (formerId !== null) await noteFormer(tx, formerId, { number, accountId })
  await decideBylines(tx, [{ workId, position }], { correction: number, authorId, at })
  return formerId === null ? [authorId] : [authorId, formerId]
}

/** The work is taken from another record: it is about that one too, and no case for whoever claims it. */
async function noteFormer(
  tx: StoreTransaction,
  formerId: number,
  { number, accountId }: Pick<Apply, 'number' | 'accountId'>,
): Promise<void> {
  const former = await loadRecord(tx, formerId)
  assertNoneHidden([former])
  if (accountId !== null) await assertNotParty(tx, [formerId], accountId)
  await noteRecords(tx, number, [{ authorId: formerId, name: former.name }])
}

async function applyHide(tx: StoreTransaction, { authorId }: DetailsOf<'hide'>, { number, at }: Apply): Promise<void> {
  await loadRecord(tx, authorId)
  const isNew = await hideRecord(tx, { ref: { kind: 'author', id: authorId }, correction: number, at })
  if (!isNew)
    throw new NotAllowedError(
      'This record is hidden already. Show it again before, by undoing the correction that hides it, or refuse this request.',
    )
}
