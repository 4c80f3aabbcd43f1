import { type CorrectionKind, correctionKinds, type CorrectionStatus } from '@bzpeer/domain'
import { listCorrections, listOpenCorrectionsOf, readDuplicateCheck } from '@bzpeer/store'
import { toInstant } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import type { CorrectionList } from './correction-shapes.ts'
import { correctionPath, toListedCorrection } from './present-corrections.ts'

const pageSize = 25

/** What was proposed, for everybody, the latest first: one query. */
export async function readCorrectionList(
  { db }: ReadContext,
  { status, before }: { readonly status: CorrectionStatus | null; readonly before: number | null },
): Promise<CorrectionList> {
  const rows = await listCorrections(db, { status, before, limit: pageSize + 1 })
  const shown = rows.slice(0, pageSize)
  return {
    items: shown.map((row) => toListedCorrection(row, false)),
    next: rows.length > pageSize ? (shown.at(-1)?.number ?? null) : null,
  }
}

export interface OpenCorrection {
  readonly number: number
  readonly path: string
  readonly kind: CorrectionKind
  readonly title: string
  readonly openedAt: string
}

/** What nobody has decided yet about a record. */
export interface RecordDoubts {
  readonly corrections: readonly OpenCorrection[]
  /** Another record resembles it. */
  readonly hasDuplicates: boolean
}

const openShown = 5

/** Two queries. A request to hide the record is nobody's to see here. */
export async function readRecordDoubts({ db }: ReadContext, authorId: number): Promise<RecordDoubts> {
  const [rows, duplicates] = await Promise.all([
    listOpenCorrectionsOf(db, authorId, openShown),
    readDuplicateCheck(db, authorId),
  ])
  const corrections = rows
    .filter(({ kind }) => kind !== 'hide')
    .map(({ number, kind, opened_at }) => ({
      number,
      path: correctionPath(number),
      kind,
      title: correctionKinds[kind],
      openedAt: toInstant(opened_at.toISOString()),
    }))
  return { corrections, hasDuplicates: duplicates.has_open_duplicates }
}
