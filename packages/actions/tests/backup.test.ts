import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { DamagedBackupError, importFiles, NotEmptyError, restoreBackup, writeBackup } from '@bzpeer/actions'
import { openFiles } from '@bzpeer/importers/openalex'
import {
  checkCounts,
  DatabaseUnreachableError,
  migrate,
  NewerDatabaseError,
  openStore,
  type Store,
  WriterBusyError,
} from '@bzpeer/store'
import { createDatabase } from '@bzpeer/testkit'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { allOf, author, makeCorpus, work } from './made-records.ts'
import { seededRandom } from './seeded-random.ts'
import { expectSameState, readEverything, rowCount, type StoreState } from './store-state.ts'
import { toLines, useStore } from './test-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'bzpeer-backup-'))
afterAll(() => rmSync(folder, { recursive: true }))
const silent = (): void => undefined
const now = new Date('2026-01-02T03:04:05Z')

/** Records with every kind of text that a format of rows can trip over, and rejects and a merge besides. */
const lines = [
  ...allOf(makeCorpus(80, seededRandom(41))),
  work(9_001, 'Back\\slash \\N \\. tab\t{brace} "quote" \u{1F600}', {
    keywords: ['\\.', 'a,b', '{}', '"', '\\N', 'NULL'],
    abstract: 'line\n\\.\nline\r\n',
  }),
  author(9_002, '\\.', { display_name_alternatives: ['\\N', '\u{1F468}\u200D\u{1F469}'] }),
  'not a record',
]

