import {
  type ContextSlice,
  findByIdentifier,
  findMergedInto,
  type ListCursor,
  MalformedCursorError,
  type Paged,
  readAuthorJson,
  readAuthorPage,
  readInstitutionPage,
  readSourcePage,
  readTopicPage,
  readWorkJson,
  readWorkPage,
  type WorkCard,
} from '@bzpeer/reads'
import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { describe, expect, test } from 'vitest'
import { busy, edgeRecords, longByline, moved } from './edge-records.ts'
import { useReading, writeFolder } from './reading.ts'

const origin = 'https://people.example.org'
const start: ListCursor = { after: null, before: null }

const folder = writeFolder(edgeRecords)

describeOnEachDatabase('records', (database) => {
  const reading = useReading(database, [folder])

  describe('a list of works', () => {
    type Page = { readonly works: Paged<WorkCard> } | undefined
    const pages: Readonly<Record<string, (cursor: ListCursor) => Promise<Page>>> = {
      author: (cursor) => readAuthorPage(reading.context, busy, cursor),
      institution: (cursor) => readInstitutionPage(reading.context, 1, cursor),
      topic: (cursor) => readTopicPage(reading.context, 1, cursor),
      source: (cursor) => readSourcePage(reading.context, 1, cursor),
    }

    async function walk(
      read: (cursor: ListCursor) => Promise<Page>,
      direction: 'next' | 'previous',
      from: string | null,
    ): Promise<Paged<WorkCard>[]> {
      const seen: Paged<WorkCard>[] = []
      let cursor = from
      do {
        const page = await read(
          direction === 'next' ? { after: cursor, before: null } : { after: null, before: cursor },
        )
        if (page === undefined) throw new Error('the list is not there')
        seen.push(page.works)
        cursor = page.works[direction]
      } while (cursor !== null && seen.length < 20)
      return seen
    }

    test.each(Object.keys(pages))(
      'of the %s visits each once forwards, and again backwards, and ends at both ends',
      async (kind) => {
        const read = pages[kind]
        if (read === undefined) throw new Error('internal: no such list')
        const forwards = await walk(read, 'next', null)
        const ids = forwards.flatMap(({ items }) => items.map(({ id }) => id))
        const total = forwards[0]?.total ?? 0
        expect(total).toBeGreaterThanOrEqual(45)
        expect(ids).toHaveLength(total)
        expect(new Set(ids)).toHaveLength(total)
        expect(forwards.map(({ items }) => items.length)).toEqual([12, 12, 12, total - 36])
        expect(forwards.map(({ previous }) => previous === null)).toEqual([true, false, false, false])

        const backwards = await walk(read, 'previous', forwards.at(-1)?.previous ?? null)
        expect(backwards.toReversed().flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ids.slice(0, 36))
        expect(backwards.at(-1)).toMatchObject({ previous: null })
        expect(backwards.at(-1)?.next).toBe(forwards[0]?.next)
      },
    )

    test('stands newest first, and works without a year last', async () => {
      const seen = await walk(pages['author'] ?? (async () => undefined), 'next', null)
      const years = seen.flatMap(({ items }) => items.map(({ year }) => year ?? 0))
      expect(years).toEqual(years.toSorted((a, b) => b - a))
      expect(years.slice(-4)).toEqual([0, 0, 0, 0])
    })

    test('takes no cursor that it did not hand out', async () => {
      for (const cursor of [
        '',
        'x',
        '2020',
        '2020-',
        '-1',
        '2020-W1',
        '2020-1-1',
        '20220-1',
        `2020-${'9'.repeat(17)}`,
        '2020-1; drop table works',
        '２０２０-1',
      ]) {
        await expect(readAuthorPage(reading.context, busy, { after: cursor, before: null })).rejects.toThrow(
          MalformedCursorError,
        )
        await expect(readAuthorPage(reading.context, busy, { after: null, before: cursor })).rejects.toThrow(
          MalformedCursorError,
        )
      }
    })

    test('answers for a place past either end', async () => {
      const page = (after: string | null, before: string | null) =>
        readAuthorPage(reading.context, busy, { after, before })
      expect((await page('0-1', null))?.works).toMatchObject({ items: [], total: 45, next: null })
      expect((await page(null, '9999-9999999999999999'))?.works).toMatchObject({ items: [], total: 45, previous: null })
      expect((await page('9999-9999999999999999', null))?.works.items).toHaveLength(12)
      expect((await page(null, '0-1'))?.works.items).toHaveLength(12)
    })
  })

  describe('an author', () => {
    test('who is only named in works has a page, found in the record of a work', async () => {
      const page = await readAuthorPage(reading.context, 2, start)
      expect(page).toMatchObject({
        name: 'Mentioned Only',
        counts: { works: 2, followers: 0, topics: 0, closeCollaborators: 0 },
        verification: { level: 1 },
        trust: { score: 6, band: 'Unverified' },
        provenance: [],
        topics: [],
        closeCollaborators: [],
      })
      expect(page?.trust.evidence[0]).toMatchObject({ issuer: 'openalex.org', observed_at: '2099-12-31T00:00:00Z' })
    })

    test('who has a record and no work has a page at L0', async () => {
      const page = await readAuthorPage(reading.context, 3, start)
      expect(page).toMatchObject({
        name: 'Recorded Only',
        counts: { works: 0, topics: 0, closeCollaborators: 0 },
        verification: { level: 0, name: 'name only' },
        trust: { score: 3, band: 'Unverified' },
        works: { items: [], total: 0, next: null, previous: null },
        identifiers: [
          { scheme: 'orcid', value: '0000-0002-1825-0097', url: 'https://orcid.org/0000-0002-1825-0097' },
          { scheme: 'scopus', value: 'x1', url: null },
        ],
      })
      expect(await readAuthorJson(reading.context, 3, origin)).toMatchObject({
        orcid: 'https://orcid.org/0000-0002-1825-0097',
        works_count: 0,
        ids: { bzpeer: `${origin}/authors/A3`, orcid: 'https://orcid.org/0000-0002-1825-0097', scopus: 'x1' },
        bzpeer: { verification: { level: 0, name: 'name only' } },
      })
    })

    test('has other names beside the one shown', async () => {
      expect(await readAuthorPage(reading.context, 4, start)).toMatchObject({
        name: '王小明',
        alternativeNames: ['Wang Xiaoming', 'X. Wang'],
      })
    })

    test('has affiliations as stated and as read off bylines, the last known first', async () => {
      const page = await readAuthorPage(reading.context, 5, start)
      expect(page?.affiliation?.name).toBe('Institution 7')
      expect(
        page?.affiliations.map(({ id, stated, firstYear, lastYear }) => [id, stated, firstYear, lastYear]),
      ).toEqual([
        ['I7', true, 2020, 2020],
        ['I1', false, 2020, 2020],
        ['I3', true, 2011, 2020],
        ['I9', false, 2020, 2020],
      ])
      expect(page?.trust.evidence.find(({ kind }) => kind === 'record.affiliation-ror')?.source).toBe(
        'https://ror.org/00f54p054',
      )
    })

    test('gives programs the years that are stated or on a byline and none between, the newest first', async () => {
      const answer = async (id: number) => {
        const json = (await readAuthorJson(reading.context, id, origin)) as {
          affiliations: { institution: { id: string }; years: number[] }[]
          last_known_institutions: { id: string }[]
        }
        const idOf = (institution: { id: string }) => institution.id.split('/').at(-1)
        return {
          years: json.affiliations.map(({ institution, years }) => [idOf(institution), years]),
          last: json.last_known_institutions.map(idOf),
        }
      }
      expect(await answer(moved)).toEqual({
        years: [
          ['I12', [2021, 2019]],
          ['I13', [2021]],
          ['I11', [2020, 2007, 2000]],
        ],
        last: ['I12', 'I13'],
      })
      const { years, last } = await answer(5)
      expect(years).toContainEqual(['I3', [2020, 2015, 2011]])
      expect(last).toEqual(['I7'])
    })

    test('has a close collaborator as evidence even where forty others have stronger ties', async () => {
      const page = await readAuthorPage(reading.context, 7, start)
      expect(page?.counts.closeCollaborators).toBe(1)
      expect(page?.closeCollaborators.map(({ id }) => id)).toEqual(['A8'])
      expect(page?.trust.evidence.find(({ kind }) => kind === 'record.close-collaborator')?.source).toBe('/authors/A8')
    })

    test('of three thousand on a byline has a page, and no ties from it', async () => {
      const page = await readAuthorPage(reading.context, 12_999, start)
      expect(page).toMatchObject({ name: 'Member 2999', counts: { works: 1, closeCollaborators: 0 } })
      const [card] = page?.works.items ?? []
      expect(card?.bylineCount).toBe(3_000)
      expect(card?.byline.length).toBeLessThan(20)
      expect(card?.byline.map(({ name }) => name)).toContain('Member 2999')
    })

    test('that is nobody has no page, in any form', async () => {
      for (const id of [404, Number.MAX_SAFE_INTEGER]) {
        expect(await readAuthorPage(reading.context, id, start)).toBeUndefined()
        expect(await readAuthorJson(reading.context, id, origin)).toBeUndefined()
      }
    })
  })

  describe('a work', () => {
    test('without a title is shown as untitled, and says so to programs with null', async () => {
      for (const id of [1, 2]) {
        expect((await readWorkPage(reading.context, id))?.name).toBe('Untitled')
        expect(await readWorkJson(reading.context, id, origin)).toMatchObject({ title: null, display_name: null })
      }
    })

    test('without topic, byline, year, type and source is still a page', async () => {
      expect(await readWorkPage(reading.context, 3)).toMatchObject({
        type: 'other',
        year: null,
        source: null,
        byline: [],
        bylineCount: 0,
        topics: [],
        locations: [],
        identifiers: [],
        references: [],
        citedBy: [],
        abstract: null,
      })
      expect(await readWorkJson(reading.context, 3, origin)).toMatchObject({
        publication_year: null,
        primary_location: null,
        locations: [],
        authorships: [],
        topics: [],
        open_access: { is_oa: null },
      })
    })

    test('keeps a name that resolves to no record as a name without a page', async () => {
      const page = await readWorkPage(reading.context, 4)
      expect(page?.byline.map(({ name, path }) => [name, path])).toEqual([
        ['Author 5', '/authors/A5'],
        ['Nobody Known', null],
        ['Author 6', '/authors/A6'],
      ])
      const { authorships } = (await readWorkJson(reading.context, 4, origin)) as { authorships: object[] }
      expect(authorships[1]).toMatchObject({
        author: { id: null, display_name: 'Nobody Known', orcid: null },
        author_position: 'middle',
      })
    })

    test('gives programs the iD that stands beside a name', async () => {
      const { authorships } = (await readWorkJson(reading.context, 4, origin)) as { authorships: object[] }
      expect(authorships[0]).toMatchObject({ author: { orcid: 'https://orcid.org/0000-0002-1825-0097' } })
      expect(authorships[2]).toMatchObject({ author: { orcid: null } })
    })

    test('names the institutions of an author in the order of the byline', async () => {
      expect((await readWorkPage(reading.context, 4))?.byline[0]?.institutions.map(({ id }) => id)).toEqual([
        'I9',
        'I3',
        'I7',
        'I1',
      ])
    })

    test('shows what it cites as far as it is here, and counts all of it', async () => {
      const page = await readWorkPage(reading.context, 4)
      expect(page?.referencesCount).toBe(3)
      expect(page?.references.map(({ id }) => id)).toEqual(['W1', 'W100'])
      expect(await readWorkJson(reading.context, 4, origin)).toMatchObject({
        referenced_works_count: 3,
        referenced_works: [`${origin}/works/W1`, `${origin}/works/W100`, `${origin}/works/W404`],
      })
    })

    test('shows the newest that cite it, and counts all of them', async () => {
      const page = await readWorkPage(reading.context, 4)
      expect(page?.citedByCount).toBe(15)
      expect(page?.citedBy.map(({ year }) => year)).toEqual([
        2014, 2013, 2012, 2011, 2010, 2009, 2008, 2007, 2006, 2005,
      ])
    })

    test('that is only cited has no page', async () => {
      expect(await readWorkPage(reading.context, 404)).toBeUndefined()
      expect(await readWorkJson(reading.context, 404, origin)).toBeUndefined()
    })

    test('gives its abstract to programs word by word, whatever the words are called', async () => {
      const json = await readWorkJson(reading.context, 4, origin)
      const index = (json as { abstract_inverted_index: object }).abstract_inverted_index
      expect(Object.entries(index)).toEqual(
        Object.entries({ We: [0], cite: [1], constructor: [2], and: [3, 4], go: [5] }),
      )
    })

    test('gives every other fact in OpenAlex’s shape, and one DOI where it has two', async () => {
      expect(await readWorkJson(reading.context, 4, origin)).toMatchObject({
        doi: 'https://doi.org/10.5555/a',
        ids: { doi: 'https://doi.org/10.5555/a', pmid: 'https://pubmed.ncbi.nlm.nih.gov/123/', mag: '99' },
        publication_date: '2020-02-29',
        language: 'en',
        is_retracted: true,
        biblio: { volume: '1', issue: '2', first_page: '3', last_page: '4' },
        keywords: [{ display_name: 'Citing' }],
        cited_by_count: 15,
        bzpeer: { provenance: [{ source: 'openalex.org', observed_at: '2099-12-31T00:00:00Z', updated_at: null }] },
      })
    })

    test('of three thousand authors shows a hundred and says how many there are', async () => {
      const page = await readWorkPage(reading.context, longByline)
      expect([page?.byline.length, page?.bylineCount]).toEqual([100, 3_000])
      expect(page?.byline[99]?.name).toBe('Member 99')
      const json = (await readWorkJson(reading.context, longByline, origin)) as {
        authorships: { author_position: string }[]
      }
      expect(json).toMatchObject({ bzpeer: { authors_count: 3_000 } })
      expect(json.authorships.map(({ author_position }) => author_position).filter((at) => at !== 'middle')).toEqual([
        'first',
      ])
      expect(json).toMatchObject({
        is_authors_truncated: true,
        bzpeer: { byline: `${origin}/works/W${longByline}/byline` },
      })
      expect(await readWorkJson(reading.context, 4, origin)).toMatchObject({ is_authors_truncated: false })
    })
  })

  describe('a page of a collection', () => {
    test('stands for a source, a topic and an institution that nothing belongs to', async () => {
      const empty = { works: { items: [], total: 0, next: null, previous: null }, people: [] }
      expect(await readSourcePage(reading.context, 2, start)).toMatchObject({ name: 'Empty source', ...empty })
      expect(await readTopicPage(reading.context, 2, start)).toMatchObject({
        name: 'Lonely topic',
        subfield: 'Sub',
        siblings: [],
        ...empty,
      })
      expect(await readInstitutionPage(reading.context, 2, start)).toMatchObject({
        name: 'Empty institution',
        alternativeNames: ['EI'],
        peopleCount: 0,
        ...empty,
      })
    })

    test('counts its works and names its people', async () => {
      for (const page of [
        await readInstitutionPage(reading.context, 1, start),
        await readTopicPage(reading.context, 1, start),
        await readSourcePage(reading.context, 1, start),
      ]) {
        expect(page?.people[0]).toMatchObject({ id: 'A1', name: 'Busy Author', works: 45 })
      }
    })

    test('of what is not here is none', async () => {
      expect(await readSourcePage(reading.context, 404, start)).toBeUndefined()
      expect(await readTopicPage(reading.context, 404, start)).toBeUndefined()
      expect(await readInstitutionPage(reading.context, 404, start)).toBeUndefined()
    })
  })

  describe('a merged id', () => {
    test('leads to the record that took its place, however often that was merged again', async () => {
      const into = (kind: EntityKind, id: number) => findMergedInto(reading.context, { kind, id })
      expect(await into('author', 92)).toBe(1)
      expect(await into('author', 91)).toBe(1)
      expect(await into('author', 1)).toBeUndefined()
      expect(await into('work', 92)).toBeUndefined()
    })

    test('merged round in a circle leads nowhere', async () => {
      const kind = kindCodeOf.author
      const circle = [95, 96, 97].map((id) => ({ kind, id, into_id: id === 97 ? 95 : id + 1, final_id: 97 }))
      await reading.context.db.insertInto('merged_ids').values(circle).execute()
      for (const id of [95, 96, 97])
        expect(await findMergedInto(reading.context, { kind: 'author', id })).toBeUndefined()
    })
  })

  test('an identifier leads to its record, and one that none has leads nowhere', async () => {
    expect(await findByIdentifier(reading.context, 'doi', '10.5555/one')).toEqual({ kind: 'work', id: 1 })
    expect(await findByIdentifier(reading.context, 'orcid', '0000-0002-1825-0097')).toEqual({ kind: 'author', id: 3 })
    expect(await findByIdentifier(reading.context, 'doi', '10.5555/none')).toBeUndefined()
    expect(await findByIdentifier(reading.context, "x' or '1'='1", '')).toBeUndefined()
  })

  describe('what stands next to', () => {
    type Page = { readonly context: ContextSlice } | undefined
    const reasonsIn = async (read: Promise<Page>) => {
      const page = await read
      if (page === undefined) throw new Error('the page is not there')
      const { near, truncated } = page.context
      const reasons = new Map<string, string[]>()
      for (const { kind, reason } of near) reasons.set(kind, [...(reasons.get(kind) ?? []), reason])
      return { truncated, ...Object.fromEntries(reasons) }
    }
    const reasonsOf = (id: number) => reasonsIn(readAuthorPage(reading.context, id, start))

    test('an author says how each neighbour belongs', async () => {
      expect(await reasonsOf(5)).toEqual({
        work: ['wrote it, 2020, with 2 others'],
        institution: [
          'affiliated in 2020',
          'affiliated on a byline in 2020',
          'affiliated from 2011 to 2020',
          'affiliated on a byline in 2020',
        ],
        author: ['1 shared work, tie strength 0.50, close'],
        truncated: false,
      })
    })

    test('an author with many works is cut, and says so', async () => {
      const reasons = await reasonsOf(busy)
      expect(reasons).toMatchObject({ truncated: true, topic: ['45 works about it'] })
      expect(reasons).not.toHaveProperty('author')
      expect((reasons as unknown as { work: string[] }).work).toHaveLength(12)
    })

    test('a work says who wrote it, what it cites and what cites it, each in turn', async () => {
      const page = await readWorkPage(reading.context, 4)
      expect(page?.context.focus).toMatchObject({ id: 'W4', kind: 'work' })
      expect(await reasonsIn(readWorkPage(reading.context, 4))).toEqual({
        author: ['author 1 of 3', 'author 3 of 3'],
        work: [
          'cited in this work',
          'cites this work, 2014',
          'cited in this work',
          ...[2013, 2012, 2011, 2010, 2009, 2008, 2007, 2006, 2005].map((year) => `cites this work, ${year}`),
        ],
        institution: Array.from({ length: 4 }, () => 'affiliation on the byline'),
        truncated: true,
      })
    })

    test('a work names each of a long byline once, the first twelve, and where it appeared', async () => {
      const long = await reasonsIn(readWorkPage(reading.context, longByline))
      expect(long).toMatchObject({ truncated: true })
      expect((long as unknown as { author: string[] }).author).toHaveLength(12)
      expect(await reasonsIn(readWorkPage(reading.context, 144))).toEqual({
        author: ['its author'],
        work: ['cites this work, 2020'],
        topic: ['stated by its source'],
        institution: ['affiliation on the byline'],
        source: ['published this work, 2006'],
        truncated: false,
      })
    })

    test('a topic, an institution and a source say how people and works belong', async () => {
      const latest = expect.arrayContaining([expect.stringMatching(/^about it, 20\d\d$/)]) as string[]
      expect(await reasonsIn(readTopicPage(reading.context, 1, start))).toEqual({
        author: ['45 works about it'],
        work: latest,
        truncated: true,
      })
      expect(await reasonsIn(readInstitutionPage(reading.context, 1, start))).toMatchObject({
        author: ['45 works from there', '1 work from there'],
        work: expect.arrayContaining(['affiliation on the byline, 2020']) as string[],
        topic: expect.arrayContaining(['45 works about it among the latest 100']) as string[],
      })
      expect(await reasonsIn(readSourcePage(reading.context, 1, start))).toMatchObject({
        author: ['45 works in it'],
        work: expect.arrayContaining([expect.stringMatching(/^published in it, 20\d\d$/)]) as string[],
      })
      expect((await readTopicPage(reading.context, 2, start))?.context).toMatchObject({ near: [], truncated: false })
    })
  })
})
