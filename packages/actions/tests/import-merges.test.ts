import { findMergedInto } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  allOf,
  author,
  institution,
  type JsonRecord,
  makeCorpus,
  orcidOf,
  place,
  slot,
  source,
  topic,
  work,
  workTopic,
  workUrl,
} from './made-records.ts'
import { seededRandom } from './seeded-random.ts'
import { expectSameState, readState, rowCount, type StoreState } from './store-state.ts'
import { useStore } from './test-store.ts'

const root = mkdtempSync(join(tmpdir(), 'bzpeer-merges-'))
afterAll(() => rmSync(root, { recursive: true }))

type Merges = Readonly<Record<string, readonly (readonly [from: string, into: string])[]>>

let files = 0
/** Lists of merged ids as a snapshot has them. */
function writeMerges(merges: Merges): string {
  const folder = join(root, String(files++))
  for (const [collection, pairs] of Object.entries(merges)) {
    mkdirSync(join(folder, 'merged_ids', collection), { recursive: true })
    const rows = pairs.map(([from, into]) => `2022-08-03,${from},${into}\n`)
    writeFileSync(
      join(folder, 'merged_ids', collection, '2022-08-03.csv'),
      `merge_date,id,merge_into_id\n${rows.join('')}`,
    )
  }
  return folder
}

