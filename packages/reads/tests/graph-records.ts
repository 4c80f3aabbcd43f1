const host = 'https://openalex.org'

/** People of the records below. */
export const people = { ada: 1, ben: 2, cleo: 3, dan: 4, eve: 5, far: 6, alone: 7 } as const
const nameOf = new Map(Object.entries(people).map(([name, id]) => [id as number, name]))

const byline = (ids: readonly number[], at: readonly number[] = []) =>
  ids.map((id) => ({
    author: { id: `${host}/A${id}`, display_name: `Person ${nameOf.get(id) ?? id}` },
    raw_author_name: `Person ${nameOf.get(id) ?? id}`,
    institutions: at.map((place) => ({ id: `${host}/I${place}`, display_name: `Institution ${place}` })),
  }))

const work = (id: number, year: number | null, authors: readonly number[], more: object = {}) => ({
  id: `${host}/W${id}`,
  title: `Work ${id}`,
  type: 'article',
  publication_year: year,
  authorships: byline(authors, [1]),
  topics: [{ id: `${host}/T1`, display_name: 'Topic 1', score: 0.5 }],
  primary_location: { source: { id: `${host}/S1`, display_name: 'Source 1' } },
  ...more,
})
const cites = (...ids: readonly number[]) => ({ referenced_works: ids.map((id) => `${host}/W${id}`) })

const { ada, ben, cleo, dan, eve, far, alone } = people

/**
 * Ada and Ben wrote three works together, Ben and Cleo one with many others, Ada, Dan, Eve and Cleo two each with the next:
 * from Ada to Cleo it is two steps over Ben, and a stronger way over Dan and Eve. Far and Alone wrote with nobody; Far's work
 * is cited by one of Cleo's.
 */
export const graphRecords = {
  'works.jsonl': [
    work(1, 2010, [ada, ben]),
    work(2, 2015, [ben, ada], cites(1)),
    work(3, null, [ada, ben], cites(1, 2)),
    work(4, 2018, [ben, cleo, ...Array.from({ length: 18 }, (_, index) => 100 + index)], cites(2)),
    ...[
      [ada, dan],
      [dan, eve],
      [eve, cleo],
    ].flatMap((pair, index) => [work(10 + 2 * index, 2019, pair), work(11 + 2 * index, 2020, pair)]),
    work(20, 2021, [cleo], cites(21, 1)),
    work(21, 2001, [far]),
    work(22, 2022, [alone], { topics: [], primary_location: null, authorships: byline([alone]) }),
    work(23, 2022, [dan], cites(1, 21)),
  ],
}
