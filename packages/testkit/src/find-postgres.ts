import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findProgram, isExecutable } from './find-program.ts'

/** Where Debian keeps the server's programs, one folder a major version and off the PATH. */
const debianFolder = '/usr/lib/postgresql'

/** Folder of an installed PostgreSQL server's programs, the newest. `BZPEER_POSTGRES` names another one. */
export function findPostgres(): string | undefined {
  const named = process.env.BZPEER_POSTGRES
  if (named !== undefined && named !== '') return named
  const onPath = findProgram(['initdb'])
  return listDebianVersions().find(isServer) ?? (onPath === undefined ? undefined : dirname(onPath))
}

function listDebianVersions(): string[] {
  if (!existsSync(debianFolder)) return []
  return readdirSync(debianFolder)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(debianFolder, version, 'bin'))
}

function isServer(folder: string): boolean {
  return ['initdb', 'postgres', 'pg_ctl'].every((program) => isExecutable(join(folder, program)))
}
