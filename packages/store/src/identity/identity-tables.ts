import type { ColumnType } from 'kysely'

/** Who may be whom; `migrations/0006-duplicates.ts` says more. */
export interface IdentityTables {
  /** An author has a row for each block that one of their names is in. */
  author_blocks: { block: string; author_id: number; checked_at: Date | null }
  byline_resolutions: BylineResolutionsTable
  duplicate_candidates: DuplicateCandidatesTable
  /** In how many names a part stands, by `PartRole`. */
  name_commonness: { part: string; role: number; names: number }
}

export interface BylineResolutionsTable {
  work_id: number
  position: number
  /** What was decided about: another name in its place is another case. */
  raw_name: string
  /** Empty where the name is none. */
  block: string
  author_id: number | null
  confidence: number | null
  evidence: ColumnType<unknown, string | null, string | null>
  decided_at: Date | null
}

export interface DuplicateCandidatesTable {
  /** The smaller of the two ids. */
  author_id_a: number
  author_id_b: number
  probability: number
  evidence: ColumnType<unknown, string, string>
  status: 'open' | 'same' | 'distinct'
  found_at: Date
  decided_at: Date | null
  decided_by: string | null
}
