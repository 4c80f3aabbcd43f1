import type { CorrectionDetails, CorrectionKind, CorrectionStatus } from '@bzpeer/domain'
import type { ColumnType } from 'kysely'

/** What people propose and decide about the record; `migrations/0011-corrections.ts` says more. */
export interface CorrectionTables {
  corrections: CorrectionsTable
  correction_records: { number: number; author_id: number; name: string }
  correction_changes: {
    number: number
    ordinal: number
    table_name: string
    before: ColumnType<Record<string, unknown>, string, never>
    after: ColumnType<Record<string, unknown> | null, string | null, never>
  }
  byline_decisions: BylineDecisionsTable
  byline_statements: { work_id: number; position: number; author_id: number | null }
  affiliation_decisions: {
    number: number
    author_id: number
    institution_id: number
    right_id: number | null
    decided_at: Date
  }
  correction_merges: { author_id: number; number: number; into_id: number }
  held_merges: { id: number; into_id: number }
  held_records: HeldRecordsTable
}

export interface CorrectionsTable {
  number: number
  kind: CorrectionKind
  author_id: number
  details: ColumnType<CorrectionDetails, string, string>
  /** `sameCorrectionKey` of the domain: one open proposal of each. */
  same_key: string
  status: CorrectionStatus
  statement: string
  evidence_url: string | null
  /** Null where a rule proposed it: two records that resemble each other. */
  proposed_by: string | null
  opened_at: Date
  decided_at: Date | null
  decided_by: string | null
  decided_rule: string | null
  /** Of the decision. */
  reason: string | null
  /** When it was withdrawn or undone, by whom and why. */
  ended_at: Date | null
  ended_by: string | null
  end_reason: string | null
}

export interface BylineDecisionsTable {
  number: number
  work_id: number
  position: number
  /** The name that was decided about. */
  raw_name: string
  author_id: number | null
  decided_at: Date
}

export interface HeldRecordsTable {
  kind: number
  entity_id: number
  source: string
  record: ColumnType<unknown, string, string>
  file_modified_at: Date
  observed_at: Date
}
