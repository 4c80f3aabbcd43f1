import {
  type FilterValues,
  listSuggestions,
  MalformedFilterError,
  readSearchPage,
  type SearchHit,
  type SearchPage,
} from '@bzpeer/reads'
import type { EntityKind } from '@bzpeer/schema'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { describe, expect, test } from 'vitest'
import { sampleFolder, useReading, writeFolder } from './reading.ts'

const host = 'https://openalex.org'
const names = [
  '王小明',
  'विक्रम साराभाई',
  '김민수',
  'محمد علی',
  'Алексей Ёлкин',
  'Søren Łukasz',
  'Nguyễn Thị Ánh',
  '100% Percent_Under\\Slash',
  'Ada O’Brien',
  'A collaboration whose name goes on for so long that no key holds it whole, of the northern observatory',
]

/** Beside the sample: names in many scripts, ids that were merged, and what identifiers lead to. */
const folder = writeFolder({
  'authors.jsonl': [
    ...names.map((display_name, index) => ({ id: `${host}/A${index + 1}`, display_name })),
    { id: `${host}/A50`, display_name: 'Josiah Carberry', orcid: 'https://orcid.org/0000-0002-1825-0097' },
  ],
  'works.jsonl': [
    {
      id: `${host}/W1`,
      title: 'A zymurgy of 100% quoted "phrases" and back\\slashes',
      doi: 'https://doi.org/10.5555/12345678.',
      publication_year: 1999,
      type: 'book',
      open_access: { is_oa: false },
      abstract: `Zymurgy is the chemistry of fermentation. ${'More words follow here. '.repeat(40)}`,
    },
    {
      id: `${host}/W2`,
      title: 'Zymurgy in the open',
      publication_year: 2021,
      type: 'article',
      open_access: { is_oa: true },
      ids: { pmid: '29456894' },
    },
    { id: `${host}/W3`, title: 'S4, a model with the name of an id', publication_year: 2020 },
    ...Array.from({ length: 45 }, (_, index) => ({
      id: `${host}/W${index + 100}`,
      title: `Xylography, part ${index}`,
      publication_year: 1950 + index,
    })),
  ],
  'institutions.jsonl': [
    {
      id: `${host}/I1`,
      display_name: 'Zymurgical Institute of Berlin',
      country_code: 'DE',
      type: 'education',
      ids: { ror: 'https://ror.org/03v4gjf40' },
    },
    { id: `${host}/I2`, display_name: 'Zymurgical Works', country_code: 'FR', type: 'company' },
  ],
  'sources.jsonl': [
    { id: `${host}/S1`, display_name: 'Zymurgy Letters', type: 'journal', issn: ['2049-3630'], issn_l: '2049-3630' },
  ],
  'merged_ids/authors/2024-01-01.csv': ['merge_date,id,merge_into_id', '2024-01-01,A60,A50', '2024-01-01,A61,A60'],
})

