import type { Store } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
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
import { seededRandom, shuffled } from './seeded-random.ts'
import { expectSameState, readState, rowCount } from './store-state.ts'
import { useStore } from './test-store.ts'

const makers = {
  work,
  author,
  institution,
  source,
  topic: (id: number, name?: string, more: JsonRecord = {}) => topic(id, name ?? '', 'About this.', more),
}

describeOnEachDatabase('versions of a record', (database) => {
  const it = useStore(database)
  beforeEach(() => it.empty())

  describe.each(Object.entries(makers))('of a kind: %s', (kind, make) => {
    const table = `${kind}s`
    const old = make(1, 'Old', { updated_date: '2023-01-01T10:00:00' })
    const recent = make(1, 'Recent', { updated_date: '2023-01-01T10:00:00.000001Z' })

    test('an older one never replaces a newer one, in one file or in two', async () => {
      const expected = await it.stateOf([make(1, 'Newer', { updated_date: '2023-06-01' })])
      expect(await it.importLines(old)).toMatchObject({ created: 0, updated: 0, unchanged: 1 })
      expectSameState(await readState(it.store), expected)
      await it.empty()
      expect(await it.importLines(make(1, 'Newer', { updated_date: '2023-06-01' }), old)).toMatchObject({
        created: 1,
        unchanged: 1,
      })
      expectSameState(await readState(it.store), expected)
    })

    test('a newer one and an equally old one replace it', async () => {
      for (const next of [make(1, 'Same day', { updated_date: '2023-01-01T10:00:00Z' }), recent]) {
        const expected = await it.stateOf([next])
        await it.empty()
        await it.importLines(old)
        expect(await it.importLines(next)).toMatchObject({ created: 0, updated: 1, unchanged: 0 })
        expectSameState(await readState(it.store), expected)
      }
    })

    test('one without a date does not replace a dated one; a dated one replaces it', async () => {
      await it.importLines(old)
      expect(await it.importLines(make(1, 'Undated'))).toMatchObject({ updated: 0, unchanged: 1 })
      expect((await readState(it.store)).get(table)?.join()).toContain('Old')
      await it.empty()
      await it.importLines(make(1, 'Undated'))
      expect(await it.importLines(old)).toMatchObject({ updated: 1, unchanged: 0 })
      expect((await readState(it.store)).get(table)?.join()).toContain('Old')
    })

    test('an equal one changes nothing', async () => {
      await it.importLines(old)
      expect(await it.importLines(old, old)).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    })
  })

  test('a work from before the iDs on bylines were kept is taken over again when it comes again, once', async () => {
    const lines = [work(1, 'One', { authorships: [{ author: { display_name: 'A', orcid: orcidOf(7) } }] }), author(1)]
    const path = it.writeFile(lines)
    await it.importPaths(path)
    const expected = await readState(it.store)
    // As the second migration leaves the rows that were there.
    await it.store.withSession(async ({ session }) => {
      await session.query('update authorships set orcid = null')
      await session.query('update records set file_modified_at = null')
    })
    expect(await it.importPaths(path)).toMatchObject({ created: 0, updated: 1, unchanged: 1 })
    expectSameState(await readState(it.store), expected)
    expect(await it.importPaths(path)).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
  })

  test('a date that is none counts as no date', async () => {
    for (const date of [
      '0000-01-01',
      '2023-13-01',
      'yesterday',
      '-000005-01-01T00:00:00Z',
      '+275760-09-13T00:00:00Z',
      '0001-01-01T00:00:00+05:00',
      '9999-12-31T23:59:59-05:00',
      '',
    ]) {
      await it.importLines(work(1, `Dated ${date}`, { updated_date: date }))
      expect((await readState(it.store)).get('records')?.[0]?.split('\t').slice(0, 4)).toEqual([
        '1',
        '1',
        'openalex.org',
        '\\N',
      ])
    }
  })

  test('works that change in every way end as a fresh import of their final versions', async () => {
    const { topics, sources, institutions, authors, works } = makeCorpus(150, seededRandom(11))
    const changed = makeCorpus(150, seededRandom(12)).works
    const surroundings = [...topics, ...sources, ...institutions, ...makeCorpus(150, seededRandom(12)).authors]
    const final = works.map((before, index) => (index % 3 === 0 ? (changed[index] ?? before) : before))
    const fresh = await it.stateOf(surroundings, final)
    const mended = await it.stateOf(authors, surroundings, works, shuffled(final, seededRandom(13)))
    expectSameState(mended, fresh)
  })

  test('a work that loses its topics, places, references and byline takes its counts back', async () => {
    const full = work(1, 'Full', {
      authorships: [slot(1, [1, 2]), slot(2, [1]), slot(1)],
      topics: [workTopic(1), workTopic(2, 0.3)],
      primary_location: place(1),
      locations: [place(1), place(2), { landing_page_url: 'https://mirror.example/' }],
      referenced_works: [workUrl(2), workUrl(3), workUrl(2), workUrl(1)],
      doi: 'https://doi.org/10.1234/1',
    })
    const all = [
      ...[1, 2].flatMap((id) => [author(id), institution(id), source(id), topic(id, `Topic ${id}`, 'Nothing alike.')]),
      work(2),
      work(3),
    ]
    const bare = work(1, 'Bare', { publication_year: null })
    const fresh = await it.stateOf(all, [bare])
    expect(rowCount(fresh, 'entity_counts')).toBe(0)
    const filled = await it.stateOf(all, [full])
    expect(filled.get('entity_counts')).toEqual([
      '1\t2\t0\t1',
      '1\t3\t0\t1',
      '3\t1\t1\t0',
      '3\t2\t1\t0',
      '4\t1\t1\t0',
      '4\t2\t1\t0',
      '5\t1\t1\t0',
      '5\t2\t1\t0',
    ])
    await it.importLines(bare)
    expectSameState(await readState(it.store), fresh)
    await it.importLines(full)
    expectSameState(await readState(it.store), filled)
  })

  test('each shared work adds 1/(names - 1) to a tie, which is close by two works or two places and says by which works', async () => {
    const byline = (...ids: (number | null)[]) => ({ authorships: ids.map((id) => slot(id)) })
    await it.importLines(
      work(1, 'A', { ...byline(1, 2, 3, 4), publication_year: 2020 }),
      work(2, 'B', { ...byline(1, 4), publication_year: 2022 }),
      work(3, 'C', byline(5, null, null, 6)),
      work(4, 'D', byline(7, 7, 8)),
    )
    const ties = (await readState(it.store)).get('coauthor_ties')?.map((row) => row.split('\t'))
    const tie = (a: number, b: number) => ties?.find(([from, , to]) => from === String(a) && to === String(b))?.slice(3)
    expect(tie(1, 4)).toEqual(['2', '1.333333333333', 't', '2020', '2022', '{2,1}'])
    expect(tie(1, 3)).toEqual(['1', '0.333333333333', 't', '2020', '2020', '{1}'])
    expect(tie(2, 4)?.slice(0, 3)).toEqual(['1', '0.333333333333', 't'])
    expect(tie(5, 6)?.slice(0, 3)).toEqual(['1', '0.333333333333', 'f'])
    expect(tie(7, 8)?.slice(0, 3)).toEqual(['1', '1', 't'])
    expect(tie(7, 7)).toBeUndefined()
  })

  test('two shared works make close collaborators on bylines of up to 500 names, one makes none beyond 100', async () => {
    const byline = (...groups: readonly (readonly [from: number, to: number])[]) => ({
      authorships: groups.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => slot(from + i))),
    })
    const tiesAfter = async (...works: JsonRecord[]) => {
      const ties = (await it.stateOf(works)).get('coauthor_ties')?.map((row) => row.split('\t')) ?? []
      return ties.map(([from, , to, shared, strength, close]) => [from, to, shared, strength, close].join(' '))
    }
    const [first, second] = [work(1, 'A', byline([1, 2], [101, 248])), work(2, 'B', byline([1, 2], [301, 448]))]
    expect(await tiesAfter(first)).toEqual([])
    expect(await tiesAfter(first, second)).toEqual(['1 2 2 0.01342281879 t', '2 1 2 0.01342281879 t'])
    expect(await tiesAfter(first, work(3, 'C', byline([1, 2])))).toEqual([
      '1 2 2 1.006711409395 t',
      '2 1 2 1.006711409395 t',
    ])
    const long = (others: number) => work(others, 'Long', byline([1, 2], [1_001, 1_000 + others]))
    const other = work(2, 'B', byline([1, 2], [2_001, 2_498]))
    expect(await tiesAfter(long(498), other)).toHaveLength(2)
    expect(await tiesAfter(long(499), other)).toEqual([])
  })

  test('two bylines of 5,000 names tie nobody, and cost no more than their length', async () => {
    const byline = { authorships: Array.from({ length: 5_000 }, (_, index) => slot(index + 1)) }
    const state = await it.stateOf([work(1, 'A', byline), work(2, 'B', byline)])
    expect(rowCount(state, 'author_stats')).toBe(5_000)
    expect(rowCount(state, 'coauthor_ties')).toBe(0)
  })

  test('the iD that stands on a byline is kept with it, and goes when the byline no longer says it', async () => {
    const orcids = async () => (await readState(it.store)).get('authorships')?.map((row) => row.split('\t').at(-1))
    const stated = {
      ...slot(null, [], 'Unresolved'),
      author: { id: null, orcid: 'https://orcid.org/0000-0002-1825-0097' },
    }
    await it.importLines(work(1, 'A', { authorships: [slot(3), slot(4), stated] }))
    expect(await orcids()).toEqual([orcidOf(3), '\\N', '0000-0002-1825-0097'])
    await it.importLines(work(1, 'A', { authorships: [slot(4)] }))
    expect(await orcids()).toEqual(['\\N'])
  })
})

