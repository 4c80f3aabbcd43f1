import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { AppError } from '@bzpeer/schema'
import { hasEmbeddedDatabase, openStore, type Store } from '@bzpeer/store'
import type { Options } from './options.ts'
import { isSystemError } from './system-error.ts'
import { UsageError } from './usage-error.ts'

/** Where the data is, by options or environment. */
export interface DataLocation {
  /** The data folder: the embedded database, and what imports put aside. */
  readonly dataDir: string
  /** Replaces the embedded database. */
  readonly databaseUrl: string | undefined
  /** The options that said so, to be said again by a person: in place of a password stands `PASSWORD`. */
  readonly options: readonly string[]
}

export const locationOptions = {
  data: {
    type: 'string',
    value: 'DIR',
    does: 'the data folder (or BZPEER_DATA; otherwise .bzpeer)',
  },
  'database-url': {
    type: 'string',
    value: 'URL',
    does: 'a PostgreSQL server in place of the folder’s database (or DATABASE_URL)',
  },
} as const satisfies Options

export function locationOf(values: { data?: string | undefined; 'database-url'?: string | undefined }): DataLocation {
  if (values.data === '') throw new UsageError('Say which folder: --data DIR.')
  // A variable that is set to nothing is as good as not set.
  const dataDir = resolve(values.data ?? (process.env['BZPEER_DATA'] || '.bzpeer'))
  const databaseUrl = values['database-url'] ?? (process.env['DATABASE_URL'] || undefined)
  if (databaseUrl !== undefined && findDatabase(databaseUrl) === undefined) {
    throw new UsageError('Expected a database URL such as postgres://user@host/database.')
  }
  return { dataDir, databaseUrl, options: optionsAgain(values) }
}

function optionsAgain({ data, 'database-url': url }: Parameters<typeof locationOf>[0]): string[] {
  const options: string[] = []
  if (data !== undefined) options.push('--data', data)
  if (url !== undefined) options.push('--database-url', withoutPassword(url))
  return options
}

function withoutPassword(url: string): string {
  return url
    .replace(/^(\w+:\/\/[^:/?#@]*):[^/?#]*@/, '$1:PASSWORD@')
    .replace(/([?&]\w*password=)[^&#]*/gi, '$1PASSWORD')
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

class DataFolderIsFileError extends AppError {
  constructor(file: string) {
    super('data-folder-is-file', `${file} is a file, and the data is kept in a folder. Name a folder with --data.`)
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
 * @throws {NoDataError | DataFolderInUseError | DataFolderIsFileError | DataFolderUnusableError}
 */
export function openExisting(location: DataLocation): Store {
  assertNoFile(location.dataDir)
  if (location.databaseUrl === undefined && !hasEmbeddedDatabase(location.dataDir))
    throw new NoDataError(location.dataDir)
  return openLocation(location)
}

/**
 * Opens the database, and makes an embedded one where there is none.
 * @throws {DataFolderInUseError | DataFolderIsFileError | DataFolderUnusableError}
 */
export function openLocation({ dataDir, databaseUrl }: DataLocation): Store {
  // With a server too: the folder takes what imports put aside.
  assertNoFile(dataDir)
  if (databaseUrl !== undefined) return openStore({ databaseUrl })
  try {
    return openStore({ dataDir })
  } catch (error) {
    if (isSystemError(error)) throw new DataFolderUnusableError(dataDir, error)
    throw error
  }
}

function assertNoFile(dataDir: string): void {
  const place = nearestThere(dataDir)
  if (statSync(place).isFile()) throw new DataFolderIsFileError(place)
}

/** The folder itself, or where it is not there, what there is of the way to it. */
export function nearestThere(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestThere(dirname(folder))
}

/** Where the data is, for a person: a server's password stays unsaid. */
export function describeLocation({ dataDir, databaseUrl }: DataLocation): string {
  if (databaseUrl === undefined) return `the embedded database in ${dataDir}`
  const url = findDatabase(databaseUrl)
  return `the PostgreSQL database ${url?.pathname.slice(1) ?? ''} on ${url?.host || 'this machine'}`
}