describeOnEachDatabase('a backup', (database) => {
  const it = useStore(database)
  const path = join(folder, `${database.kind}.backup`)
  let saved: StoreState
  let text: string

  beforeAll(async () => {
    await it.importLines(...lines)
    await writeBackup(it.store, path, now, silent)
    saved = await readEverything(it.store)
    text = gunzipSync(readFileSync(path)).toString('utf8')
  })
  beforeEach(() => it.empty())

  async function restore(bytes: Buffer | string, replace = false): Promise<void> {
    const file = join(folder, `${database.kind}-changed.backup`)
    writeFileSync(file, typeof bytes === 'string' ? gzipSync(bytes) : bytes)
    await restoreBackup(it.store, file, { replace }, silent)
  }

  async function expectRefused(
    bytes: Buffer | string,
    message: RegExp = /cannot be restored: .*Nothing was changed\./s,
  ): Promise<void> {
    const before = await readEverything(it.store)
    await expect(restore(bytes, true)).rejects.toSatisfy(
      (error: unknown) => error instanceof DamagedBackupError && message.test(error.message),
    )
    expectSameState(await readEverything(it.store), before)
  }

  test('brings back every row of every table, and the site can go on from there', async () => {
    expect(rowCount(saved, 'works')).toBe(81)
    expect(rowCount(saved, 'import_rejects')).toBe(1)
    await restoreBackup(it.store, path, { replace: false }, silent)
    expectSameState(await readEverything(it.store), saved)
    expect(await checkCounts(it.store)).toEqual([])
    expect(await it.importLines(...lines)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: lines.length - 1,
      rejected: 1,
    })
  })

  test('leaves no half-written file, neither when it is done nor when it cannot be written', async () => {
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([])
    await expect(writeBackup(it.store, join(folder, 'no', 'such', 'folder'), now, silent)).rejects.toThrow(/ENOENT/)
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([])
    expect(await it.importLines(work(1))).toMatchObject({ created: 1 })
  })

  test('is not restored over records unless it is told to replace them, and then replaces all of them', async () => {
    await it.importLines(work(7, 'Already here'), author(8))
    const before = await readEverything(it.store)
    await expect(restoreBackup(it.store, path, { replace: false }, silent)).rejects.toThrow(NotEmptyError)
    expectSameState(await readEverything(it.store), before)
    await restoreBackup(it.store, path, { replace: true }, silent)
    expectSameState(await readEverything(it.store), saved)
  })

  test('that breaks off at any point is refused and changes nothing', async () => {
    await it.importLines(work(7, 'Already here'))
    const bytes = readFileSync(path)
    for (const share of [0, 0.0005, 0.2, 0.7, 0.99])
      await expectRefused(bytes.subarray(0, Math.floor(bytes.length * share)))
    for (const missing of [1, 4, 8, 9]) await expectRefused(bytes.subarray(0, bytes.length - missing))
  })

  test('of which one bit has turned is refused and changes nothing', { timeout: 120_000 }, async () => {
    await it.importLines(work(7, 'Already here'))
    const before = await readEverything(it.store)
    const random = seededRandom(42)
    for (let time = 0; time < 15; time++) {
      const bytes = readFileSync(path)
      // Behind the header of gzip, which says nothing about the rows.
      const at = 10 + Math.floor(random() * (bytes.length - 10))
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at)
      await expect(restore(bytes, true)).rejects.toThrow(DamagedBackupError)
    }
    expectSameState(await readEverything(it.store), before)
  })

  test('whose rows, tables or end were changed by hand is refused and changes nothing', async () => {
    await it.importLines(work(7, 'Already here'))
    const tableAt = (name: string) => text.indexOf(`{"table":"${name}"`)
    const section = (name: string) => text.slice(tableAt(name), text.indexOf('\n\\.\n', tableAt(name)) + 4)
    const trailer = text.trimEnd().split('\n').at(-1) ?? ''
    const fewer = trailer.replace(/\d+/, (count) => String(Number(count) - 1))
    await expectRefused('')
    await expectRefused('nothing like a backup\n')
    await expectRefused(Buffer.from('not even gzip'))
    await expectRefused(text.slice(0, -trailer.length - 1))
    await expectRefused(`${text}more\n`, /goes on after its end/)
    await expectRefused(text.replace('"bzpeer-backup"', '"other-backup"'), /does not begin/)
    await expectRefused(text.replace('"version":1', '"version":2'), /does not begin/)
    await expectRefused(text.replace('{"table":"works"', '{"table":"pg_authid"'), /table or column/)
    await expectRefused(text.replace('{"table":"works"', '{"table":"works; drop table works"'), /table or column/)
    await expectRefused(text.replace('"abstract",', ''), /table or column/)
    await expectRefused(text.replace(section('works'), '').replace(trailer, fewer), /table works is not in it/)
    await expectRefused(text.replace(section('works'), section('works') + section('works')), /holds it twice/)
    await expectRefused(
      text.replace(section('works'), section('works').replace(/\n(\d+)\t/, '\nnumber\t')),
      /works holds rows that cannot be/,
    )
    await expectRefused(
      text.replace(section('works'), section('works').replace(/\n(\d+)\t/, '\n$1\textra\t')),
      /works holds rows that cannot be/,
    )
    await expectRefused(
      text.replace(section('author_stats'), section('author_stats').replace(/\n(.*)\n/, '\n$1\n$1\n')),
      /author_stats holds rows that cannot be/,
    )
  })

  test('made by a newer version, or of a database without a schema, is refused with a sentence', async () => {
    const migrations = /"migrations":\[[^\]]*/
    await expect(restore(text.replace(migrations, '$&,"9999-from-the-future"'))).rejects.toThrow(NewerDatabaseError)
    await expectRefused(text.replace(migrations, '"migrations":['), /without a schema/)
  })

  test('of an older schema restores into a new database, which is brought up to date', async () => {
    await using old = openStore(await database.createLocation({ empty: true }))
    await migrate(old, '0001-public-record')
    await old.withSession(async ({ session }) => {
      await session.query(`insert into works (id, type, topics_stated) values (1, 'article', false)`)
      await session.query(
        `insert into authorships (work_id, position, author_id, is_repeat, raw_name) values (1, 1, 2, false, 'A')`,
      )
      await session.query('insert into author_works values (2, 2020, 1, 1, 1, true)')
    })
    const oldPath = join(folder, `${database.kind}-old.backup`)
    await writeBackup(old, oldPath, now, silent)
    await using target = openStore(await database.createLocation({ empty: true }))
    await restoreBackup(target, oldPath, { replace: false }, silent)
    const state = await readEverything(target)
    expect(state.get('authorships')).toEqual(['1\t1\t2\tf\tA\t{}\t{}\t\\N\t\\N'])
    expect(state.get('author_works')).toEqual(['2\t2020\t1\t1\t1'])
  })

  test('restores into the other database the same, and back', async (context) => {
    const postgres = inject('postgres')
    if (database.kind === 'embedded' && 'skipReason' in postgres) return context.skip(postgres.skipReason)
    const other =
      'url' in postgres && database.kind === 'embedded'
        ? { databaseUrl: await createDatabase(postgres.url) }
        : { dataDir: mkdtempSync(join(folder, 'data-')) }
    await using target = openStore(other)
    await restoreBackup(target, path, { replace: false }, silent)
    expectSameState(await readEverything(target), saved)
    const back = join(folder, `${database.kind}-back.backup`)
    await writeBackup(target, back, now, silent)
    await restoreBackup(it.store, back, { replace: true }, silent)
    expectSameState(await readEverything(it.store), saved)
  })

  test('holds one moment: what is imported while it is written is in it whole or not at all', async () => {
    await it.importLines(...lines)
    const during = join(folder, `${database.kind}-during.backup`)
    const before = await readEverything(it.store)
    const added = work(9_100, 'Added meanwhile', { authorships: [] })
    await Promise.all([writeBackup(it.store, during, now, silent), it.importLines(added)])
    await it.empty()
    await restoreBackup(it.store, during, { replace: false }, silent)
    const restored = await readEverything(it.store)
    const difference = rowCount(restored, 'works') - rowCount(before, 'works')
    expect([0, 1]).toContain(difference)
    expect(rowCount(restored, 'records') - rowCount(before, 'records')).toBe(difference)
    expect(await checkCounts(it.store)).toEqual([])
  })
})

