/**
 * A backup is a gzip file of lines: a header, then for each table a line that names it and its rows in PostgreSQL's
 * COPY text format up to a line `\.`, and a last line that says it is complete. It holds rows, not pages of a disk,
 * so it restores to an embedded database and to a server alike.
 */
export interface BackupHeader {
  readonly format: 'bzpeer-backup'
  readonly version: 1
  /** The schema that the rows fit: the migrations applied, in order. */
  readonly migrations: readonly string[]
  readonly created_at: string
}

export interface BackupTable {
  readonly table: string
  readonly columns: readonly string[]
}

export interface BackupTrailer {
  readonly complete: true
  readonly tables: number
}

export const endOfTable = '\\.'
