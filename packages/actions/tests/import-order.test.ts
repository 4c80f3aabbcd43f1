import { join } from 'node:path'
import { importFiles } from '@bzpeer/actions'
import type * as domainModule from '@bzpeer/domain'
import { openFiles } from '@bzpeer/importers/openalex'
import { countOpenBylines } from '@bzpeer/store'
import { sharedCorpus } from '@bzpeer/testkit'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { createReadStream, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { beforeEach, expect, test, vi } from 'vitest'
import { allOf, author, institution, makeCorpus, place, slot, source, topic, work, workTopic } from './made-records.ts'
import { seededRandom, shuffled } from './seeded-random.ts'
import { expectSameState, readState, rowCount } from './store-state.ts'
import { useStore } from './test-store.ts'

/** How often a work's text was matched with topics. */
const counted = vi.hoisted(() => ({ matches: 0 }))
vi.mock('@bzpeer/domain', async (importOriginal) => {
  const domain = await importOriginal<typeof domainModule>()
  return {
    ...domain,
    buildTopicMatcher: (...args: Parameters<typeof domain.buildTopicMatcher>) => {
      const matcher = domain.buildTopicMatcher(...args)
      const match: typeof matcher.match = (...text) => {
        counted.matches++
        return matcher.match(...text)
      }
      return { match }
    },
  }
})

const real = sharedCorpus('corpus-small')

async function firstLines(kind: string, count: number): Promise<string[]> {
  const lines: string[] = []
  const file = createReadStream(join(real.folder ?? '', `${kind}.jsonl.gz`))
  for await (const line of createInterface({ input: file.pipe(createGunzip()) })) {
    lines.push(line)
    if (lines.length === count) break
  }
  return lines
}

describeOnEachDatabase('importing again and in another order', (database) => {
  const it = useStore(database)
  beforeEach(() => it.empty())

  test('the same file twice changes nothing, and the summary says so', async () => {
    const path = it.writeFile(allOf(makeCorpus(120, seededRandom(1))))
    const first = await it.importPaths(path)
    expect(first).toMatchObject({ updated: 0, unchanged: 0, rejected: 0 })
    const before = await readState(it.store)

    const second = await it.importPaths(path)

    expect(second).toMatchObject({ read: first.read, created: 0, updated: 0, unchanged: first.read, rejected: 0 })
    expectSameState(await readState(it.store), before)
  })

  test('importing again touches no row of the record, not even to write the same into it', async () => {
    const path = it.writeFile(allOf(makeCorpus(60, seededRandom(2))))
    await it.importPaths(path)
    const before = await rowVersions()
    await it.importPaths(path)
    expect(await rowVersions()).toEqual(before)

    async function rowVersions(): Promise<unknown[]> {
      return it.store.withSession(async ({ session }) => {
        const tables = [
          'works',
          'authors',
          'authorships',
          'author_stats',
          'coauthor_ties',
          'name_keys',
          'entity_counts',
          'records',
        ]
        const versions = tables.map((table) => `select '${table}' as table, ctid::text, xmin::text from ${table}`)
        return (await session.query(`${versions.join(' union all ')} order by 1, 2`)).rows
      })
    }
  })

  test('of two wordings of equal age one stands, whichever comes last and however often they come', async () => {
    const at = new Date('2024-05-06T07:08:09Z')
    const wordings = [work(1, 'First wording'), work(1, 'Second wording')]
    const [first = '', second = ''] = wordings.map((wording) => it.writeFile([wording], at))
    await it.importPaths(first, second)
    const together = await readState(it.store)
    expect(rowCount(together, 'works')).toBe(1)
    expect(await it.importPaths(first, second)).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    expectSameState(await readState(it.store), together)
    for (const paths of [
      [first, second],
      [second, first],
      [it.writeFile(wordings, at)],
      [it.writeFile(wordings.toReversed(), at)],
    ]) {
      await it.empty()
      for (const path of paths) await it.importPaths(path)
      expectSameState(await readState(it.store), together)
      for (const path of paths) expect(await it.importPaths(path)).toMatchObject({ created: 0, updated: 0 })
      expectSameState(await readState(it.store), together)
    }
  })

  test('of two wordings that their source does not date apart, that of the younger file stands in any order', async () => {
    const day = (date: number) => new Date(Date.UTC(2024, 0, date))
    const dated = { updated_date: '2023-01-01' }
    const paths = [
      it.writeFile([work(1, 'Repeated'), work(2, 'Old', dated)], day(1)),
      it.writeFile([work(1, 'In between'), work(2, 'New', dated)], day(2)),
      it.writeFile([work(1, 'Repeated')], day(3)),
    ]
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      await it.empty()
      for (const index of order) await it.importPaths(paths[index] ?? '')
      const titles = (await readState(it.store)).get('works')?.map((row) => row.split('\t')[1])
      expect(titles).toEqual(['Repeated', 'New'])
      for (const path of paths) expect(await it.importPaths(path)).toMatchObject({ created: 0, updated: 0 })
    }
  })

  test('works that the store holds already are not matched with topics again, and those that are new are', async () => {
    const corpus = makeCorpus(200, seededRandom(8))
    const path = it.writeFile(allOf(corpus))
    await it.importPaths(path)
    const before = counted.matches
    await it.importPaths(path)
    expect(counted.matches - before).toBe(0)
    const added = work(900, 'Soil bacteria', { abstract: 'Soil bacteria models.' })
    await it.importPaths(it.writeFile([...allOf(corpus), added]))
    expect(counted.matches - before).toBe(1)
  })

  test('works before all that they name end in the same state as after it', async () => {
    const { topics, sources, institutions, authors, works } = makeCorpus(150, seededRandom(3))
    const usual = await it.stateOf(topics, sources, institutions, authors, works)
    expect(rowCount(usual, 'coauthor_ties')).toBeGreaterThan(100)
    expect(rowCount(usual, 'dirty_entities')).toBe(0)
    expectSameState(await it.stateOf(works, authors, institutions, sources, topics), usual)
  })

  test('records of all kinds shuffled into one file end in the same state', async () => {
    const corpus = makeCorpus(150, seededRandom(4))
    const { topics, sources, institutions, authors, works } = corpus
    const usual = await it.stateOf(topics, sources, institutions, authors, works)
    expectSameState(await it.stateOf(shuffled(allOf(corpus), seededRandom(5))), usual)
  })

  test('what is known only from being mentioned does not depend on who mentioned it first', async () => {
    const mentions = [
      work(1, 'One', {
        authorships: [
          { ...slot(7, [], 'J. Doe'), institutions: [{ id: 'https://openalex.org/I5', display_name: 'Institute' }] },
        ],
      }),
      work(2, 'Two', {
        authorships: [
          {
            ...slot(7, [], 'Jane Doe'),
            institutions: [institution(5, 'Institute', { ror: 'https://ror.org/042nb2s44' })],
          },
        ],
      }),
      work(3, 'Three', {
        authorships: [
          {
            ...slot(7, [], 'Jané Doe'),
            institutions: [institution(5, 'Institute', { country_code: 'FR', type: null })],
          },
        ],
      }),
      // The same length counted in one way, another in others: U+FF5E comes after the emoji in UTF-16, before it in UTF-8.
      work(4, 'Four', { primary_location: { source: source(3, 'Name \u{1F600}') } }),
      work(5, 'Five', { primary_location: { source: source(3, 'Name ～～') } }),
      work(6, 'Six', { primary_location: { source: source(3, 'Name ～a') } }),
      work(7, 'Seven', {
        topics: [
          { ...workTopic(9, 0.5, 'Topic'), field: { id: 'https://openalex.org/fields/17', display_name: 'Field' } },
        ],
      }),
      work(8, 'Eight', { topics: [workTopic(9, 0.5, 'Topic')] }),
    ]
    const oneFile = await it.stateOf(mentions)
    expectSameState(await it.stateOf(mentions.toReversed()), oneFile)
    for (const seed of [6, 7]) {
      const order = shuffled(mentions, seededRandom(seed)).map((line) => [line])
      expectSameState(await it.stateOf(...order), oneFile)
    }
  })

  test('an author named on a byline without a display name has a page under the name on the byline', async () => {
    await it.importLines(
      work(1, 'One', {
        authorships: [{ author: { id: 'https://openalex.org/A7', display_name: null }, raw_author_name: 'J. Doe' }],
      }),
    )
    expect((await readState(it.store)).get('authors')).toEqual(['7\tJ. Doe\t{}\tt'])
  })

  test('two sources that speak of one entity are both kept, and end the same in either order and when imported again', async () => {
    const ours = work(1, 'Our wording', {
      doi: 'https://doi.org/10.1234/a',
      updated_date: '2024-01-01',
      authorships: [slot(1)],
    })
    const theirs = {
      ...work(1, 'Their wording', { doi: 'https://doi.org/10.1234/a', authorships: [slot(2)] }),
      id: 'https://other.example/W1',
    }
    const second = { ...work(2, 'Another', { doi: 'https://doi.org/10.1234/b' }), id: 'https://other.example/W2' }
    const together = await it.stateOf([ours, theirs, second])
    expect(together.get('works')?.join()).toContain('Our wording')
    expect(rowCount(together, 'records')).toBe(3)
    expect(rowCount(together, 'identifiers')).toBe(3)
    expect(await it.importLines(ours, theirs, second)).toMatchObject({ created: 0, updated: 0, unchanged: 3 })
    expectSameState(await readState(it.store), together)
    expectSameState(await it.stateOf([theirs], [second], [ours]), together)
    expectSameState(await it.stateOf([ours], [theirs, second]), together)
  })

  test('whether an author is identified follows from what all sources say of the works, in any order', async () => {
    const at = (host: string, id: number, more: object) => ({
      ...work(id, 'A', { ...more }),
      id: `https://${host}/W${id}`,
    })
    const byline = { authorships: [slot(1), slot(2)], updated_date: '2024-01-01' }
    const ours = at('openalex.org', 1, byline)
    const theirs = at('other.example', 1, { ...byline, doi: 'https://doi.org/10.1234/a', updated_date: '2023-01-01' })
    const identified = async () => (await readState(it.store)).get('author_stats')?.map((row) => row.split('\t')[5])
    const together = await it.stateOf([ours, theirs])
    expect(await identified()).toEqual(['1', '1'])
    for (const order of [[[ours], [theirs]], [[theirs], [ours]], [[theirs, ours]]])
      expectSameState(await it.stateOf(...order), together)
    await it.importLines(at('other.example', 1, byline))
    expect(await identified()).toEqual(['\\N', '\\N'])
    await it.importLines(at('third.example', 1, { doi: 'https://doi.org/10.1234/a' }))
    expect(await identified()).toEqual(['1', '1'])
  })

  test('a source that takes back an identifier takes back its own statement alone', async () => {
    const theirs = (more: object) => ({ ...work(1, 'Theirs', { ...more }), id: 'https://other.example/W1' })
    await it.importLines(
      work(1, 'Ours', { doi: 'https://doi.org/10.1234/a' }),
      theirs({ doi: 'https://doi.org/10.1234/a' }),
    )
    await it.importLines(theirs({}))
    expect((await readState(it.store)).get('identifiers')).toEqual(['doi\t10.1234/a\t1\t1\topenalex.org'])
  })

  test('topics that come after the works they fit are derived for them, and marked as derived', async () => {
    const fitting = topic(
      1,
      'Soil Bacteria Ecology',
      'This cluster of papers explores soil bacteria ecology, soil bacteria communities and nitrogen fixation in soil.',
    )
    const other = topic(
      2,
      'Medieval Trade',
      'This cluster of papers explores medieval trade, merchants and trade routes in medieval Europe.',
    )
    await it.importLines(
      work(1, 'Soil bacteria ecology and soil bacteria communities', {
        abstract: 'Nitrogen fixation by soil bacteria in soil.',
      }),
    )
    expect(rowCount(await readState(it.store), 'work_topics')).toBe(0)
    await it.importLines(fitting, other)
    const state = await readState(it.store)
    expect(state.get('work_topics')).toEqual([expect.stringMatching(/^1\t1\t1\t0\.\d+\tt$/)])
    expect(state.get('topic_works')).toEqual(['1\t2020\t1'])
  })

  test('works matched while topics were others, in an import that was cut off, are matched again once these are back', async () => {
    const described = (subject: string) =>
      topic(
        1,
        `${subject} Ecology`,
        `This cluster of papers explores ${subject} ecology, ${subject} communities and nitrogen in ${subject}.`,
      )
    const works = [1, 2].map((id) =>
      work(id, 'Soil bacteria ecology and soil bacteria communities', { abstract: 'Nitrogen in soil bacteria.' }),
    )
    const usual = await it.stateOf([described('soil bacteria')], works)
    expect(rowCount(usual, 'work_topics')).toBe(2)

    await it.empty()
    await it.importLines(described('soil bacteria'), ...works.slice(0, 1))
    const last = it.writeFile(['of no kind, so it comes last'])
    const paths = [it.writeFile([described('medieval trade')]), it.writeFile(works.slice(1)), last]
    const { files } = await openFiles(paths)
    rmSync(last)
    await expect(importFiles({ store: it.store, now: () => new Date() }, files, () => undefined)).rejects.toThrow(
      /there is no such file/,
    )
    expect(rowCount(await readState(it.store), 'works')).toBe(2)
    await it.importLines(described('soil bacteria'))
    expectSameState(await readState(it.store), usual)
  })

  test.skipIf(real.folder === undefined)(
    `real records in reverse order of kinds end in the same state (${real.skipReason ?? 'corpus-small'})`,
    async () => {
      const [topics, sources, institutions, authors, works] = await Promise.all([
        firstLines('topics', 600),
        firstLines('sources', 40),
        firstLines('institutions', 300),
        firstLines('authors', 800),
        firstLines('works', 300),
      ])
      const usual = await it.stateOf(topics, sources, institutions, authors, works)
      expect(rowCount(usual, 'work_topics')).toBeGreaterThan(20)
      expectSameState(await it.stateOf(works, authors, institutions, sources, topics), usual)
    },
  )

  test('a name that cannot be told from another where keys are cut off costs nothing', async () => {
    const long = 'a'.repeat(79)
    const names = { display_name_alternatives: [`${long}\u{30000}`, 'b\u{20000}'] }
    expect(await it.importLines(author(1, `${long}\u{20000}`, names))).toMatchObject({ created: 1, rejected: 0 })
    expect(rowCount(await readState(it.store), 'dirty_entities')).toBe(0)
  })

  test('names on a byline that resolve to no record stay as names on the work, and are counted', async () => {
    await it.importLines(
      work(1, 'One', {
        authorships: [
          slot(1),
          slot(null, [], 'A. Nonymous'),
          { ...slot(9_999_999_999), raw_author_name: 'B. Nonymous' },
        ],
      }),
    )
    expect(await it.store.withSession(({ session }) => countOpenBylines(session, 9))).toBe(2)
    const state = await readState(it.store)
    expect(state.get('authorships')?.map((row) => row.split('\t').slice(0, 5))).toEqual([
      ['1', '1', '1', 'f', 'Author 1'],
      ['1', '2', '\\N', 'f', 'A. Nonymous'],
      ['1', '3', '\\N', 'f', 'B. Nonymous'],
    ])
    expect(rowCount(state, 'authors')).toBe(1)
  })

  test('a name stands before none, whichever work comes first', async () => {
    const bylines = [
      { author: { id: 'https://openalex.org/A7' } },
      { author: { id: 'https://openalex.org/A7', display_name: 'Ng' } },
    ]
    for (const order of [bylines, bylines.toReversed()]) {
      await it.empty()
      await it.importLines(...order.map((byline, index) => work(index + 1, 'Named', { authorships: [byline] })))
      const { rows } = await it.store.withSession(({ session }) =>
        session.query<{ display_name: string }>('select display_name from authors'),
      )
      expect(rows).toEqual([{ display_name: 'Ng' }])
    }
  })

  test('a place without its source, an institution without a name and a topic without a record cost nothing', async () => {
    const odd = work(1, 'Odd', {
      primary_location: { landing_page_url: 'https://a.example/' },
      locations: [place(1), place(1), place(2)],
      topics: [workTopic(1)],
    })
    expect(
      await it.importLines(
        odd,
        institution(1, ''),
        work(2, 'Odd', { authorships: [{ institutions: [{ id: 'https://openalex.org/I9' }] }] }),
      ),
    ).toMatchObject({ created: 3, rejected: 0 })
  })
})
