import {
  listStartingPoints,
  readAuthorJson,
  readAuthorPage,
  readHomePage,
  readSearchPage,
  readWorkJson,
  readWorkPage,
} from '@bzpeer/reads'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { expect, test } from 'vitest'
import { sampleFolder, useReading } from './reading.ts'

const arjun = 1_000_000_000_000_004
const arjunD = 1_000_000_000_000_127
const monarch = 1_000_000_000_000_001
const start = { after: null, before: null }
const origin = 'https://people.example.org'

describeOnEachDatabase('the bundled sample', (database) => {
  const reading = useReading(database, [sampleFolder])

  test('the page of Arjun Desai reads figure for figure as the reference page', async () => {
    const page = await readAuthorPage(reading.context, arjun, start)
    expect(page).toMatchObject({
      kind: 'author',
      id: 'A1000000000000004',
      path: '/authors/A1000000000000004',
      name: 'Arjun Desai',
      description: 'Arjun Desai contributes to research discovery and scholarly infrastructure.',
      role: 'Researcher',
      affiliation: null,
      affiliations: [],
      openToCollaborate: true,
      claimed: false,
      verification: { level: 1, name: 'indexed' },
      trust: { version: 1, score: 11, band: 'Unverified', frozen: false },
      counts: { works: 1, followers: 0, topics: 1, closeCollaborators: 4 },
      identifiers: [],
    })
    expect(page?.trust.evidence.map(({ kind, points }) => [kind, points])).toEqual([
      ['record.stable-id', 3],
      ['record.persistent-identifier', 3],
      ['record.topic', 2],
      ['record.close-collaborator', 3],
    ])
    expect(page?.trust.raise.map(({ kind, points }) => [kind, points])).toEqual([
      ['record.affiliation-ror', 4],
      ['record.duplicates-clear', 5],
      ['control.email', 10],
    ])
  })

  test('the evidence for the reference page says who states it, since when, and where it can be checked', async () => {
    const page = await readAuthorPage(reading.context, arjun, start)
    expect(page?.trust.evidence.map(({ issuer, source }) => [issuer, source])).toEqual([
      ['sample.bzpeer.org', 'sample.bzpeer.org/A1000000000000004'],
      ['this site', 'arxiv:2204.00595'],
      ['this site', page?.topics[0]?.path],
      ['this site', page?.closeCollaborators[0]?.path],
    ])
    for (const piece of page?.trust.evidence ?? []) {
      expect(piece).toMatchObject({ observed_at: '2099-12-31T00:00:00Z', expires_at: null })
    }
    expect(page?.provenance).toEqual([
      { source: 'sample.bzpeer.org', observedAt: '2099-12-31T00:00:00Z', updatedAt: null },
    ])
  })

  test('the one work of the reference page is the Monarch preprint, with its ten authors in order', async () => {
    const page = await readAuthorPage(reading.context, arjun, start)
    expect(page?.works).toMatchObject({ total: 1, next: null, previous: null })
    const [work] = page?.works.items ?? []
    expect(work).toMatchObject({
      name: 'Monarch: Expressive Structured Matrices for Efficient and Accurate Training',
      type: 'preprint',
      year: 2022,
      source: { name: 'arXiv' },
      abstract: null,
      bylineCount: 10,
      identifiers: [{ scheme: 'arxiv', value: '2204.00595', url: 'https://arxiv.org/abs/2204.00595' }],
    })
    expect(work?.byline.map(({ name }) => name)).toEqual([
      'Tri Dao',
      'Beidi Chen',
      'Nimit Sohoni',
      'Arjun Desai',
      'Michael Poli',
      'Jessica Grogan',
      'Alexander Liu',
      'Aniruddh Rao',
      'Atri Rudra',
      'Christopher Ré',
    ])
    expect(work?.byline.every(({ path }) => path !== null)).toBe(true)
  })

  test('the close collaborators of the reference page are those within two places on the byline', async () => {
    const page = await readAuthorPage(reading.context, arjun, start)
    expect(page?.closeCollaborators.map(({ name }) => name).toSorted()).toEqual([
      'Beidi Chen',
      'Jessica Grogan',
      'Michael Poli',
      'Nimit Sohoni',
    ])
    for (const person of page?.closeCollaborators ?? []) {
      expect(person).toMatchObject({ sharedWorks: 1, close: true })
      expect(person.strength).toBeCloseTo(1 / 9, 9)
    }
  })

  test('Arjun D. Desai is another record, with an affiliation of his own', async () => {
    const page = await readAuthorPage(reading.context, arjunD, start)
    expect(page).toMatchObject({
      name: 'Arjun D. Desai',
      affiliation: { name: 'Stanford University', ror: '00f54p054' },
    })
    expect(page?.works.items.map(({ id }) => id)).not.toContain(`W${monarch}`)
    expect(page?.trust.score).toBe(15)
    const other = await readAuthorPage(reading.context, arjun, start)
    expect(other?.alternativeNames).not.toContain('Arjun D. Desai')
  })

  test('the interface answers for Arjun Desai as the contract shows', async () => {
    const json = await readAuthorJson(reading.context, arjun, origin)
    expect(json).toMatchObject({
      id: `${origin}/authors/A1000000000000004`,
      display_name: 'Arjun Desai',
      orcid: null,
      works_count: 1,
      affiliations: [],
      last_known_institutions: [],
      bzpeer: {
        claimed: false,
        open_to_collaborate: true,
        verification: { level: 1, name: 'indexed' },
        trust: { version: 1, score: 11, band: 'Unverified', frozen: false },
        counts: { works: 1, followers: 0, topics: 1, close_collaborators: 4 },
      },
    })
    const { trust } = (json as { bzpeer: { trust: { evidence: object[]; raise: object[] } } }).bzpeer
    expect(trust.evidence[0]).toEqual({
      kind: 'record.stable-id',
      bucket: 'record',
      points: 3,
      issuer: 'sample.bzpeer.org',
      observed_at: '2099-12-31T00:00:00Z',
      expires_at: null,
      source: 'sample.bzpeer.org/A1000000000000004',
    })
    expect(trust.raise[0]).toEqual({ kind: 'record.affiliation-ror', points: 4, how: expect.any(String) as string })
  })

  test('an affiliation is given in OpenAlex’s shape, its years from the latest on', async () => {
    expect(await readAuthorJson(reading.context, arjunD, origin)).toMatchObject({
      affiliations: [
        {
          institution: {
            id: `${origin}/institutions/I1000000000000001`,
            display_name: 'Stanford University',
            ror: 'https://ror.org/00f54p054',
            country_code: 'US',
          },
          years: [2021],
        },
      ],
      last_known_institutions: [{ display_name: 'Stanford University' }],
    })
  })

  test('the interface answers for the Monarch work in OpenAlex’s shape', async () => {
    const json = await readWorkJson(reading.context, monarch, origin)
    expect(json).toMatchObject({
      id: `${origin}/works/W1000000000000001`,
      doi: null,
      display_name: 'Monarch: Expressive Structured Matrices for Efficient and Accurate Training',
      publication_year: 2022,
      publication_date: '2022-04-01',
      type: 'preprint',
      ids: { bzpeer: `${origin}/works/W1000000000000001`, arxiv: 'https://arxiv.org/abs/2204.00595' },
      primary_location: { source: { display_name: 'arXiv' }, landing_page_url: 'https://arxiv.org/abs/2204.00595' },
      open_access: { is_oa: true },
      is_retracted: false,
      abstract_inverted_index: null,
      bzpeer: { id: 'W1000000000000001', authors_count: 10 },
    })
    const { authorships, locations } = json as { authorships: { author_position: string }[]; locations: object[] }
    expect(authorships.map(({ author_position }) => author_position)).toEqual([
      'first',
      ...Array.from({ length: 8 }, () => 'middle'),
      'last',
    ])
    expect(authorships[3]).toMatchObject({
      author: { id: `${origin}/authors/A1000000000000004`, display_name: 'Arjun Desai' },
      raw_author_name: 'Arjun Desai',
      raw_affiliation_strings: [],
      institutions: [],
    })
    expect(locations).toHaveLength(2)
  })

  test('the Monarch page links its authors, its places and what it cites', async () => {
    const page = await readWorkPage(reading.context, monarch)
    expect(page).toMatchObject({ bylineCount: 10, source: { name: 'arXiv' }, isRetracted: false })
    expect(page?.locations.map(({ source }) => source?.name)).toEqual([
      'arXiv',
      'International Conference on Machine Learning',
    ])
    expect(page?.references.length).toBe(page?.referencesCount)
    for (const cited of page?.references ?? []) expect(cited.name).not.toBe('Untitled')
  })

  test('what stands next to Arjun Desai on his page has a reason each; of collaborators the close ones', async () => {
    const slice = (await readAuthorPage(reading.context, arjun, start))?.context
    expect(slice?.focus).toEqual({
      id: 'A1000000000000004',
      path: '/authors/A1000000000000004',
      name: 'Arjun Desai',
      kind: 'author',
    })
    expect(slice?.near.map(({ kind, reason }) => `${kind}: ${reason}`)).toEqual([
      ...Array.from({ length: 4 }, () => 'author: 1 shared work, tie strength 0.11, close'),
      'work: wrote it, 2022, with 9 others',
      'topic: 1 work about it',
    ])
    expect(slice?.truncated).toBe(true)
  })

  test('the way in counts what there is, and shows the people and topics with the most works', async () => {
    const home = await readHomePage(reading.context)
    expect(home.counts).toEqual({ works: 60, authors: 137, institutions: 15, topics: 14, sources: 14 })
    expect(home.people[0]?.name).toBe('Christopher Ré')
    expect(home.people.map(({ works }) => works)).toEqual(
      home.people.map(({ works }) => works).toSorted((a, b) => b - a),
    )
    expect(home.latestWorks.length).toBeGreaterThan(0)
  })

  test('a search for nothing among one kind lists the largest of it, and among works the newest', async () => {
    const browse = (type: 'all' | 'author' | 'work' | 'topic' | 'institution' | 'source', page = 1) =>
      readSearchPage(reading.context, { query: '', type, page, filters: {} })
    const people = await browse('author')
    expect(people.groups[0]?.hits[0]?.name).toBe('Christopher Ré')
    expect([people.groups[0]?.hits.length, people.hasNextPage, people.advice]).toEqual([20, true, null])
    const works = people.groups[0]?.hits.map((hit) => hit.works ?? 0) ?? []
    expect(works).toEqual(works.toSorted((a, b) => b - a))
    for (const kind of ['topic', 'institution', 'source'] as const) {
      const [group] = (await browse(kind)).groups
      expect([kind, group?.hits.length]).toEqual([kind, kind === 'institution' ? 15 : 14])
    }
    const { latestWorks } = await readHomePage(reading.context)
    const newest = (await browse('work')).groups[0]?.hits.slice(0, latestWorks.length)
    expect(newest?.map(({ id }) => id)).toEqual(latestWorks.map(({ id }) => id))
    expect((await browse('all')).groups).toEqual([])
  })

  test('the places to begin are the largest of every kind, and the newest works', async () => {
    const beginnings = await listStartingPoints(reading.context)
    expect(beginnings.map(({ kind, entries }) => [kind, entries.length])).toEqual([
      ['work', 6],
      ['author', 6],
      ['institution', 6],
      ['topic', 6],
      ['source', 6],
    ])
    expect(beginnings[1]?.entries[0]?.name).toBe('Christopher Ré')
    const { latestWorks } = await readHomePage(reading.context)
    expect(beginnings[0]?.entries.map(({ id }) => id)).toEqual(latestWorks.map(({ id }) => id))
  })

  test('a page of results beyond the last keeps their number, and everything has one page', async () => {
    const search = (type: 'all' | 'work', page: number) =>
      readSearchPage(reading.context, { query: 'learning', type, page, filters: {} })
    const [first, beyond] = [await search('work', 1), await search('work', 50)]
    expect(beyond.groups).toEqual([{ kind: 'work', count: first.groups[0]?.count, more: false, hits: [] }])
    expect(beyond).toMatchObject({ page: 50, hasNextPage: false, advice: null })
    expect(await search('all', 2)).toEqual(await search('all', 1))
  })
})
