import { importFiles } from '@bzpeer/actions'
import { openFiles } from '@bzpeer/importers/openalex'
import { readAtlas, readBylinePlaces, readInstitutionMap, readWorkPage } from '@bzpeer/reads'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { expect, test } from 'vitest'
import { sampleFolder, useReading, writeFolder } from './reading.ts'

const host = 'https://openalex.org'
const vienna = { latitude: 48.2082, longitude: 16.3738 }

const institutions = [
  { id: 1, name: 'Vienna', geo: { city: 'Vienna', country: 'Austria', ...vienna } },
  { id: 2, name: 'Lima', geo: { city: 'Lima', country: 'Peru', latitude: -12.05, longitude: -77.04 } },
  { id: 3, name: 'Nowhere' },
  { id: 4, name: 'South Pole', geo: { latitude: -90, longitude: 180 } },
  { id: 5, name: 'Without works', geo: { city: 'Graz', country: 'Austria', latitude: 47, longitude: 15 } },
].map(({ id, name, geo }) => ({ id: `${host}/I${id}`, display_name: name, ...(geo === undefined ? {} : { geo }) }))

interface MadeWork {
  readonly id: number
  readonly year: number | null
  readonly topic: number
  /** Of each name on the byline: the author and the institutions. */
  readonly byline: readonly (readonly [author: number, ...institutions: number[]])[]
  readonly updated?: string
}

function toWork({ id, year, topic, byline, updated = '2024-01-01' }: MadeWork) {
  return {
    id: `${host}/W${id}`,
    title: `Work ${id}`,
    type: 'article',
    publication_year: year,
    updated_date: updated,
    topics: [{ id: `${host}/T${topic}`, display_name: topics[topic], score: 0.9 }],
    authorships: byline.map(([author, ...places]) => ({
      author: { id: `${host}/A${author}`, display_name: `Author ${author}` },
      raw_author_name: `Author ${author}`,
      institutions: places.map((place) => ({ id: `${host}/I${place}`, display_name: `Institution ${place}` })),
    })),
  }
}

const topics: Readonly<Record<number, string>> = { 7: 'Volcanology', 8: 'Volcanic Glass', 9: 'Poetry' }

const works: readonly MadeWork[] = [
  {
    id: 1,
    year: 2018,
    topic: 7,
    byline: [
      [1, 1],
      [2, 2],
    ],
  },
  {
    id: 2,
    year: 2019,
    topic: 7,
    byline: [
      [1, 1],
      [2, 2, 3],
    ],
  },
  {
    id: 3,
    year: 2021,
    topic: 8,
    byline: [
      [1, 1],
      [3, 1],
      [4, 4],
    ],
  },
  {
    id: 4,
    year: null,
    topic: 9,
    byline: [
      [5, 3],
      [1, 1],
    ],
  },
  { id: 5, year: 2021, topic: 9, byline: [[6, 1]] },
]

const folder = writeFolder({ 'institutions.jsonl': institutions, 'works.jsonl': works.map(toWork) })
/** Affiliations that an author's record states count as people, without a work. */
const stated = [{ institution: { id: `${host}/I5`, display_name: 'Without works' }, years: [2020] }]
const author = { id: `${host}/A6`, display_name: 'Author 6' }
const mergedInto = (from: string, into: string) => ['merge_date,id,merge_into_id', `2026-01-01,${from},${into}`]

const later = {
  // Author 2 of work 1 was at the South Pole all along: Lima has a work less.
  changed: writeFolder({
    'works.jsonl': [
      toWork({
        id: 1,
        year: 2018,
        topic: 7,
        byline: [
          [1, 1],
          [2, 4],
        ],
        updated: '2025-01-01',
      }),
    ],
  }),
  stated: writeFolder({ 'authors.jsonl': [{ ...author, updated_date: '2025-01-01', affiliations: stated }] }),
  withdrawn: writeFolder({ 'authors.jsonl': [{ ...author, updated_date: '2025-02-01', affiliations: [] }] }),
  merged: writeFolder({
    'merged_ids/institutions/2026-01-01.csv': mergedInto('I3', 'I2'),
    'merged_ids/authors/2026-01-01.csv': mergedInto('A5', 'A2'),
  }),
}

const all = { topic: '', fromYear: null, toYear: null, by: 'works' } as const

