import { type CorrectionDetails, couldBeNamed } from '@bzpeer/domain'
import {
  findMentionedWork,
  type MentionedWorkRow,
  readCorrectedRecords,
  readStakes,
  type StoreTransaction,
} from '@bzpeer/store'
import { NotAllowedError } from '../action-context.ts'

type MissingWork = Extract<CorrectionDetails, { kind: 'missing-work' }>

interface ChosenPlace {
  readonly workId: number
  readonly position: number
  /** Whose it was until now. */
  readonly formerId: number | null
}

/**
 * Where on the byline of a missing work its author stands: in the place that was named, or where the only name stands that
 * could be theirs.
 * @throws {NotAllowedError} while the work is not on this site, or the place is not known.
 */
export async function choosePlace(
  tx: StoreTransaction,
  { authorId, work: mention, position: named }: MissingWork,
  name: string,
): Promise<ChosenPlace> {
  const work = await findMentionedWork(tx.db, mention)
  if (work === undefined)
    throw new NotAllowedError(
      `The work ${mention} is not on this site yet. Whoever runs it can import it; then decide.`,
    )
  if (work.byline.some(([, , id]) => id === authorId))
    throw new NotAllowedError('This work stands on the record already.')
  const [place, another] = fittingNames(work, named, [name])
  if (place === undefined || another !== undefined)
    throw new NotAllowedError('Choose which of the names on the byline is this author’s.')
  const [position, , formerId] = place
  return { workId: work.id, position, formerId }
}

/** Whose record the work stands on so far, where the place is known and it is somebody's. */
export function findFormer({ position }: MissingWork, work: MentionedWorkRow, name: string): number | null {
  const [place, another] = fittingNames(work, position, [name])
  return place === undefined || another !== undefined ? null : place[2]
}

/** The one in the place that was named, or those that could be the author's. */
function fittingNames(
  { byline }: MentionedWorkRow,
  named: number | null,
  names: readonly string[],
): MentionedWorkRow['byline'] {
  return byline.filter(([position, rawName]) => (named === null ? couldBeNamed(rawName, names) : position === named))
}

/**
 * Whoever claims a record that a missing work would be taken from has a case in it, and neither accepts nor refuses it.
 * @throws {NotAllowedError}
 */
export async function assertNoOwnFormer(
  tx: StoreTransaction,
  { authorId, work: mention, position }: MissingWork,
  accountId: string,
): Promise<void> {
  const work = await findMentionedWork(tx.db, mention)
  if (work === undefined) return
  const names = (await readCorrectedRecords(tx.db, [authorId], [])).map(({ name }) => name)
  const formerIds = fittingNames(work, position, names).flatMap(([, , formerId]) => formerId ?? [])
  await assertNotParty(tx, formerIds, accountId)
}

/** @throws {NotAllowedError} */
export async function assertNotParty(
  { db }: StoreTransaction,
  formerIds: readonly number[],
  accountId: string,
): Promise<void> {
  const { partyIds, hiderIds } = await readStakes(db, formerIds)
  if ([...partyIds, ...hiderIds].includes(accountId))
    throw new NotAllowedError(
      'The work stands on a record that you have claimed, or asked to have hidden. Another curator has to decide it.',
    )
}