describeOnEachDatabase('search', (database) => {
  const reading = useReading(database, [sampleFolder, folder])

  const search = (
    query: string,
    type: 'all' | EntityKind = 'all',
    filters: FilterValues = {},
    page = 1,
  ): Promise<SearchPage> => readSearchPage(reading.context, { query, type, page, filters })
  const hitsOf = async (...[query, type, filters, page]: Parameters<typeof search>): Promise<readonly SearchHit[]> =>
    (await search(query, type, filters, page)).groups.flatMap(({ hits }) => hits)
  const namesOf = async (...query: Parameters<typeof search>): Promise<string[]> =>
    (await hitsOf(...query)).map(({ name }) => name)

  describe('finds people', () => {
    test('without their accents, first of all', async () => {
      for (const query of [
        'Christopher Re',
        'christopher ré',
        'CHRISTOPHER RÉ',
        're christopher',
        'Ré, Christopher',
        '  Christopher   Re ',
      ]) {
        expect((await hitsOf(query))[0]).toMatchObject({ kind: 'author', name: 'Christopher Ré' })
      }
    })

    test('in spite of a typing error', async () => {
      for (const query of ['cristopher re', 'christofer ré', 'christopher rée', 'christoper re']) {
        expect((await namesOf(query, 'author'))[0]).toBe('Christopher Ré')
      }
      expect((await hitsOf('cristopher re'))[0]).toMatchObject({ kind: 'author', name: 'Christopher Ré' })
    })

    test('in spite of two letters swapped, one left out, one wrong or one too many', async () => {
      for (const [query, name] of [
        ['desia', 'Arjun Desai'],
        ['dsai', 'Arjun Desai'],
        ['desau', 'Arjun Desai'],
        ['deszai', 'Arjun Desai'],
        ['rudar', 'Atri Rudra'],
        ['christpoher', 'Christopher Ré'],
        ['stanfrod', 'Stanford University'],
        ['princton', 'Princeton University'],
        ['christohper re', 'Christopher Ré'],
        ['Chrsitopher Ré', 'Christopher Ré'],
        ['Mihcael Poli', 'Michael Poli'],
        ['Tir Dao', 'Tri Dao'],
        ['stanford unievrsity', 'Stanford University'],
      ] as const)
        expect(await namesOf(query)).toContain(name)
      for (const nonsense of ['qqqqqqzzz', 'zqxj', 'xqzxqzxqzxqz']) expect(await namesOf(nonsense)).toEqual([])
    })

    test('whatever script their name is in', async () => {
      for (const name of names) expect((await namesOf(name, 'author'))[0]).toBe(name)
    })

    test('while a name is only begun', async () => {
      expect(await namesOf('Christo', 'author')).toContain('Christopher Ré')
      expect(await namesOf('김', 'author')).toContain('김민수')
      expect(await namesOf('विक्र', 'author')).toContain('विक्रम साराभाई')
    })
  })

  describe('is led by an identifier', () => {
    test.each<[string, EntityKind, string]>([
      ['2204.00595', 'work', 'W1000000000000001'],
      ['arXiv:2204.00595v1 [cs.LG]', 'work', 'W1000000000000001'],
      ['https://arxiv.org/pdf/2204.00595v2.pdf', 'work', 'W1000000000000001'],
      ['https://doi.org/10.48550/arXiv.2204.00595', 'work', 'W1000000000000001'],
      ['10.5555/12345678.', 'work', 'W1'],
      ['https://doi.org/10.5555/12345678.', 'work', 'W1'],
      ['https://pubmed.ncbi.nlm.nih.gov/29456894/', 'work', 'W2'],
      ['0000-0002-1825-0097', 'author', 'A50'],
      ['https://orcid.org/0000-0002-1825-0097', 'author', 'A50'],
      ['https://ror.org/03v4gjf40', 'institution', 'I1'],
      ['ISSN 2049-3630', 'source', 'S1'],
      ['A50', 'author', 'A50'],
      [' a50 ', 'author', 'A50'],
      ['https://openalex.org/A50', 'author', 'A50'],
      ['A60', 'author', 'A50'],
      ['A61', 'author', 'A50'],
    ])('%s', async (query, kind, id) => {
      for (const type of ['all', kind] as const) {
        const page = await search(query, type)
        expect(page.groups.map((group) => [group.kind, group.count, group.hits.map((hit) => hit.id)])).toEqual([
          [kind, 1, [id]],
        ])
        expect(page.advice).toBeNull()
      }
    })

    test('unless nothing here carries it: then it is text like any other', async () => {
      // S4 is the name of a model before it is the id of a source.
      expect(await namesOf('S4')).toEqual(['S4, a model with the name of an id'])
      for (const query of ['A999999999', 'W404', '0000-0002-1694-233X', '10.1000/nowhere']) {
        const page = await search(query)
        expect(page.groups).toEqual([])
        expect(page.advice).toMatch(/^Nothing matches\./)
      }
    })
  })

  describe('finds works', () => {
    test('by words of the title before words of the text', async () => {
      expect((await namesOf('monarch matrices', 'work'))[0]).toMatch(/^Monarch: Expressive/)
      expect(await namesOf('fermentation', 'work')).toEqual(['A zymurgy of 100% quoted "phrases" and back\\slashes'])
      expect(await namesOf('"training efficient"', 'work')).toEqual([])
    })

    test('and shows the passage that matched', async () => {
      const [hit] = await hitsOf('fermentation', 'work')
      expect(hit?.passage).toContain('⟦fermentation⟧')
      expect(
        (await hitsOf('fermentation', 'all')).every(({ passage }) => passage === null || passage.includes('⟦')),
      ).toBe(true)
    })

    test('page by page, each once', async () => {
      const first = await search('xylography', 'work')
      expect(first).toMatchObject({ page: 1, hasNextPage: true })
      const pages = await Promise.all([1, 2, 3, 4].map((page) => search('xylography', 'work', {}, page)))
      expect(pages.map(({ hasNextPage }) => hasNextPage)).toEqual([true, true, false, false])
      const ids = pages.flatMap(({ groups }) => groups.flatMap(({ hits }) => hits.map(({ id }) => id)))
      expect(ids).toHaveLength(45)
      expect(new Set(ids)).toHaveLength(45)
      expect(first.groups[0]).toMatchObject({ count: 45, more: false })
      expect(pages[3]?.advice).toBeNull()
    })
  })

  describe('filters', () => {
    test('works by year, type and access', async () => {
      const found = (filters: FilterValues): Promise<string[]> =>
        hitsOf('zymurgy', 'work', filters).then((hits) => hits.map(({ id }) => id).toSorted())
      expect(await found({})).toEqual(['W1', 'W2'])
      expect(await found({ from_year: '2000' })).toEqual(['W2'])
      expect(await found({ to_year: '1999' })).toEqual(['W1'])
      expect(await found({ from_year: '1999', to_year: '2021' })).toEqual(['W1', 'W2'])
      expect(await found({ from_year: '2022' })).toEqual([])
      expect(await found({ type_of_work: 'book' })).toEqual(['W1'])
      expect(await found({ open_access: '1' })).toEqual(['W2'])
      expect(await found({ open_access: '1', to_year: '2000' })).toEqual([])
    })

    test('institutions by country and type, sources by type, authors by iD', async () => {
      expect(await namesOf('zymurgical', 'institution', { country: 'de' })).toEqual(['Zymurgical Institute of Berlin'])
      expect(await namesOf('zymurgical', 'institution', { institution_type: 'company' })).toEqual(['Zymurgical Works'])
      expect(await namesOf('zymurgical', 'institution', { institution_type: 'company', country: 'DE' })).toEqual([])
      expect(await namesOf('zymurgy', 'source', { source_type: 'journal' })).toEqual(['Zymurgy Letters'])
      expect(await namesOf('zymurgy', 'source', { source_type: 'repository' })).toEqual([])
      expect(await namesOf('josiah', 'author', { orcid: '1' })).toEqual(['Josiah Carberry'])
      expect(await namesOf('christopher re', 'author', { orcid: '1' })).toEqual([])
    })

    test('topics by field, from the fields there are', async () => {
      const page = await search('learning', 'topic')
      const [filter] = page.filters
      expect(filter?.name).toBe('field')
      expect(filter?.options.map(({ value }) => value)).toContain('Computer Science')
      expect((await hitsOf('learning', 'topic', { field: 'Computer Science' })).length).toBeGreaterThan(0)
      expect(await hitsOf('learning', 'topic', { field: 'Dentistry' })).toEqual([])
    })

    test('that are unknown or empty change nothing', async () => {
      const plain = await namesOf('zymurgy', 'work')
      expect(
        await namesOf('zymurgy', 'work', { colour: 'red', __proto__: 'x', from_year: '', type_of_work: ' ' }),
      ).toEqual(plain)
      expect(await namesOf('zymurgy', 'source', { institution_type: '', source_type: 'journal' })).toEqual([
        'Zymurgy Letters',
      ])
    })

    test('that cannot be read are told as such', async () => {
      for (const [name, value] of [
        ['from_year', 'soon'],
        ['to_year', '-1'],
        ['from_year', '20222'],
        ['to_year', '1e3'],
      ] as const) {
        await expect(search('zymurgy', 'work', { [name]: value })).rejects.toThrow(MalformedFilterError)
      }
      await expect(search('zymurgical', 'institution', { country: 'Germany' })).rejects.toThrow(
        /^Expected a country code such as DE for country, got "GERMANY"\.$/,
      )
    })

    test('are offered with the value in force', async () => {
      const { filters } = await search('zymurgy', 'work', { from_year: '2000' })
      expect(filters.map(({ name, value }) => [name, value])).toEqual([
        ['from_year', '2000'],
        ['to_year', ''],
        ['type_of_work', ''],
        ['open_access', ''],
      ])
    })

    test('that leave nothing are named as what to take away', async () => {
      expect((await search('zymurgy', 'work', { from_year: '2022' })).advice).toMatch(/Take one away/)
      expect((await search('qqqqqqqq', 'work')).advice).toMatch(/among these/)
    })
  })

  describe('takes whatever is typed', () => {
    const hostile = [
      '',
      ' ',
      '"',
      '""',
      '"unclosed',
      "'",
      "' or 1=1 --",
      '-',
      '--',
      '-monarch',
      '-a -b -c',
      'or',
      'OR OR',
      'a or or b',
      '!',
      '!!monarch',
      '&',
      '|',
      '&&',
      '||',
      '(',
      ')',
      '((((',
      '<->',
      'a <-> b',
      '<1>',
      ':',
      ':*',
      'mon:*',
      'a:b:c',
      '*',
      '%',
      '_',
      '%%',
      'a_b',
      '\\',
      '\\\\',
      '\\x',
      'back\\',
      '$1',
      '$$',
      '{}',
      '[]',
      '^',
      '~',
      '`',
      '\0',
      'a\0b',
      '\u0001',
      '\n\r\t',
      '\u202e',
      '\ufeff',
      '\ud800',
      'x\udfff',
      '😀',
      '👩‍🔬',
      '🇩🇪 monarch',
      '…',
      '—',
      '.,;:!?',
      '???',
      '⟦⟧',
      '<script>alert(1)</script>',
      'the',
      'the of and',
      'x'.repeat(200),
      'é'.repeat(200),
      '𠮷'.repeat(100),
      'a '.repeat(100),
      '"a" '.repeat(50),
      '-a '.repeat(60),
      '(a or '.repeat(30),
      '/works/',
      '/W1',
      'W',
      'W0',
      `W${'9'.repeat(16)}`,
      `W${'9'.repeat(30)}`,
      '10.',
      '10.1/',
      '10.5555/%',
      '10.5555/\0',
      '0000-0000-0000-0000',
      'a'.repeat(5_000),
      '\u0301',
      '\u0301\u0301',
      'ﷺ'.repeat(100),
    ]

    test('and neither throws nor takes long', async () => {
      for (const query of hostile) {
        for (const type of ['all', 'work', 'author', 'topic', 'institution', 'source'] as const) {
          const started = performance.now()
          const page = await search(query, type)
          expect({ query, type, slow: performance.now() - started > 2_000 }).toEqual({ query, type, slow: false })
          for (const { hits, count } of page.groups) {
            expect(hits.length).toBeLessThanOrEqual(20)
            expect(hits.length).toBeLessThanOrEqual(count)
          }
        }
        expect((await listSuggestions(reading.context, { query, limit: 8 })).length).toBeLessThanOrEqual(8)
      }
    })

    test('and a search of exclusions alone finds no work and no topic', async () => {
      for (const query of ['-monarch', '-monarch -matrices', '-"monarch matrices"'])
        expect(await hitsOf(query, 'work')).toEqual([])
      expect((await hitsOf('zymurgy -open', 'work')).map(({ id }) => id)).toEqual(['W1'])
      expect(await hitsOf('-monarch', 'topic')).toEqual([])
    })

    test('and a sign that stands for others elsewhere stands for itself', async () => {
      expect((await namesOf('100%', 'author'))[0]).toBe('100% Percent_Under\\Slash')
      expect(await namesOf('%', 'author')).toEqual([])
      expect(await namesOf('_', 'author')).toEqual([])
    })

    test('and says what to do when nothing was asked for, or nothing found', async () => {
      expect(await search('  ')).toMatchObject({ query: '', groups: [], advice: null, hasNextPage: false })
      expect((await search('qzxqzx vwvwvw')).advice).toMatch(/^Nothing matches\. Try fewer words/)
      expect((await search('.,;!')).advice).toMatch(/^Nothing matches\./)
    })
  })

  describe('suggests', () => {
    const suggest = (query: string, kind?: EntityKind, limit = 8) =>
      listSuggestions(reading.context, kind === undefined ? { query, limit } : { query, kind, limit })

    test('by the beginning of any word of a name, accents or none', async () => {
      for (const query of ['c', 'chr', 'Christopher R', 're', 'RÉ', 'ré chris']) {
        expect((await suggest(query, 'author', 20)).map(({ name }) => name)).toContain('Christopher Ré')
      }
    })

    test('the people with the most works first, each once, with a line of context', async () => {
      const [first, ...rest] = await suggest('christopher', 'author')
      expect(first).toMatchObject({ kind: 'author', name: 'Christopher Ré', path: '/authors/A1000000000000010' })
      expect(first?.detail).toMatch(/^\d+ works · /)
      expect(rest.map(({ id }) => id)).not.toContain(first?.id)
    })

    test('of every kind when none is asked for, people first', async () => {
      const kinds = (await suggest('zym', undefined, 12)).map(({ kind }) => kind)
      expect(kinds).toEqual(expect.arrayContaining(['work', 'institution', 'source']))
      expect((await suggest('s', undefined, 12))[0]?.kind).toBe('author')
    })

    test('a title by its beginning, however much of it is typed', async () => {
      const title = 'Monarch: Expressive Structured Matrices for Efficient and Accurate Training'
      for (const length of [3, 10, 40, 60, 75])
        expect((await suggest(title.slice(0, length), 'work')).map(({ name }) => name)).toContain(title)
    })

    test('a name longer than its key, to the last letter typed', async () => {
      const long = names.at(-1) ?? ''
      for (const length of [78, 79, 80, 81, 82, 90, long.length])
        expect((await suggest(long.slice(0, length), 'author'))[0]?.name).toBe(long)
    })

    test('no more than asked for, and nothing for nothing', async () => {
      for (const limit of [1, 2, 5]) expect((await suggest('a', undefined, limit)).length).toBeLessThanOrEqual(limit)
      expect(await suggest('')).toEqual([])
      expect(await suggest(' . ')).toEqual([])
    })
  })
})
