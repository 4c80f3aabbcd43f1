import { randomUUID } from 'node:crypto'
import type { Caller } from '@bzpeer/domain'
import {
  findByIdentifier,
  findIdentified,
  HiddenRecordError,
  assertShown,
  listSitemapEntries,
  listStartingPoints,
  listSuggestions,
  readAuthorEvidence,
  readAuthorJson,
  readAuthorPage,
  readClaimPage,
  readCorrectionPage,
  readDeskPage,
  readGraphSlice,
  readHomePage,
  readInstitutionPage,
  readListPage,
  readSearchPage,
  readSourcePage,
  readTopicPage,
  readWorkJson,
  readWorkPage,
} from '@bzpeer/reads'
import { type EntityKind, entityKinds, type EntityRef } from '@bzpeer/schema'
import { hideRecord, insertClaim, insertCorrection, showRecord } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterEach, describe, expect, test } from 'vitest'
import { useReading, writeFolder } from './reading.ts'

const host = 'https://openalex.org'
const origin = 'https://people.example.org'
const start = { after: null, before: null }
const orcid = '0000-0002-1825-0097'
const hidden = { kind: 'author', id: 2 } as const
const hiddenAt = new Date('2100-01-01T10:00:00Z')
const recordName = 'Quillfeather'

const institution = { id: `${host}/I1`, display_name: 'Institute of Quiet', country_code: 'DE' }
const topic = { id: `${host}/T1`, display_name: 'Silence', score: 0.9 }

/** As the work prints the name, which is not how the record is called. */
function slot(id: number, printed: string, name: string, more: object = {}) {
  return {
    author: { id: `${host}/A${id}`, display_name: name, ...more },
    raw_author_name: printed,
    institutions: [institution],
    raw_affiliation_strings: ['Institute of Quiet'],
  }
}

const byline = [
  slot(1, 'Ada One', 'Ada One'),
  slot(2, 'H. Printed', `Hadley ${recordName}`, { orcid: `https://orcid.org/${orcid}` }),
  slot(3, 'Cy Three', 'Cy Three'),
]
const place = { source: { id: `${host}/S1`, display_name: 'Annals of Quiet', type: 'journal' } }
const more = { type: 'article', topics: [topic], primary_location: place, doi: 'https://doi.org/10.1234/1' }

const folder = writeFolder({
  'institutions.jsonl': [institution],
  'topics.jsonl': [{ id: topic.id, display_name: topic.display_name, description: 'On silence.' }],
  'authors.jsonl': [
    { id: `${host}/A1`, display_name: 'Ada One' },
    {
      id: `${host}/A2`,
      display_name: `Hadley ${recordName}`,
      display_name_alternatives: [`H. ${recordName}`],
      orcid: `https://orcid.org/${orcid}`,
      affiliations: [{ institution, years: [2020] }],
    },
    { id: `${host}/A3`, display_name: 'Cy Three' },
  ],
  'works.jsonl': [
    { id: `${host}/W1`, title: 'On quiet rooms', publication_year: 2020, authorships: byline, ...more },
    {
      id: `${host}/W2`,
      title: 'On quiet streets',
      publication_year: 2021,
      authorships: byline.slice(0, 2),
      referenced_works: [`${host}/W1`],
      ...more,
      doi: 'https://doi.org/10.1234/2',
    },
  ],
})

