import { AppError, type EntityRef, formatId } from '@bzpeer/schema'
import { findHidden } from '@bzpeer/store'
import { toInstant } from '../present.ts'
import type { ReadContext } from '../read-context.ts'

/** Of a record that is not shown because the person it is about asked for that; it carries no name. */
export class HiddenRecordError extends AppError {
  /** `A123` */
  readonly id: string
  /** ISO 8601, in UTC. */
  readonly since: string

  constructor(ref: EntityRef, hiddenAt: Date) {
    const id = formatId(ref)
    const since = toInstant(hiddenAt.toISOString())
    super('hidden-on-request', `The record ${id} was hidden on request on ${since.slice(0, 10)}.`)
    this.id = id
    this.since = since
  }
}

/** @throws {HiddenRecordError} where the record is hidden. */
export async function assertShown({ db }: ReadContext, ref: EntityRef): Promise<void> {
  const hidden = await findHidden(db, ref)
  if (hidden !== undefined) throw new HiddenRecordError(ref, hidden.hiddenAt)
}
