import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { importFiles } from '@bzpeer/actions'
import { openFiles } from '@bzpeer/importers/openalex'
import { migrate, openStore, type Store } from '@bzpeer/store'
import type { TestDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeAll } from 'vitest'
import type { ReadContext } from '@bzpeer/reads'

export const sampleFolder = join(import.meta.dirname, '../../../sample')

/** When the tests read. */
const now = new Date('2100-01-01T12:00:00Z')
/** When the record was taken over. */
export const importedAt = new Date('2099-12-31T00:00:00.123Z')

export interface Reading {
  readonly context: ReadContext
  readonly store: Store
}

/** Imports the paths into a database of their own before the tests around this call, once for all of them. */
export function useReading(database: TestDatabase, paths: readonly string[]): Reading {
  let opened: Store | undefined
  function store(): Store {
    if (opened === undefined) throw new Error('internal: the store is open while tests run, not before')
    return opened
  }
  beforeAll(async () => {
    opened = openStore(await database.createLocation())
    await migrate(opened)
    const { files } = await openFiles(paths)
    const { rejected } = await importFiles({ store: opened, now: () => importedAt }, files, () => undefined)
    if (rejected > 0) throw new Error(`${rejected} of the records made for this test were put aside`)
  })
  afterAll(async () => opened?.close())
  return {
    get store() {
      return store()
    },
    get context() {
      return { db: store().db, now: () => now }
    },
  }
}

/** A folder with these files, one JSON object or one line of text a line; it goes when the tests have ended. */
export function writeFolder(files: Readonly<Record<string, readonly (object | string)[]>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bzpeer-reads-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  for (const [name, lines] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''))
  }
  return folder
}