describeOnEachDatabase('a record that is hidden on request', (database) => {
  const reading = useReading(database, [folder])

  const hide = (): Promise<boolean> =>
    reading.store.transaction((tx) => hideRecord(tx, { ref: hidden, correction: 7, at: hiddenAt }))
  const show = (): Promise<number[]> => reading.store.transaction((tx) => showRecord(tx, 7))
  afterEach(async () => void (await show()))

  const search = (query: string, type: EntityKind | 'all', filters: Record<string, string> = {}) =>
    readSearchPage(reading.context, { query, type, page: 1, filters })

  const refs: readonly EntityRef[] = [
    ...[1, 2, 3].map((id) => ({ kind: 'author', id }) as const),
    ...[1, 2].map((id) => ({ kind: 'work', id }) as const),
    { kind: 'institution', id: 1 },
    { kind: 'topic', id: 1 },
    { kind: 'source', id: 1 },
  ]
  const lists = ['collaborators', 'topics', 'institutions', 'byline', 'cited-by', 'references', 'people']

  /** All that any page or interface says, by what it is. */
  async function readAll(): Promise<Record<string, unknown>> {
    const { context } = reading
    const said: Record<string, unknown> = {
      home: await readHomePage(context),
      explore: await listStartingPoints(context),
      sitemap: await listSitemapEntries(context, 'authors-0'),
      'works by W1': [await readWorkPage(context, 1), await readWorkJson(context, 1, origin)],
      'works by W2': [await readWorkPage(context, 2), await readWorkJson(context, 2, origin)],
      institution: await readInstitutionPage(context, 1, start),
      topic: await readTopicPage(context, 1, start),
      source: await readSourcePage(context, 1, start),
    }
    for (const id of [1, 2, 3]) {
      said[`author ${id}`] = [
        await readAuthorPage(context, id, start),
        await readAuthorJson(context, id, origin),
        await readAuthorEvidence(context, id, origin),
      ]
    }
    for (const ref of refs) {
      said[`slice ${ref.kind} ${ref.id}`] = [
        await readGraphSlice(context, { focus: ref, depth: 2, limit: 150, kinds: entityKinds }, origin),
      ]
      for (const list of lists) said[`${list} ${ref.kind} ${ref.id}`] = await readListPage(context, ref, list, start)
    }
    for (const query of ['', 'hadley', recordName, 'Quilfeather', orcid, 'A2', 'quiet']) {
      for (const type of ['all', 'author', 'work'] as const) said[`search ${query} ${type}`] = await search(query, type)
      said[`filtered ${query}`] = await search(query, 'author', { orcid: '1' })
      said[`suggestions ${query}`] = await listSuggestions(context, { query, limit: 10 })
    }
    return said
  }

  test('is named on no page, in no list, search or interface, and nothing leads to it', async () => {
    await hide()
    const said = await readAll()
    for (const [where, what] of Object.entries(said)) {
      // The reader's own words are theirs.
      const text = JSON.stringify(what, (key, value: unknown) => (key === 'query' ? '' : value)) ?? ''
      expect([where, /quillfeather|\bA2\b|0000-0002-1825-0097/i.exec(text)?.[0]]).toEqual([where, undefined])
    }
  })

  test('comes back exactly as it was once it is shown again', async () => {
    const before = await readAll()
    expect(JSON.stringify(before)).toContain(recordName)
    expect(await hide()).toBe(true)
    expect(await show()).toEqual([hidden.id])
    expect(await readAll()).toEqual(before)
  })

  test('is hidden once, by the correction that came first', async () => {
    await hide()
    const again = { ref: hidden, correction: 9, at: new Date('2100-02-01T10:00:00Z') }
    expect(await reading.store.transaction((tx) => hideRecord(tx, again))).toBe(false)
    await expect(assertShown(reading.context, hidden)).rejects.toEqual(new HiddenRecordError(hidden, hiddenAt))
    await expect(assertShown(reading.context, { kind: 'author', id: 1 })).resolves.toBeUndefined()
    await expect(assertShown(reading.context, { kind: 'work', id: 2 })).resolves.toBeUndefined()
    expect(await show()).toEqual([hidden.id])
    expect(await show()).toEqual([])
  })

  test('has no claim that strangers could read its name off', async () => {
    const claimantId = randomUUID()
    const claim = { id: randomUUID(), author_id: hidden.id, account_id: claimantId, status: 'open', statement: 'Me.' }
    await reading.store.db
      .insertInto('accounts')
      .values({ id: claimantId, handle: claimantId, name: 'H.', role: 'member' })
      .execute()
    await reading.store.db
      .insertInto('claims')
      .values({ ...claim, opened_at: hiddenAt, window_ends_at: hiddenAt })
      .execute()
    const read = (caller?: Caller) => readClaimPage(reading.context, claim.id, caller)
    expect((await read())?.author.name).toContain(recordName)
    await hide()
    const stranger = { accountId: randomUUID(), role: 'member' } as const
    await expect(read()).rejects.toThrow(HiddenRecordError)
    await expect(read(stranger)).rejects.toThrow(HiddenRecordError)
    expect(await read({ ...stranger, role: 'curator' })).toBeDefined()
    expect(await read({ accountId: claimantId, role: 'member' })).toBeDefined()
  })

  describe('leaves', () => {
    test('the works, with the name that they print, which leads nowhere', async () => {
      await hide()
      const page = await readWorkPage(reading.context, 1)
      expect(page?.byline.map(({ name, path }) => [name, path])).toEqual([
        ['Ada One', '/authors/A1'],
        ['H. Printed', null],
        ['Cy Three', '/authors/A3'],
      ])
      expect(page?.bylineCount).toBe(3)
      const json = (await readWorkJson(reading.context, 1, origin)) as { authorships: { author: object }[] }
      expect(json.authorships[1]).toMatchObject({
        author: { id: null, display_name: 'H. Printed', orcid: null },
        raw_author_name: 'H. Printed',
        raw_affiliation_strings: ['Institute of Quiet'],
      })
      const { items } = (await readListPage(reading.context, { kind: 'work', id: 1 }, 'byline', start))?.names ?? {}
      expect(items?.map(({ name, path }) => [name, path])[1]).toEqual(['H. Printed', null])
    })

    test('correction pages with its name to who asks about it only where it is hidden for them', async () => {
      await hide()
      const [asking, curator] = (['member', 'curator'] as const).map((role) => ({ accountId: randomUUID(), role }))
      if (asking === undefined || curator === undefined) throw new Error('Two are two.')
      const records = [{ authorId: hidden.id, name: `Hadley ${recordName}` }]
      const details = { kind: 'hide', authorId: hidden.id } as const
      const asked = { details, statement: 'It is me.', evidenceUrl: null, proposedBy: asking.accountId, records }
      const owner = { id: randomUUID(), author_id: hidden.id, account_id: randomUUID(), status: 'accepted' }
      const { store, context } = reading
      const number = await store.transaction(async (tx) => {
        await insertClaim(tx, { ...owner, statement: '', opened_at: hiddenAt, window_ends_at: hiddenAt }, [])
        return insertCorrection(tx, { ...asked, at: hiddenAt })
      })
      const own = await readCorrectionPage(context, number, asking)
      expect(own).toMatchObject({ statement: 'It is me.', hiding: null })
      expect(JSON.stringify(own)).not.toContain(recordName)
      // Whose the claims on it are is not theirs to read by asking, either.
      await expect(readClaimPage(context, owner.id, asking)).rejects.toThrow(HiddenRecordError)
      const desk = await readDeskPage(context, { kind: 'correction', after: null })
      expect(desk.items.map(({ path }) => path)).toEqual([`/corrections/${number}`])
      // A curator finds what hides it, and whose it is: both can be ended.
      const page = await readCorrectionPage(context, number, curator)
      expect(page?.hiding).toEqual({ correction: '/corrections/7', ownerClaim: `/claims/${owner.id}` })
      expect(JSON.stringify(page)).toContain(recordName)
      await store.db.updateTable('corrections').set({ status: 'accepted' }).where('number', '=', number).execute()
      expect(JSON.stringify(await readCorrectionPage(context, number, asking))).toContain(recordName)
      for (const table of ['corrections', 'correction_records', 'claims'] as const)
        await store.db.deleteFrom(table).execute()
    })

    test('others with the figures of those who are shown', async () => {
      const before = await readAuthorPage(reading.context, 1, start)
      expect(before?.counts.closeCollaborators).toBe(2)
      await hide()
      const page = await readAuthorPage(reading.context, 1, start)
      expect(page?.counts).toEqual({ ...before?.counts, closeCollaborators: 1 })
      expect(page?.closeCollaborators.map(({ name }) => name)).toEqual(['Cy Three'])
      const list = await readListPage(reading.context, { kind: 'author', id: 1 }, 'collaborators', start)
      expect([list?.names?.total, list?.names?.next, list?.names?.items.map(({ name }) => name)]).toEqual([
        1,
        null,
        ['Cy Three'],
      ])
      expect((await readInstitutionPage(reading.context, 1, start))?.peopleCount).toBe(2)
      for (const [kind, id] of [
        ['institution', 1],
        ['topic', 1],
        ['source', 1],
      ] as const) {
        const { names } = (await readListPage(reading.context, { kind, id }, 'people', start)) ?? {}
        expect([names?.total, names?.items.map(({ name }) => name)]).toEqual([2, ['Ada One', 'Cy Three']])
      }
    })

    test('searches that say how many they found without it', async () => {
      expect((await search(recordName, 'author')).groups).toMatchObject([{ count: 1 }])
      await hide()
      expect((await search(recordName, 'author')).groups).toEqual([])
      expect((await search(orcid, 'all')).groups).toEqual([])
      expect((await search('A2', 'author')).groups).toEqual([])
      expect(await findIdentified(reading.context, orcid)).toBeUndefined()
      // The way from the iD leads to the answer that it is hidden.
      expect(await findByIdentifier(reading.context, 'orcid', orcid)).toEqual(hidden)
    })
  })
})