describeOnEachDatabase('the atlas', (database) => {
  const reading = useReading(database, [folder])
  const read = (question: Partial<Parameters<typeof readAtlas>[1]> = {}) =>
    readAtlas(reading.context, { ...all, ...question })
  const figures = ({ places }: Awaited<ReturnType<typeof readAtlas>>) =>
    Object.fromEntries(places.map(({ name, works: count, people }) => [name, [count, people]]))
  const lines = (atlas: Awaited<ReturnType<typeof readAtlas>>) =>
    atlas.lines.map(({ between, reason }) => `${between.map(({ name }) => name).join(' and ')}: ${reason}`)

  async function importMore(path: string): Promise<void> {
    const { files } = await openFiles([path])
    await importFiles({ store: reading.store, now: () => new Date() }, files, () => undefined)
  }

  test('counts works and people by institution, and says who works with whom and since when', async () => {
    const atlas = await read()
    expect(figures(atlas)).toEqual({ Vienna: [5, 3], Lima: [2, 1], Nowhere: [2, 2], 'South Pole': [1, 1] })
    expect(atlas.basis).toBe('All 4 institutions with works.')
    expect(atlas.places[0]).toMatchObject({
      path: '/institutions/I1',
      where: 'Vienna, Austria',
      coordinates: vienna,
      strongest: { name: 'Lima', sharedWorks: 2 },
    })
    expect(lines(atlas)).toEqual([
      'Vienna and Lima: 2 shared works from 2018 to 2019',
      'Vienna and Nowhere: 2 shared works in 2019',
      'Vienna and South Pole: 1 shared work in 2021',
      'Lima and Nowhere: 1 shared work in 2019',
    ])
  })

  test('says which institutions stand nowhere, and keeps those at a pole', async () => {
    const atlas = await read()
    expect(atlas.unmapped).toBe(1)
    expect(atlas.places.find(({ name }) => name === 'Nowhere')).toMatchObject({ coordinates: null, where: '' })
    expect(atlas.places.find(({ name }) => name === 'South Pole')?.coordinates).toEqual({
      latitude: -90,
      longitude: 180,
    })
  })

  test('shows by people those with the most people first', async () => {
    expect((await read({ by: 'people' })).places.map(({ name }) => name)).toEqual([
      'Vienna',
      'Nowhere',
      'Lima',
      'South Pole',
    ])
  })

  test('filters by topic, named or by id, and by years, and says over what it counted', async () => {
    const volcanology = await read({ topic: 'volcanology' })
    expect(figures(volcanology)).toEqual({ Vienna: [2, 1], Lima: [2, 1], Nowhere: [1, 1] })
    expect(volcanology.topic).toEqual({ id: 'T7', path: '/topics/T7', name: 'Volcanology' })
    expect(volcanology.basis).toBe('Counted over all 2 works about Volcanology.')
    expect(await read({ topic: 'T7' })).toEqual(volcanology)

    const early = await read({ topic: 'T7', toYear: 2018 })
    expect(figures(early)).toEqual({ Vienna: [1, 1], Lima: [1, 1] })
    expect(lines(early)).toEqual(['Vienna and Lima: 1 shared work in 2018'])
    expect(early.basis).toBe('Counted over the one work about Volcanology until 2018.')

    const late = await read({ fromYear: 2019, toYear: 2021 })
    expect(figures(late)).toEqual({ Vienna: [3, 3], Lima: [1, 1], Nowhere: [1, 1], 'South Pole': [1, 1] })
    expect(late.basis).toBe('Counted over all 3 works from 2019 to 2021.')
    expect(await read({ fromYear: 2019 })).toMatchObject({ places: late.places, lines: late.lines })
    expect(late.places[0]?.strongest).toMatchObject({ sharedWorks: 1 })
  })

  test('has nothing for years that end before they begin, and for a topic that is none offers those it may be', async () => {
    expect(await read({ fromYear: 2021, toYear: 2019 })).toMatchObject({
      places: [],
      lines: [],
      basis: 'The first year, 2021, is later than the last, 2019: no work lies between.',
    })
    expect(await read({ topic: 'T7', toYear: 1990 })).toMatchObject({
      places: [],
      basis: 'No work about Volcanology until 1990 is on this site.',
    })
    expect(await read({ topic: 'Volcan' })).toMatchObject({
      topic: null,
      places: [],
      suggestedTopics: [{ name: 'Volcanology' }, { name: 'Volcanic Glass' }],
    })
    expect(await read({ topic: 'T99' })).toMatchObject({ topic: null, places: [], basis: 'No topic is called “T99”.' })
  })

  test('an institution has those it works with, each with the reason', async () => {
    const map = await readInstitutionMap(reading.context, 1)
    expect(map?.here).toMatchObject({ name: 'Vienna', where: 'Vienna, Austria' })
    expect(map?.collaborators.map(({ name, reason }) => [name, reason])).toEqual([
      ['Lima', '2 shared works from 2018 to 2019'],
      ['Nowhere', '2 shared works in 2019'],
      ['South Pole', '1 shared work in 2021'],
    ])
    expect(await readInstitutionMap(reading.context, 5)).toMatchObject({ collaborators: [] })
    expect(await readInstitutionMap(reading.context, 99)).toBeUndefined()
  })

  test('a work has where its authors worked, in the order of the byline', async () => {
    const page = await readWorkPage(reading.context, 3)
    const places = await readBylinePlaces(reading.context, page?.byline ?? [])
    expect(places.map(({ name, authors }) => [name, authors])).toEqual([
      ['Vienna', ['Author 1', 'Author 3']],
      ['South Pole', ['Author 4']],
    ])
  })

  test('follows a work whose byline changes, people who come and go, and institutions that become one', async () => {
    await importMore(later.changed)
    expect(figures(await read())).toEqual({ Vienna: [5, 3], Lima: [1, 1], Nowhere: [2, 2], 'South Pole': [2, 2] })
    expect(lines(await read()).slice(0, 2)).toEqual([
      'Vienna and Nowhere: 2 shared works in 2019',
      'Vienna and South Pole: 2 shared works from 2018 to 2021',
    ])
    await importMore(later.stated)
    expect(figures(await read({ by: 'people' }))['Without works']).toEqual([0, 1])
    await importMore(later.withdrawn)
    expect(figures(await read({ by: 'people' }))['Without works']).toBeUndefined()

    await importMore(later.merged)
    expect(figures(await read())).toEqual({ Vienna: [5, 3], Lima: [2, 1], 'South Pole': [2, 2] })
    expect(lines(await read())).toEqual([
      'Vienna and Lima: 2 shared works in 2019',
      'Vienna and South Pole: 2 shared works from 2018 to 2021',
    ])
  })
})

describeOnEachDatabase('the atlas of the bundled sample', (database) => {
  const reading = useReading(database, [sampleFolder])

  test('has Stanford University with those it works with', async () => {
    const atlas = await readAtlas(reading.context, all)
    expect(atlas.places[0]?.name).toBe('Stanford University')
    expect(atlas.lines.length).toBeGreaterThan(5)
  })
})