describeOnEachDatabase('merged ids', (database) => {
  const it = useStore(database)
  beforeEach(() => it.empty())

  /** The end states of the merges coming before the records, and after them. */
  async function bothWays(lines: readonly JsonRecord[], merges: Merges): Promise<[StoreState, StoreState]> {
    const folder = writeMerges(merges)
    await it.importPaths(folder)
    await it.importLines(...lines)
    const before = await readState(it.store)
    await it.empty()
    await it.importLines(...lines)
    await it.importPaths(folder)
    return [before, await readState(it.store)]
  }

  test.each<[string, JsonRecord[], Merges]>([
    [
      'an author',
      [
        author(1),
        author(2),
        author(3),
        work(1, 'One', { authorships: [slot(1), slot(3)] }),
        work(2, 'Two', { authorships: [slot(2), slot(3)] }),
      ],
      { authors: [['A2', 'A1']] },
    ],
    [
      'an author who stands beside the other on one byline',
      [author(1), author(2), author(3), work(1, 'One', { authorships: [slot(2), slot(3), slot(1)] })],
      { authors: [['A2', 'A1']] },
    ],
    [
      'an institution beside the other',
      [institution(1), institution(2), author(1), work(1, 'One', { authorships: [slot(1, [2, 1]), slot(null, [2])] })],
      { institutions: [['I2', 'I1']] },
    ],
    [
      'an institution that an author is affiliated with twice',
      [
        institution(1),
        institution(2),
        author(1, 'A', {
          affiliations: [
            { institution: institution(1), years: [2001] },
            { institution: institution(2), years: [2002] },
          ],
        }),
      ],
      { institutions: [['I2', 'I1']] },
    ],
    [
      'an institution that others are related to',
      [
        institution(1),
        institution(2),
        institution(3, 'C', { associated_institutions: [institution(2), institution(1)] }),
      ],
      { institutions: [['I2', 'I1']] },
    ],
    [
      'a topic beside the other',
      [
        topic(1, 'T', 'X'),
        topic(2, 'U', 'Y'),
        topic(3, 'V', 'Z'),
        work(1, 'One', { topics: [workTopic(2, 0.9), workTopic(1, 0.8), workTopic(3, 0.7)], authorships: [slot(1)] }),
        author(1),
      ],
      { topics: [['T2', 'T1']] },
    ],
    [
      'a source beside the other',
      [source(1), source(2), work(1, 'One', { primary_location: place(2), locations: [place(1)] })],
      { sources: [['S2', 'S1']] },
    ],
    [
      'a work that is cited beside the other',
      [work(1), work(2), work(3, 'Three', { referenced_works: [workUrl(1), workUrl(2)] })],
      { works: [['W2', 'W1']] },
    ],
    [
      'a work that cites and is cited by what takes its place',
      [
        work(1, 'One', { referenced_works: [workUrl(2)] }),
        work(2, 'Two', { referenced_works: [workUrl(1)], authorships: [slot(1)] }),
        author(1),
      ],
      { works: [['W2', 'W1']] },
    ],
    [
      'a chain of authors',
      [
        author(1),
        author(2),
        author(3),
        work(1, 'One', { authorships: [slot(1)] }),
        work(2, 'Two', { authorships: [slot(2)] }),
        work(3, 'Three', { authorships: [slot(3)] }),
      ],
      {
        authors: [
          ['A1', 'A2'],
          ['A2', 'A3'],
        ],
      },
    ],
    [
      'a chain of authors, the other way',
      [
        author(1),
        author(2),
        author(3),
        work(1, 'One', { authorships: [slot(1)] }),
        work(2, 'Two', { authorships: [slot(2)] }),
        work(3, 'Three', { authorships: [slot(3)] }),
      ],
      {
        authors: [
          ['A2', 'A1'],
          ['A3', 'A2'],
        ],
      },
    ],
  ])('end the same before the records and after them: %s', async (_, lines, merges) => {
    const [before, after] = await bothWays(lines, merges)
    expectSameState(after, before)
  })

  test('of those who are only mentioned leave the new id with a page, under the fullest of their names', async () => {
    const lines = [
      work(1, 'One', {
        authorships: [slot(2, [2], 'Jane Doe')],
        primary_location: place(2),
        topics: [workTopic(2, 0.5, 'A topic')],
      }),
      work(2, 'Two', { authorships: [slot(1, [], 'J. Doe')] }),
    ]
    const merges: Merges = {
      authors: [['A2', 'A1']],
      institutions: [['I2', 'I1']],
      sources: [['S2', 'S1']],
      topics: [['T2', 'T1']],
    }
    const [before, after] = await bothWays(lines, merges)
    expectSameState(after, before)
    expect(after.get('authors')).toEqual(['1\tJane Doe\t{}\tt'])
    for (const table of ['institutions', 'sources', 'topics']) {
      expect(after.get(table)?.map((row) => row.split('\t')[0])).toEqual(['1'])
    }
  })

  test('that come one import after the other end the same as all at once', async () => {
    const lines = [1, 2, 3].flatMap((id) => [author(id), work(id, `Work ${id}`, { authorships: [slot(id), slot(4)] })])
    const all = writeMerges({
      authors: [
        ['A1', 'A2'],
        ['A2', 'A3'],
      ],
    })
    const [first, second] = [writeMerges({ authors: [['A1', 'A2']] }), writeMerges({ authors: [['A2', 'A3']] })]
    await it.importPaths(all)
    const expected = await it.importLines(...lines).then(() => readState(it.store))
    expect(expected.get('author_stats')).toContain('3\t3\t0\t1\t1\t\\N\t0')
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      await it.empty()
      await it.importLines(...lines)
      for (const folder of order) await it.importPaths(folder)
      expectSameState(await readState(it.store), expected)
      expect(await it.importLines(...lines)).toMatchObject({ created: 0, updated: 0, unchanged: 6 })
      expectSameState(await readState(it.store), expected)
    }
  })

  test('that go round in a circle lose nobody', async () => {
    const lines = [author(1), author(2), work(1, 'One', { authorships: [slot(1), slot(2)] })]
    const [before, after] = await bothWays(lines, {
      authors: [
        ['A1', 'A2'],
        ['A2', 'A1'],
      ],
    })
    for (const state of [before, after]) {
      expect(rowCount(state, 'authors')).toBeGreaterThan(0)
      const ids = state.get('authors')?.map((row) => row.split('\t')[0])
      for (const row of state.get('author_works') ?? []) expect(ids).toContain(row.split('\t')[0])
    }
  })

  const chain = Array.from({ length: 30 }, (_, index): [string, string] => [`A${index + 1}`, `A${index + 2}`])

  test.each([
    ['in one file', [chain]],
    ['in one file, the last first', [chain.toReversed()]],
    ['in a file each', chain.map((step) => [step])],
    ['in a file each, the last first', chain.toReversed().map((step) => [step])],
    [
      'in a file each, every third first',
      [0, 1, 2].flatMap((rest) => chain.filter((_, at) => at % 3 === rest)).map((step) => [step]),
    ],
  ])('in a chain of thirty lead to its end, and one that closes it to a circle is put aside: %s', async (_, lists) => {
    const lines = [1, 11, 21, 31].flatMap((id) => [author(id), work(id, `Work ${id}`, { authorships: [slot(id)] })])
    await it.importPaths(writeMerges({ authors: chain }))
    const expected = await it.importLines(...lines).then(() => readState(it.store))
    expect(expected.get('authors')).toEqual(['31\tAuthor 31\t{}\tf'])
    await it.empty()
    await it.importLines(...lines)
    for (const list of lists) await it.importPaths(writeMerges({ authors: list }))
    expectSameState(await readState(it.store), expected)
    for (const id of [1, 15, 30]) expect(await findMergedInto({ kind: 'author', id }, it.store.db)).toBe(31)
    const closing = await it.importPaths(writeMerges({ authors: [['A31', 'A1']] }))
    expect(closing).toMatchObject({ read: 1, created: 0, updated: 0, unchanged: 0, rejected: 1 })
    const rejects = await it.store.db.selectFrom('import_rejects').select(['line', 'reason']).execute()
    expect(rejects).toEqual([
      { line: 2, reason: 'A31 cannot lead to A1: A1 leads to A31 already, and both would be lost.' },
    ])
    expectSameState(await readState(it.store), expected)
  })

  test('that turn a chain round end the same in one file and in two', async () => {
    const lines = [1, 2, 3].flatMap((id) => [author(id), work(id, `Work ${id}`, { authorships: [slot(id)] })])
    const run = async (...lists: [string, string][][]): Promise<StoreState> => {
      await it.empty()
      await it.importPaths(writeMerges({ authors: [['A1', 'A2']] }))
      await it.importLines(...lines)
      for (const list of lists) await it.importPaths(writeMerges({ authors: list }))
      return readState(it.store)
    }
    const apart = await run([['A1', 'A3']], [['A2', 'A1']])
    expect(apart.get('merged_ids')).toEqual(['2\t1\t3\t3', '2\t2\t1\t3'])
    expectSameState(
      await run([
        ['A1', 'A3'],
        ['A2', 'A1'],
      ]),
      apart,
    )
  })

  test('stated anew take along what leads to them, and refused ones change nothing, however they are split', async () => {
    const random = seededRandom(17)
    const some = () => 1 + Math.floor(random() * 9)
    for (let round = 0; round < 8; round++) {
      const pairs = Array.from({ length: 14 }, (): [string, string] => [`A${some()}`, `A${some()}`]).filter(
        ([from, into]) => from !== into,
      )
      await it.empty()
      await it.importPaths(writeMerges({ authors: pairs }))
      const together = await readState(it.store)
      await it.empty()
      for (const at of [0, 3, 4, 9]) {
        const part = pairs.slice(at, { 0: 3, 3: 4, 4: 9 }[at] ?? pairs.length)
        if (part.length > 0) await it.importPaths(writeMerges({ authors: part }))
      }
      expectSameState(await readState(it.store), together)
      const into = new Map(together.get('merged_ids')?.map((row) => row.split('\t').slice(1, 3) as [string, string]))
      for (const row of together.get('merged_ids') ?? []) {
        const [, id = '', , final] = row.split('\t')
        let end = id
        for (let steps = 0; steps < 20; steps++) end = into.get(end) ?? end
        expect([id, final]).toEqual([id, end])
      }
    }
  })

  test('of those known by identifiers that others state hand them over', async () => {
    const ror = 'https://ror.org/00f54p054'
    const lines = [
      work(1, 'One', {
        authorships: [{ ...slot(6, [], 'Jane Doe'), institutions: [institution(2, undefined, { ror })] }],
      }),
      work(2, 'Two', { authorships: [slot(1, [1], 'J. Doe')] }),
    ]
    const [before, after] = await bothWays(lines, { authors: [['A6', 'A1']], institutions: [['I2', 'I1']] })
    expectSameState(after, before)
    expect(after.get('identifiers')).toEqual([
      `orcid\t${orcidOf(6)}\t2\t1\topenalex.org`,
      'ror\t00f54p054\t3\t1\topenalex.org',
    ])
  })

  test('of a whole corpus end the same before the records and after them', async () => {
    const corpus = allOf(makeCorpus(120, seededRandom(61)))
    const pairs = (letter: string, ids: number[]): [string, string][] =>
      ids.map((id) => [`${letter}${id}`, `${letter}${id + 1}`])
    const merges = {
      authors: pairs('A', [3, 9, 15, 21, 27]),
      institutions: pairs('I', [2, 8]),
      topics: pairs('T', [2]),
      sources: pairs('S', [4]),
      works: pairs('W', [10, 20, 30]),
    }
    const [before, after] = await bothWays(corpus, merges)
    expectSameState(after, before)
    expect(rowCount(after, 'works')).toBe(117)
  })
})
