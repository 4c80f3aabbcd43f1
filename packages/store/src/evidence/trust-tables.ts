import type { Evidence } from '@bzpeer/domain'
import type { ColumnType } from 'kysely'

export interface TrustTables {
  trust_history: TrustHistoryTable
}

/** Level and score of an author from an instant on; a row for each time that what is stored about them changed either. */
export interface TrustHistoryTable {
  author_id: number
  at: Date
  level: number
  score: number
  is_frozen: boolean
  /** What happened, such as `claim.accepted`. */
  cause: string
  /** While the score is frozen: the evidence about the record as it stood when that began. */
  record: ColumnType<readonly Evidence[] | null, string | null, never>
}
