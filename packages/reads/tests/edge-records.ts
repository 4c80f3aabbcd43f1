const host = 'https://openalex.org'

interface Slot {
  readonly id?: number | null
  readonly name?: string
  readonly at?: readonly number[]
  readonly orcid?: string
}

const byline = (...slots: readonly Slot[]) =>
  slots.map(({ id = null, name, at = [], orcid }) => ({
    author: { id: id === null ? null : `${host}/A${id}`, display_name: name ?? `Author ${id ?? '?'}`, orcid },
    raw_author_name: name ?? `Author ${id ?? '?'}`,
    institutions: at.map((place) => ({ id: `${host}/I${place}`, display_name: `Institution ${place}` })),
    raw_affiliation_strings: at.map((place) => `Department, Institution ${place}`),
  }))

const work = (id: number, more: object = {}) => ({
  id: `${host}/W${id}`,
  title: `Work ${id}`,
  type: 'article',
  publication_year: 2020,
  ...more,
})

/** An author of 45 works. */
export const busy = 1
/** An author whose record states several affiliations, and none of them as the last known. */
export const moved = 9
/** A work of three thousand authors. */
export const longByline = 500
/** An author, a work, an institution and a source with more of everything than a page shows. */
export const overlong = { author: 9_000, work: 900, institution: 90, source: 90 }
/** An institution, a topic and a source with 130 people. */
export const crowded = { institution: 95, topic: 95, source: 95 }
const counted = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const shared = {
  locations: [{ source: { id: `${host}/S1`, display_name: 'Source 1' } }],
  topics: [{ id: `${host}/T1`, display_name: 'Topic 1', score: 0.5 }],
}

const works = [
  // 45 works of one author in one institution, source and topic: several a year, some without a year.
  ...counted(45).map((index) =>
    work(100 + index, {
      authorships: byline({ id: busy, name: 'Busy Author', at: [1] }),
      publication_year: index < 4 ? null : 2000 + Math.floor(index / 7),
      ...shared,
    }),
  ),
  work(1, {
    title: null,
    authorships: byline({ id: 2, name: 'Mentioned Only' }),
    ids: { doi: 'https://doi.org/10.5555/one' },
  }),
  work(2, { title: '   ', authorships: byline({ id: 2, name: 'Mentioned Only' }) }),
  work(3, { title: 'Neither topic nor byline', publication_year: null, type: null }),
  work(4, {
    title: 'Where everyone has two places',
    authorships: byline({ id: 5, at: [9, 3, 7, 1], orcid: '0000-0002-1825-0097' }, { name: 'Nobody Known' }, { id: 6 }),
    abstract_inverted_index: { We: [0], cite: [1], constructor: [2], and: [3, 5], __proto__: [4], go: [6] },
    referenced_works: [`${host}/W1`, `${host}/W404`, `${host}/W100`],
    ids: { doi: 'https://doi.org/10.5555/b', pmid: '123', mag: 99 },
    doi: 'https://doi.org/10.5555/a',
    is_retracted: true,
    biblio: { volume: '1', issue: '2', first_page: '3', last_page: '4' },
    language: 'en',
    publication_date: '2020-02-29',
    keywords: [{ display_name: 'Citing' }],
  }),
  work(longByline, {
    title: 'A collaboration',
    authorships: byline(...counted(3_000).map((index) => ({ id: 10_000 + index, name: `Member ${index}` }))),
    ids: { doi: 'https://doi.org/10.5555/collaboration' },
  }),
  ...counted(15).map((index) =>
    work(600 + index, { referenced_works: [`${host}/W4`], publication_year: 2000 + index }),
  ),
  // A neighbour on the byline of an author who has stronger ties to sixty others, none of them close.
  ...counted(60).map((index) =>
    work(700 + index, {
      authorships: byline({ id: 7 }, { name: 'Unknown' }, { name: 'Unknown' }, { id: 800 + index }),
    }),
  ),
  work(overlong.work, {
    authorships: [
      {
        ...byline({ name: 'Placed Everywhere', at: counted(20).map((index) => 1_000 + index) })[0],
        raw_affiliation_strings: counted(30).map((index) => `Department ${index} ${'x'.repeat(5_000)}`),
      },
    ],
    keywords: counted(60).map((index) => ({ display_name: `Keyword ${index}` })),
    locations: counted(40).map((index) => ({ landing_page_url: `https://example.org/${index}` })),
    ids: { pmid: '77', shelfmark: counted(1_500).map((index) => `shelf ${index}`) },
    referenced_works: [...counted(45).map((index) => `${host}/W${100 + index}`), `${host}/W404`],
  }),
  ...[1, 2].map((times) =>
    work(950 + times, {
      authorships: byline(...counted(times === 1 ? 130 : 7).map((index) => ({ id: 20_000 + index, at: [95] }))),
      topics: [{ id: `${host}/T95`, display_name: 'Crowded topic', score: 0.5 }],
      locations: [{ source: { id: `${host}/S95`, display_name: 'Crowded source' } }],
    }),
  ),
  work(790, { authorships: byline(...counted(23).map((index) => ({ id: index === 0 ? 7 : index === 1 ? 8 : null }))) }),
]

