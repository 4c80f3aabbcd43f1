import { type FilterValues, listSuggestions, readSearchPage, type SearchPage } from '@bzpeer/reads'
import type { EntityKind } from '@bzpeer/schema'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { describe, expect, test } from 'vitest'
import { useReading, writeFolder } from './reading.ts'

const host = 'https://openalex.org'

/** Records numbered from `first` on, in the order in which names and files have them. */
const many = (count: number, first: number, make: (number: number) => object): object[] =>
  Array.from({ length: count }, (_, index) => make(first + index))

/** More of everything with one name than a search looks at, and what a filter asks for behind them all. */
const folder = writeFolder({
  'institutions.jsonl': [
    ...many(1_100, 1_000, (id) => ({
      id: `${host}/I${id}`,
      display_name: `Frequent Institute ${id}`,
      country_code: 'US',
    })),
    ...many(2_000, 3_000, (id) => ({
      id: `${host}/I${id}`,
      display_name: `Seldom ${id}`,
      country_code: 'DE',
      type: 'company',
    })),
    { id: `${host}/I1`, display_name: 'Frequent Institute of Reykjavík', country_code: 'IS', type: 'education' },
    { id: `${host}/I9002`, display_name: 'Frequent Institute of Zwickau', country_code: 'DE', type: 'education' },
    { id: `${host}/I3`, display_name: 'Institute of Akureyri', country_code: 'IS', type: 'archive' },
    { id: `${host}/I4`, display_name: 'Frequent Institute of Papers', country_code: 'FR', type: 'archive' },
  ],
  'authors.jsonl': [
    ...many(1_100, 1_000, (id) => ({ id: `${host}/A${id}`, display_name: `Frequent Name ${id}` })),
    { id: `${host}/A1`, display_name: 'Frequent Name the Last', orcid: 'https://orcid.org/0000-0002-1825-0097' },
    { id: `${host}/A2`, display_name: 'Another', orcid: 'https://orcid.org/0000-0002-1694-233X' },
  ],
  'topics.jsonl': [
    ...many(1_100, 10_000, (id) => ({
      id: `${host}/T${id}`,
      display_name: `Frequent Topic ${id}`,
      field: { id: `${host}/fields/17`, display_name: 'Computer Science' },
    })),
    {
      id: `${host}/T9`,
      display_name: 'Frequent Topic of Teeth',
      field: { id: `${host}/fields/35`, display_name: 'Dentistry' },
    },
  ],
  'sources.jsonl': [
    ...many(1_100, 1_000, (id) => ({ id: `${host}/S${id}`, display_name: `Frequent Journal ${id}`, type: 'journal' })),
    { id: `${host}/S1`, display_name: 'Frequent Journal Platform', type: 'ebook platform' },
  ],
  'works.jsonl': [
    ...many(2_100, 1_000, (id) => ({
      id: `${host}/W${id}`,
      title: `Frequent work ${id}`,
      publication_year: 2020,
      type: 'article',
    })),
    { id: `${host}/W1`, title: 'Frequent work of long ago', publication_year: 1950, type: 'article' },
    { id: `${host}/W9002`, title: 'Frequent work of many pages', publication_year: 2020, type: 'book' },
    { id: `${host}/W9003`, title: 'Seldom work', publication_year: 2020, type: 'book' },
  ],
})

describeOnEachDatabase('a search for what is frequent', (database) => {
  const reading = useReading(database, [folder])

  const search = (query: string, type: EntityKind, filters: FilterValues = {}): Promise<SearchPage> =>
    readSearchPage(reading.context, { query, type, page: 1, filters })
  const found = ({ groups, advice }: SearchPage) => ({
    ids: groups.flatMap(({ hits }) => hits.map(({ id }) => id)),
    more: groups.some(({ more }) => more),
    advice,
  })

  describe('finds what passes a filter that few pass', () => {
    test.each<[EntityKind, string, FilterValues]>([
      ['institution', 'I1', { country: 'IS' }],
      ['institution', 'I4', { institution_type: 'archive' }],
      ['institution', 'I1', { country: 'is', institution_type: 'education' }],
      ['author', 'A1', { orcid: '1' }],
      ['topic', 'T9', { field: 'Dentistry' }],
      ['source', 'S1', { source_type: 'ebook platform' }],
      ['work', 'W1', { to_year: '1960' }],
      ['work', 'W1', { from_year: '1950', to_year: '1950', type_of_work: 'article' }],
    ])('%s %s by %o', async (kind, id, filters) => {
      expect(found(await search('frequent', kind, filters))).toEqual({ ids: [id], more: false, advice: null })
    })

    test('however the name is misspelt', async () => {
      for (const query of ['frequnet', 'frequnt', 'frequentt', 'frequent institut of reykjavik'])
        expect(found(await search(query, 'institution', { country: 'IS' })).ids[0]).toBe('I1')
    })
  })

  test('says that there may be more where it did not look at all', async () => {
    expect(found(await search('frequent', 'institution', { country: 'US' }))).toMatchObject({ more: true })
    expect(found(await search('frequent', 'work', { from_year: '2020' }))).toMatchObject({ more: true })
    expect(found(await search('frequent', 'work'))).toMatchObject({ more: true })
    // Such institutes come behind more than is looked at from either side, and this one is found by likeness.
    expect(found(await search('frequent', 'institution', { country: 'DE' }))).toMatchObject({
      ids: ['I9002'],
      more: true,
    })
    // The one book with the word comes behind more works than are looked at.
    const books = await search('frequent', 'work', { type_of_work: 'book' })
    expect(found(books)).toMatchObject({ ids: [], more: false })
    expect(books.advice).toMatch(/^Nothing was found with these filters, and there are too many matches/)
  })

  test('and a seldom word is looked for everywhere', async () => {
    expect(found(await search('seldom', 'work', { type_of_work: 'book' }))).toEqual({
      ids: ['W9003'],
      more: false,
      advice: null,
    })
    expect(found(await search('seldom', 'work', { type_of_work: 'article' })).advice).toMatch(
      /^Nothing matches with these filters/,
    )
  })

  test('is not planned anew for what is typed next', async () => {
    const typed = [
      'zwickau',
      'frequent institute of z',
      'seld',
      'frequent',
      'f',
      's',
      'fr',
      'an',
      'institute',
      'i',
      'r',
      'd',
    ]
    for (const query of typed) await listSuggestions(reading.context, { query, limit: 8 })
    const { rows } = await reading.store.withSession(({ session }) =>
      session.query<{ custom_plans: number; generic_plans: number }>(
        `select custom_plans::int, generic_plans::int from pg_prepared_statements
         where statement like '%row_number() over (order by k.place%' and not statement like '%pg_prepared_statements%'`,
      ),
    )
    // Five at first, to learn what planning for a value is worth.
    expect(rows).toEqual([{ custom_plans: 5, generic_plans: typed.length - 5 }])
  })
})
