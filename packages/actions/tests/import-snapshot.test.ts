import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sharedCorpus } from '@bzpeer/testkit'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { allOf, author, makeCorpus, slot, work } from './made-records.ts'
import { seededRandom } from './seeded-random.ts'
import { expectSameState, readState, rowCount } from './store-state.ts'
import { toLines, useStore } from './test-store.ts'

const root = mkdtempSync(join(tmpdir(), 'bzpeer-snapshot-'))
afterAll(() => rmSync(root, { recursive: true }))

let folders = 0
function writeFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = join(root, String(folders++))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

const fixtures = sharedCorpus('fixtures/openalex-snapshot')
const jsonLines = sharedCorpus('fixtures/openalex-jsonl')

describeOnEachDatabase('importing folders', (database) => {
  const it = useStore(database)
  beforeEach(() => it.empty())

  test('ends in the same state for plain files, compressed ones, and one of each kind', async () => {
    const { topics, sources, institutions, authors, works } = makeCorpus(60, seededRandom(51))
    const kinds = { topics, sources, institutions, authors, works }
    await it.importPaths(writeFolder({ 'all.jsonl': toLines(allOf(kinds)) }))
    const expected = await readState(it.store)
    await it.empty()
    await it.importPaths(
      writeFolder(
        Object.fromEntries(
          Object.entries(kinds).map(([kind, lines]) => [`${kind}/part_000.gz`, gzipSync(toLines(lines))]),
        ),
      ),
    )
    expectSameState(await readState(it.store), expected)
  })

  test('of a snapshot leaves each record as the youngest folder has it', async () => {
    const folder = writeFolder({
      'works/updated_date=2023-06-01/part_000.gz': gzipSync(toLines([work(1, 'Younger')])),
      'works/updated_date=2023-05-01/part_000.gz': gzipSync(toLines([work(1, 'Older'), work(2, 'Other')])),
    })
    expect(await it.importPaths(folder)).toMatchObject({ read: 3, created: 2, updated: 1 })
    const state = await readState(it.store)
    expect(state.get('works')?.map((row) => row.split('\t')[1])).toEqual(['Younger', 'Other'])
    expect(await it.importPaths(folder)).toMatchObject({ read: 3, created: 0, updated: 0, unchanged: 3 })
    expectSameState(await readState(it.store), state)
  })

  test('notes merged ids, and counts their rows in the summary like records', async () => {
    const csv = 'merge_date,id,merge_into_id\n2022-08-03,A5,A1\n2022-08-03,A6,A6\n'
    const folder = writeFolder({
      'merged_ids/authors/2022-08-03.csv.gz': gzipSync(csv),
      'authors/part_000.gz': gzipSync(toLines([author(1)])),
    })
    expect(await it.importPaths(folder)).toMatchObject({ read: 3, created: 2, updated: 0, unchanged: 0, rejected: 1 })
    expect((await readState(it.store)).get('merged_ids')).toEqual(['2\t5\t1\t1'])
    expect(await it.importPaths(folder)).toMatchObject({ read: 3, created: 0, updated: 0, unchanged: 2, rejected: 1 })
    const later = writeFolder({ 'merged_ids/authors/2023-08-03.csv': '2023-08-03,A5,A2\n' })
    expect(await it.importPaths(later)).toMatchObject({ read: 1, created: 0, updated: 1, unchanged: 0 })
  })

  test('says in its summary what became of every line', async () => {
    const folder = writeFolder({
      'a.jsonl': toLines([
        author(1),
        author(2),
        'nonsense',
        author(1),
        author(2, 'Other', { updated_date: '2024-01-01' }),
        '',
        work(1, 'One', { authorships: [slot(null)] }),
      ]),
      'merged_ids/works/a.csv': '2022-08-03,W5,W1\n2022-08-03,W5,W1\n',
    })
    const { read, created, updated, unchanged, rejected } = await it.importPaths(folder)
    expect({ read, created, updated, unchanged, rejected }).toEqual({
      read: 8,
      created: 4,
      updated: 1,
      unchanged: 2,
      rejected: 1,
    })
  })

  test.skipIf(fixtures.folder === undefined)(
    `of a piece of a real snapshot, and of OpenAlex’s own answers, takes over every record (${fixtures.skipReason ?? jsonLines.skipReason ?? 'fixtures'})`,
    async () => {
      const paths = [fixtures.folder ?? '', jsonLines.folder ?? '']
      const summary = await it.importPaths(...paths)
      expect(summary).toMatchObject({ read: 1_001, rejected: 0 })
      const state = await readState(it.store)
      expect(rowCount(state, 'dirty_entities')).toBe(0)
      expect(rowCount(state, 'works')).toBeGreaterThanOrEqual(51)
      expect(rowCount(state, 'coauthor_ties')).toBeGreaterThan(100)
      expect(await it.importPaths(...paths)).toMatchObject({ read: 1_001, created: 0, rejected: 0 })
      expectSameState(await readState(it.store), state)
    },
  )
})
