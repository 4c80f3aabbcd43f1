import { type CorrectionKind, correctionKinds } from '@bzpeer/domain'
import { formatId, pathOf } from '@bzpeer/schema'
import type { ListedCorrectionRow } from '@bzpeer/store'
import { toInstant } from '../present.ts'
import type { CorrectedRecordLink, ListedCorrection } from './correction-shapes.ts'

export function correctionPath(number: number): string {
  return `/corrections/${number}`
}

const unnamed = 'A record that is not named here'

/**
 * The records that a correction names. Who asks not to be shown is not named by the request either, nor by any other
 * correction once the record is hidden; `isConfidant`: to a curator or a party it is.
 */
function toRecordLinks(
  rows: ListedCorrectionRow['records'],
  kind: CorrectionKind,
  isConfidant: boolean,
): CorrectedRecordLink[] {
  return rows.map(([number, name, , isHidden]) => {
    const ref = { kind: 'author', id: number } as const
    const isNamed = isConfidant || (kind !== 'hide' && !isHidden)
    return isNamed ? { id: formatId(ref), name, path: pathOf(ref) } : { id: formatId(ref), name: unnamed, path: null }
  })
}

export function toListedCorrection(row: ListedCorrectionRow, isConfidant: boolean): ListedCorrection {
  return {
    number: row.number,
    path: correctionPath(row.number),
    kind: row.kind,
    title: correctionKinds[row.kind],
    status: row.status,
    openedAt: toInstant(row.opened_at.toISOString()),
    closedAt: instantOrNull(row.ended_at ?? row.decided_at),
    records: toRecordLinks(row.records, row.kind, isConfidant),
  }
}

export function instantOrNull(at: Date | null): string | null {
  return at === null ? null : toInstant(at.toISOString())
}
