import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importFiles, type ImportSummary } from '@bzpeer/actions'
import { openFiles } from '@bzpeer/importers/openalex'
import { emptyTables, listTables, migrate, openStore, type Store } from '@bzpeer/store'
import type { TestDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeAll } from 'vitest'
import type { JsonRecord } from './made-records.ts'
import { readState, type StoreState } from './store-state.ts'

/** One store for the tests of a `describe`, and what they do with it. Making a database takes seconds, emptying it does not. */
export interface TestStore {
  readonly store: Store
  /** Writes a file of the lines into the tests' own folder. */
  writeFile(lines: readonly (JsonRecord | string)[], modifiedAt?: Date): string
  importPaths(...paths: string[]): Promise<ImportSummary>
  importLines(...lines: (JsonRecord | string)[]): Promise<ImportSummary>
  empty(): Promise<void>
  /** What a fresh import of files of these lines, one after the other, ends in. */
  stateOf(...files: (readonly (JsonRecord | string)[])[]): Promise<StoreState>
}

/** Its rows cannot be deleted. */
const appendOnly = 'decisions'

export function useStore(database: TestDatabase): TestStore {
  const folder = mkdtempSync(join(tmpdir(), 'bzpeer-files-'))
  let opened: Store | undefined
  beforeAll(async () => {
    opened = openStore(await database.createLocation())
    await migrate(opened)
  })
  afterAll(async () => {
    await opened?.close()
    rmSync(folder, { recursive: true })
  })

  const test: TestStore = {
    get store() {
      if (opened === undefined) throw new Error('internal: the store is open while tests run, not before')
      return opened
    },
    writeFile(lines, modifiedAt) {
      const path = join(folder, `${randomUUID()}.jsonl`)
      writeFileSync(path, toLines(lines))
      if (modifiedAt !== undefined) utimesSync(path, modifiedAt, modifiedAt)
      return path
    },
    async importPaths(...paths) {
      const { files } = await openFiles(paths)
      return importFiles({ store: test.store, now: () => new Date() }, files, () => undefined)
    },
    importLines: (...lines) => test.importPaths(test.writeFile(lines)),
    async empty() {
      await test.store.transaction(async (tx) => {
        // Tables of few rows are emptied row by row in a tenth of the time that it takes to give them new files.
        for (const { table } of await listTables(tx))
          await (table === appendOnly ? emptyTables(tx, [table]) : tx.session.query(`delete from ${table}`))
      })
    },
    async stateOf(...files) {
      await test.empty()
      for (const lines of files) await test.importLines(...lines)
      return readState(test.store)
    },
  }
  return test
}

export function toLines(lines: readonly (JsonRecord | string)[]): string {
  return lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')
}