describeOnEachDatabase('deriving again', (database) => {
  const it = useStore(database)
  beforeEach(() => it.empty())

  test('one changed work rewrites what is derived for its own authors, before and after, and for nobody else', async () => {
    const corpus = makeCorpus(100, seededRandom(21))
    const changing = work(500, 'Before', { authorships: [slot(1), slot(2)], topics: [workTopic(1)] })
    await it.importLines(...allOf(corpus), changing)
    const before = await authorRows(it.store)
    await it.importLines(work(500, 'After', { authorships: [slot(2), slot(3)], topics: [workTopic(1)] }))
    const after = await authorRows(it.store)
    expect(touchedAuthors(before, after)).toEqual([1, 2, 3])
  })

  test('a work whose topics change rewrites its own authors, topics and no other name', async () => {
    await it.importLines(
      ...allOf(makeCorpus(100, seededRandom(22))),
      work(500, 'Before', { authorships: [slot(1)], topics: [workTopic(1)] }),
    )
    const before = await nameRows(it.store)
    await it.importLines(work(500, 'Before', { authorships: [slot(1)], topics: [workTopic(2)] }))
    expect(touched(before, await nameRows(it.store))).toEqual(['author 1', 'topic 1', 'topic 2', 'work 500'])
  })

  test('a topic whose description changes rewrites the authors of works that match otherwise now, and no others', async () => {
    const bacteria = topic(
      1,
      'Soil Bacteria',
      'This cluster of papers explores soil bacteria ecology, soil bacteria communities and nitrogen.',
    )
    const trade = topic(
      2,
      'Medieval Trade',
      'This cluster of papers explores medieval trade, merchants and trade routes of medieval towns.',
    )
    await it.importLines(
      bacteria,
      trade,
      work(1, 'Soil bacteria ecology and nitrogen', {
        abstract: 'Soil bacteria communities.',
        authorships: [slot(1), slot(2)],
      }),
      work(2, 'Medieval trade routes and merchants', { abstract: 'Medieval towns and trade.', authorships: [slot(3)] }),
    )
    const before = await authorRows(it.store)
    const derived = (await readState(it.store)).get('work_topics')
    await it.importLines(
      topic(3, 'Graph Theory', 'This cluster of papers explores graph theory and the colouring of graphs.'),
    )
    expect((await readState(it.store)).get('work_topics')).toEqual(derived)
    expect(touchedAuthors(before, await authorRows(it.store))).toEqual([])
    await it.importLines(topic(2, 'Number Theory', 'This cluster of papers explores number theory and primes.'))
    expect(touchedAuthors(before, await authorRows(it.store))).toEqual([3])
  })

  test('a record about an author rewrites that author alone', async () => {
    await it.importLines(...allOf(makeCorpus(60, seededRandom(23))))
    const before = await authorRows(it.store)
    await it.importLines(author(5, 'Renamed', { affiliations: [{ institution: institution(3), years: [1999] }] }))
    expect(touchedAuthors(before, await authorRows(it.store))).toEqual([5])
  })
})

