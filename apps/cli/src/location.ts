import { resolve } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { openStore, type Store } from '@bzpeer/store'
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
  const dataDir = resolve(values.data ?? process.env['BZPEER_DATA'] ?? '.bzpeer')
  const databaseUrl = values['database-url'] ?? process.env['DATABASE_URL']
  if (databaseUrl !== undefined && !/^postgres(?:ql)?:\/\//.test(databaseUrl)) {
    throw new UsageError('Expected a database URL such as postgres://user@host/database.')
  }
  return { dataDir, databaseUrl: databaseUrl === '' ? undefined : databaseUrl }
}

export function openLocation({ dataDir, databaseUrl }: DataLocation): Store {
  return openStore(databaseUrl === undefined ? { dataDir } : { databaseUrl })
}

/** Where the data is, for a person: a server's password stays unsaid. */
export function describeLocation({ dataDir, databaseUrl }: DataLocation): string {
  if (databaseUrl === undefined) return `the embedded database in ${dataDir}`
  const url = new URL(databaseUrl)
  return `the PostgreSQL database ${url.pathname.slice(1)} on ${url.host || 'this machine'}`
}

/** `parseArgs`, with its complaints as wrong usage. */
export function parseOptions<const T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
