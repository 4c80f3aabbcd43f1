import { cpSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, inject } from 'vitest'
import { createDatabase } from './create-database.ts'

/** One of the two databases a store can stand on. */
export interface TestDatabase {
  readonly kind: 'embedded' | 'server'
  /** A database of its own at every call, as `openStore` takes it: without a row, and perhaps with the schema. */
  readonly createLocation: CreateLocation<{ readonly dataDir: string } | { readonly databaseUrl: string }>
}

type CreateLocation<Location> = (options?: {
  /** Without the schema as well: for those who look at how it is laid. */
  readonly empty?: boolean
}) => Promise<Location>

/** The same tests on the embedded database and on a PostgreSQL server. */
export function describeOnEachDatabase(title: string, body: (database: TestDatabase) => void): void {
  describe(`${title} (embedded)`, () => {
    body({ kind: 'embedded', createLocation: createFolders() })
  })
  const postgres = inject('postgres')
  if ('skipReason' in postgres) {
    describe.skip(`${title} (server; skipped: ${postgres.skipReason})`, () => {
      body({ kind: 'server', createLocation: () => Promise.reject(new Error(postgres.skipReason)) })
    })
    return
  }
  describe(`${title} (server)`, () => {
    const createLocation = async ({ empty = false } = {}) => ({
      databaseUrl: await createDatabase(postgres.url, empty ? undefined : postgres.laidTemplate),
    })
    body({ kind: 'server', createLocation })
  })
}

/** Folders that go when the tests around this call have ended. */
function createFolders(): CreateLocation<{ readonly dataDir: string }> {
  const folders: string[] = []
  afterAll(async () => {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  })
  return async ({ empty = false } = {}) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'bzpeer-data-'))
    folders.push(dataDir)
    const templates = inject('embeddedTemplates')
    cpSync(empty ? templates.empty : templates.laid, dataDir, { recursive: true })
    return { dataDir }
  }
}