/** Where each derived row of each author lies, and which transaction wrote it. */
async function authorRows(store: Store): Promise<ReadonlyMap<string, string>> {
  const tables = ['author_stats', 'coauthor_ties', 'author_topics', 'author_institutions']
  const selects = tables.map(
    (table) => `select author_id as id, '${table}' || ctid::text || ' ' || xmin::text as row from ${table}`,
  )
  return rowsBy(
    store,
    `${selects.join(' union all ')} union all select entity_id, 'name_keys' || ctid::text || ' ' || xmin::text from name_keys where kind = 2`,
  )
}

async function nameRows(store: Store): Promise<ReadonlyMap<string, string>> {
  const kind = "(array['work', 'author', 'institution', 'topic', 'source'])[kind]"
  return rowsBy(
    store,
    `select ${kind} || ' ' || entity_id as id, ctid::text || ' ' || xmin::text as row from name_keys`,
  )
}

async function rowsBy(store: Store, select: string): Promise<ReadonlyMap<string, string>> {
  return store.withSession(async ({ session }) => {
    const { rows } = await session.query<{ id: number | string; rows: string }>(
      `select id, string_agg(row, ',' order by row) as rows from (${select}) as all_rows group by id`,
    )
    return new Map(rows.map(({ id, rows: places }) => [String(id), places]))
  })
}

function touched(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id)).toSorted()
}

function touchedAuthors(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number[] {
  return touched(before, after)
    .map(Number)
    .toSorted((a, b) => a - b)
}
