import { type CorrectionDetails, couldBeNamed } from '@bzpeer/domain'
import { findMentionedWork, type StoreTransaction } from '@bzpeer/store'
import { NotAllowedError } from '../action-context.ts'

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
  { authorId, work: mention, position: named }: Extract<CorrectionDetails, { kind: 'missing-work' }>,
  name: string,
): Promise<ChosenPlace> {
  const work = await findMentionedWork(tx.db, mention)
  if (work === undefined)
    throw new NotAllowedError(
      `The work ${mention} is not on this site yet. Whoever runs it can import it; then decide.`,
    )
  if (work.byline.some(([, , id]) => id === authorId))
    throw new NotAllowedError('This work stands on the record already.')
  const fitting = work.byline.filter(([position, rawName]) =>
    named === null ? couldBeNamed(rawName, [name]) : position === named,
  )
  const [place, another] = fitting
  if (place === undefined || another !== undefined)
    throw new NotAllowedError('Choose which of the names on the byline is this author’s.')
  const [position, , formerId] = place
  return { workId: work.id, position, formerId }
}