const postgres = inject('postgres')

test.skipIf('skipReason' in postgres)(
  `while an import runs on a server, a second import and a restore are refused with a sentence (${'skipReason' in postgres ? postgres.skipReason : 'server'})`,
  async () => {
    const databaseUrl = await createDatabase('url' in postgres ? postgres.url : '')
    await using first = openStore({ databaseUrl })
    await using second = openStore({ databaseUrl })
    await migrate(first)
    const path = join(folder, 'large.jsonl')
    writeFileSync(path, toLines(allOf(makeCorpus(1_500, seededRandom(43)))))
    const backup = join(folder, 'of-nothing.backup')
    await writeBackup(second, backup, now, silent)

    let isRunning = true
    const started = Promise.withResolvers<void>()
    const running = importPath(first, path, started.resolve).finally(() => (isRunning = false))
    await started.promise
    await expect(importPath(second, path)).rejects.toThrow(new WriterBusyError().message)
    await expect(restoreBackup(second, backup, { replace: true }, silent)).rejects.toThrow(WriterBusyError)
    expect(isRunning).toBe(true)
    const { read, created } = await running
    expect(created).toBe(read)
    expect(await importPath(second, path)).toMatchObject({ created: 0, unchanged: read })
  },
)

test.skipIf('skipReason' in postgres)(
  `an import whose server goes away fails, and goes on where it was when called again (${'skipReason' in postgres ? postgres.skipReason : 'server'})`,
  async () => {
    const databaseUrl = await createDatabase('url' in postgres ? postgres.url : '')
    await using store = openStore({ databaseUrl })
    await migrate(store)
    const path = join(folder, 'interrupted.jsonl')
    writeFileSync(path, toLines(allOf(makeCorpus(1_500, seededRandom(44)))))
    await using other = openStore({ databaseUrl })
    let ended = 0
    const interrupted = importPath(store, path, () => {
      if (ended++ === 1)
        void other.withSession(({ session }) =>
          session.query(
            'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
          ),
        )
    })
    await expect(interrupted).rejects.toThrow(DatabaseUnreachableError)
    const resumed = await importPath(store, path)
    expect(resumed).toMatchObject({ isResumed: true, created: resumed.read, unchanged: 0, rejected: 0 })
    const state = await readEverything(store)
    expect(rowCount(state, 'works')).toBe(1_500)
    expect(rowCount(state, 'dirty_entities')).toBe(0)
  },
)

async function importPath(store: Store, path: string, onProgress: () => void = silent): ReturnType<typeof importFiles> {
  const { files } = await openFiles([path])
  return importFiles({ store, now: () => new Date() }, files, onProgress)
}
