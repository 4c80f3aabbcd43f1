import { type EntityKind, findEntityRef, type Merge } from '@bzpeer/schema'
import { RejectedRecordError } from './parse-record.ts'

/**
 * One row of a snapshot's merged ids: `merge_date,id,merge_into_id`.
 * @throws {RejectedRecordError} when the row names no two ids of the kind.
 */
export function parseMerge(row: string, kind: EntityKind): Merge {
  const [, from = '', into = ''] = row.split(',').map((field) => field.trim())
  const fromRef = findEntityRef(from)
  const intoRef = findEntityRef(into)
  if (fromRef?.kind !== kind || intoRef?.kind !== kind || fromRef.id === intoRef.id) {
    throw new RejectedRecordError(`Expected a date and two different ${kind} ids, got "${row.slice(0, 80)}".`)
  }
  return { kind, id: fromRef.id, intoId: intoRef.id }
}