/** Files of records that test the edges of every page. */
export const edgeRecords: Readonly<Record<string, readonly (object | string)[]>> = {
  'works.jsonl': works,
  'authors.jsonl': [
    {
      id: `${host}/A3`,
      display_name: 'Recorded Only',
      orcid: 'https://orcid.org/0000-0002-1825-0097',
      ids: { scopus: 'x1' },
    },
    { id: `${host}/A4`, display_name: '王小明', display_name_alternatives: ['Wang Xiaoming', 'X. Wang', '王小明'] },
    {
      id: `${host}/A5`,
      display_name: 'Author 5',
      affiliations: [
        {
          institution: { id: `${host}/I3`, display_name: 'Institution 3', ror: 'https://ror.org/00f54p054' },
          years: [2015, 2011],
        },
        { institution: { id: `${host}/I7`, display_name: 'Institution 7' }, years: [] },
      ],
      last_known_institutions: [{ id: `${host}/I7`, display_name: 'Institution 7' }],
    },
    {
      id: `${host}/A${moved}`,
      display_name: 'Moved Often',
      affiliations: [
        { institution: { id: `${host}/I11`, display_name: 'Institution 11' }, years: [2000, 2020, 2007] },
        { institution: { id: `${host}/I12`, display_name: 'Institution 12' }, years: [2021, 2019] },
        { institution: { id: `${host}/I13`, display_name: 'Institution 13' }, years: [2021] },
      ],
    },
  ],
  'overlong.jsonl': [
    {
      id: `${host}/A${overlong.author}`,
      display_name: 'Named Often',
      display_name_alternatives: counted(100).map((index) => `Alias ${index}`),
      ids: { scopus: counted(1_500).map((index) => `s${index}`) },
      affiliations: counted(20).map((index) => ({
        institution: {
          id: `${host}/I${2_000 + index}`,
          display_name: `Employer ${index}`,
          ror: index === 18 ? 'https://ror.org/02mhbdp94' : null,
        },
        years: [2020 - index],
      })),
    },
    {
      id: `${host}/I${overlong.institution}`,
      display_name: 'Institution of many names',
      display_name_acronyms: ['IMN'],
      display_name_alternatives: counted(60).map((index) => `Institution name ${index}`),
    },
    {
      id: `${host}/S${overlong.source}`,
      display_name: 'Source of many names',
      alternate_titles: counted(60).map((index) => `Source name ${index}`),
    },
  ],
  'topics.jsonl': [{ id: `${host}/T2`, display_name: 'Lonely topic', subfield: { id: '1', display_name: 'Sub' } }],
  'sources.jsonl': [{ id: `${host}/S2`, display_name: 'Empty source' }],
  'institutions.jsonl': [
    {
      id: `${host}/I2`,
      display_name: 'Empty institution',
      display_name_acronyms: ['EI'],
      associated_institutions: counted(14).map((index) => ({
        id: `${host}/I${50 + index}`,
        display_name: `Relative ${index}`,
        relationship: 'child',
      })),
    },
  ],
  'merged_ids/authors/2024-01-01.csv': [
    'merge_date,id,merge_into_id',
    '2024-01-01,A91,A92',
    '2024-01-01,A92,A1',
    '2024-01-01,A93,A94',
  ],
}
