import { resolve } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { AppError } from '@bzpeer/schema'
import { hasEmbeddedDatabase, openStore, type Store } from '@bzpeer/store'
import { isSystemError } from './system-error.ts'
import { UsageError } from './usage-error.ts'

/** Where the data is, by options or environment. */
export interface DataLocation {
  /** The data folder: the embedded database, and what imports put aside. */
  readonly dataDir: string
  /** Replaces the embedded database. */
  readonly databaseUrl: string | undefined
}

export const locationOptions = {
  data: { type: 'string' },
  'database-url': { type: 'string' },
} as const satisfies ParseArgsConfig['options']

export function locationOf(values: { data?: string | undefined; 'database-url'?: string | undefined }): DataLocation {
  if (values.data === '') throw new UsageError('Say which folder: --data DIR.')
  // A variable that is set to nothing is as good as not set.
  const dataDir = resolve(values.data ?? (process.env['BZPEER_DATA'] || '.bzpeer'))
  const databaseUrl = values['database-url'] ?? (process.env['DATABASE_URL'] || undefined)
  if (databaseUrl !== undefined && findDatabase(databaseUrl) === undefined) {
    throw new UsageError('Expected a database URL such as postgres://user@host/database.')
  }
  return { dataDir, databaseUrl }
}

/** The parts of a database's URL; one that leads to a socket names no host. */
function findDatabase(url: string): URL | undefined {
  if (!/^postgres(?:ql)?:\/\//.test(url)) return undefined
  return URL.parse(url) ?? URL.parse(url.replace('@/', '@localhost/')) ?? undefined
}

class DataFolderUnusableError extends AppError {
  constructor(folder: string, cause: Error) {
    super(
      'data-folder-unusable',
      `The data folder ${folder} cannot be used (${cause.message}). Choose another with --data.`,
      { cause },
    )
  }
}

class NoDataError extends AppError {
  constructor(folder: string) {
    super(
      'no-data',
      `There is no data in the folder ${folder}. Name the folder that has it with --data, or bring records into this one: npx bzpeer import PATH... --data ${folder}.`,
    )
  }
}

/**
 * Opens what is there already, for a command that only reads: a folder named by mistake stays as it is.
 * @throws {NoDataError | DataFolderInUseError | DataFolderUnusableError}
 */
export function openExisting(location: DataLocation): Store {
  if (location.databaseUrl === undefined && !hasEmbeddedDatabase(location.dataDir))
    throw new NoDataError(location.dataDir)
  return openLocation(location)
}

/** Opens the database, and makes an embedded one where there is none. @throws {DataFolderInUseError | DataFolderUnusableError} */
export function openLocation({ dataDir, databaseUrl }: DataLocation): Store {
  if (databaseUrl !== undefined) return openStore({ databaseUrl })
  try {
    return openStore({ dataDir })
  } catch (error) {
    if (isSystemError(error)) throw new DataFolderUnusableError(dataDir, error)
    throw error
  }
}

/** Where the data is, for a person: a server's password stays unsaid. */
export function describeLocation({ dataDir, databaseUrl }: DataLocation): string {
  if (databaseUrl === undefined) return `the embedded database in ${dataDir}`
  const url = findDatabase(databaseUrl)
  return `the PostgreSQL database ${url?.pathname.slice(1) ?? ''} on ${url?.host || 'this machine'}`
}

/** `parseArgs`, with its complaints as wrong usage. */
export function parseOptions<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
