import { type CorrectionDetails, findIdentityConflict } from '@bzpeer/domain'
import { formatId } from '@bzpeer/schema'
import {
  countPlacesOf,
  findMentionedWork,
  hasAffiliation,
  hasInstitution,
  listPlacesOf,
  type StoreTransaction,
} from '@bzpeer/store'
import { NotAllowedError, NotFoundError } from '../action-context.ts'
import { findFormer } from './choose-place.ts'
import { type CorrectedRecord, loadRecord, loadRecords } from './load-records.ts'

type DetailsOf<K extends CorrectionDetails['kind']> = Extract<CorrectionDetails, { kind: K }>

/**
 * Whether what is proposed can be done to the record as it is now.
 * @returns the records that it is about.
 * @throws {NotFoundError | NotAllowedError} with what is in the way.
 */
export async function checkProposal(tx: StoreTransaction, details: CorrectionDetails): Promise<CorrectedRecord[]> {
  switch (details.kind) {
    case 'merge':
      return checkMerge(tx, details)
    case 'split':
      return checkSplit(tx, details)
    case 'not-my-work':
      return checkForeignWorks(tx, details)
    case 'missing-work':
      return checkMissingWork(tx, details)
    case 'wrong-affiliation':
      return checkAffiliation(tx, details)
    case 'hide':
      return [await loadRecord(tx, details.authorId)]
  }
}

async function checkMerge(tx: StoreTransaction, { authorId, intoId }: DetailsOf<'merge'>): Promise<CorrectedRecord[]> {
  const records = await loadRecords(tx, [authorId, intoId])
  const [from, into] = records
  const conflict = from !== undefined && into !== undefined ? findIdentityConflict(from, into) : undefined
  if (conflict !== undefined) throw new NotAllowedError(conflict)
  return records
}

async function checkSplit(tx: StoreTransaction, details: DetailsOf<'split'>): Promise<CorrectedRecord[]> {
  const { authorId, workIds, intoId } = details
  const records = await loadRecords(tx, intoId === null ? [authorId] : [authorId, intoId])
  await assertTheirs(tx, authorId, workIds)
  await assertLeavesAWork(tx, authorId, workIds.length)
  return records
}

/** @throws {NotAllowedError} where a split that takes so many works away would leave the record none. */
export async function assertLeavesAWork(tx: StoreTransaction, authorId: number, taken: number): Promise<void> {
  if ((await countPlacesOf(tx, authorId)) <= taken)
    throw new NotAllowedError('A split leaves the record at least one work. Merge it into the other one instead.')
}

async function checkForeignWorks(tx: StoreTransaction, details: DetailsOf<'not-my-work'>): Promise<CorrectedRecord[]> {
  const { authorId, workIds, toId } = details
  const records = await loadRecords(tx, toId === null ? [authorId] : [authorId, toId])
  await assertTheirs(tx, authorId, workIds)
  return records
}

async function assertTheirs(tx: StoreTransaction, authorId: number, workIds: readonly number[]): Promise<void> {
  const theirs = new Set((await listPlacesOf(tx, authorId, workIds)).map(({ workId }) => workId))
  const other = workIds.find((id) => !theirs.has(id))
  if (other !== undefined)
    throw new NotAllowedError(`The work ${formatId({ kind: 'work', id: other })} does not stand on this record.`)
}

/** A work that is not here yet can be proposed all the same: it is decided once it is. */
async function checkMissingWork(tx: StoreTransaction, details: DetailsOf<'missing-work'>): Promise<CorrectedRecord[]> {
  const record = await loadRecord(tx, details.authorId)
  const work = await findMentionedWork(tx.db, details.work)
  if (work === undefined) {
    if (details.work.startsWith('W')) throw new NotFoundError(`The work ${details.work}`)
    return [record]
  }
  if (work.byline.some(([, , authorId]) => authorId === details.authorId))
    throw new NotAllowedError('This work stands on the record already.')
  if (details.position !== null && !work.byline.some(([position]) => position === details.position))
    throw new NotAllowedError('There is no such place on the byline of this work.')
  const formerId = findFormer(details, work, record.name)
  return formerId === null ? [record] : [record, await loadRecord(tx, formerId)]
}

async function checkAffiliation(
  tx: StoreTransaction,
  details: DetailsOf<'wrong-affiliation'>,
): Promise<CorrectedRecord[]> {
  const record = await loadRecord(tx, details.authorId)
  if (!(await hasAffiliation(tx, details.authorId, details.institutionId)))
    throw new NotAllowedError('This affiliation does not stand on the record.')
  if (details.rightId !== null && !(await hasInstitution(tx, details.rightId)))
    throw new NotFoundError(`The institution ${formatId({ kind: 'institution', id: details.rightId })}`)
  return [record]
}
