import { AppError } from '@bzpeer/schema'

export class DatabaseUnreachableError extends AppError {
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message || String(cause) : String(cause)
    super('database-unreachable', `The database cannot be reached (${reason}). ${mendOf(cause)}`, { cause })
  }
}

/** A server that refuses says why by a code (SQLSTATE); everything else leaves open whether there is one. */
function mendOf(cause: unknown): string {
  const { code, message = '' } = cause as { code?: string; message?: string }
  const name = /"([\w.-]+)"/.exec(message)?.[1] ?? 'NAME'
  switch (code) {
    case '3D000':
      return `Create it with createdb --encoding UTF8 --template template0 ${name}, or mend the database's name in DATABASE_URL or --database-url.`
    case '28000':
    case '28P01':
      return `Create the role with createuser --pwprompt ${name}, or mend the user and the password in DATABASE_URL or --database-url.`
    default:
      return 'Check that PostgreSQL runs and that DATABASE_URL or --database-url is right.'
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

export class WrongEncodingError extends AppError {
  constructor(encoding: string) {
    super(
      'wrong-encoding',
      `The database keeps its text as ${encoding}, and BZPEER needs one that keeps it as UTF8: in another it would search wrongly. Make one that does, and use that: createdb --encoding UTF8 --template template0 NAME.`,
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
