import { AppError } from '@bzpeer/schema'

export class DatabaseUnreachableError extends AppError {
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message || String(cause) : String(cause)
    super(
      'database-unreachable',
      `The database cannot be reached (${reason}). Check that PostgreSQL runs and that DATABASE_URL or --database-url is right.`,
      { cause },
    )
  }
}

export class StatementTimeoutError extends AppError {
  constructor(cause: unknown) {
    super(
      'statement-timeout',
      'The database took too long over this, and was told to stop. Try again in a moment; a search for more words, or with fewer filters, may be quicker.',
      { cause },
    )
  }
}

export class DataFolderInUseError extends AppError {
  constructor(folder: string, holder: string) {
    super(
      'data-folder-in-use',
      `The data folder ${folder} is in use by ${holder}. Stop that process first, or keep the data on a PostgreSQL server (--database-url), which several processes can use.`,
    )
  }
}

export class DataFolderDamagedError extends AppError {
  constructor(folder: string, reason: string) {
    super(
      'data-folder-damaged',
      `The embedded database in ${folder} does not open (${reason}). Restore a backup into another folder: npx bzpeer restore FILE --data DIR.`,
    )
  }
}

export class NewerDatabaseError extends AppError {
  constructor(unknown: string) {
    super(
      'newer-database',
      `The database was made by a newer version of BZPEER (it has the migration ${unknown}, which this version does not know). Update BZPEER, or restore a backup made by this version.`,
    )
  }
}

/** Another process holds the right to change the public record. */
export class WriterBusyError extends AppError {
  constructor() {
    super(
      'writer-busy',
      'Another import is changing this database at the moment. Wait until it ends, then run the command again.',
    )
  }
}
