import {
  type ListCursor,
  MalformedCursorError,
  readAuthorJson,
  readAuthorPage,
  readInstitutionPage,
  readListPage,
  readSourcePage,
  readWorkJson,
  readWorkPage,
} from '@bzpeer/reads'
import type { EntityKind } from '@bzpeer/schema'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { describe, expect, test } from 'vitest'
import { busy, crowded, edgeRecords, longByline, overlong } from './edge-records.ts'
import { useReading, writeFolder } from './reading.ts'

const origin = 'https://people.example.org'
const start: ListCursor = { after: null, before: null }

const folder = writeFolder(edgeRecords)

describeOnEachDatabase('lists of any length', (database) => {
  const reading = useReading(database, [folder])

  describe('of what may be any number, a page has the first and says how many there are:', () => {
    test('names, identifiers and affiliations of an author', async () => {
      const page = await readAuthorPage(reading.context, overlong.author, start)
      expect(page).toMatchObject({ alternativeNamesCount: 100, identifiersCount: 1_000, affiliationsCount: 20 })
      expect([page?.alternativeNames.length, page?.identifiers.length, page?.affiliations.length]).toEqual([24, 24, 12])
      const json = await readAuthorJson(reading.context, overlong.author, origin)
      expect(json).toMatchObject({
        bzpeer: { display_name_alternatives_count: 100, ids_count: 1_000, affiliations_count: 20 },
      })
      expect(JSON.stringify(json).length).toBeLessThan(20_000)
    })

    test('keywords, places, identifiers and raw affiliations of a work', async () => {
      const page = await readWorkPage(reading.context, overlong.work)
      expect(page).toMatchObject({ keywordsCount: 60, locationsCount: 40, identifiersCount: 1_000 })
      expect([page?.keywords.length, page?.identifiers.length]).toEqual([24, 24])
      expect(page?.locations.length).toBeLessThan(30)
      const [slot] = page?.byline ?? []
      expect(slot).toMatchObject({ rawAffiliationsCount: 30 })
      expect(slot?.rawAffiliations.map((text) => text.slice(0, 13).trim())).toEqual(
        Array.from({ length: 8 }, (_, index) => `Department ${index}`),
      )
      expect(slot?.institutions.map(({ id }) => id)).toEqual(
        Array.from({ length: 8 }, (_, index) => `I${1_000 + index}`),
      )
      const json = await readWorkJson(reading.context, overlong.work, origin)
      expect(json).toMatchObject({
        authorships: [{ bzpeer: { raw_affiliations_count: 30, institutions_count: 20 } }],
        bzpeer: { keywords_count: 60, locations_count: 40, ids_count: 1_000 },
      })
      expect(JSON.stringify([page, json]).length).toBeLessThan(40_000)
    })

    test('names of an institution and of a source', async () => {
      const institution = await readInstitutionPage(reading.context, overlong.institution, start)
      expect(institution).toMatchObject({ alternativeNamesCount: 61 })
      expect(institution?.alternativeNames).toHaveLength(24)
      expect(institution?.alternativeNames[0]).toBe('IMN')
      const source = await readSourcePage(reading.context, overlong.source, start)
      expect(source).toMatchObject({ alternativeNamesCount: 60 })
      expect(source?.alternativeNames).toHaveLength(24)
    })

    test('an affiliation with a ROR id is evidence even where twelve others stand before it', async () => {
      const page = await readAuthorPage(reading.context, overlong.author, start)
      expect(page?.affiliations.every(({ ror }) => ror === null)).toBe(true)
      expect(page?.trust.evidence.find(({ kind }) => kind === 'record.affiliation-ror')?.source).toBe(
        'https://ror.org/02mhbdp94',
      )
    })
  })

  describe('the whole of a list', () => {
    const whole = [
      ['author', 7, 'collaborators', 61],
      ['author', busy, 'topics', 1],
      ['author', overlong.author, 'institutions', 20],
      ['work', longByline, 'byline', 3_000],
      ['work', 4, 'cited-by', 15],
      ['work', overlong.work, 'references', 45],
      ['institution', crowded.institution, 'people', 130],
      ['topic', crowded.topic, 'people', 130],
      ['source', crowded.source, 'people', 130],
    ] as const

    test.each(whole)('of %s %i, its %s, is read forwards and again backwards: %i', async (kind, id, list, count) => {
      const read = async (cursor: ListCursor) => {
        const page = await readListPage(reading.context, { kind, id }, list, cursor)
        const shown = page?.works ?? page?.names
        if (shown === undefined || shown === null) throw new Error('the list is not there')
        expect(shown.items.length).toBeLessThanOrEqual(60)
        return { ...shown, names: shown.items.map(({ name, path }) => `${name} ${path}`) }
      }
      const forwards = [await read(start)]
      expect(forwards[0]?.previous).toBeNull()
      for (let next = forwards[0]?.next; typeof next === 'string'; next = forwards.at(-1)?.next) {
        forwards.push(await read({ after: next, before: null }))
      }
      const names = forwards.flatMap((page) => page.names)
      expect(names).toHaveLength(count)
      expect(new Set(names)).toHaveLength(count)

      const backwards: string[][] = []
      for (let before = forwards.at(-1)?.previous; typeof before === 'string';) {
        const page = await read({ after: null, before })
        backwards.unshift(page.names)
        before = page.previous
      }
      expect(backwards.flat()).toEqual(forwards.slice(0, -1).flatMap((page) => page.names))
    })

    test('says of each name why it stands there, and who comes first', async () => {
      const read = async (kind: EntityKind, id: number, list: string) =>
        (await readListPage(reading.context, { kind, id }, list, start))?.names
      expect((await read('institution', crowded.institution, 'people'))?.items.slice(5, 8)).toEqual([
        { name: 'Author 20005', path: '/authors/A20005', reason: '2 works' },
        { name: 'Author 20006', path: '/authors/A20006', reason: '2 works' },
        { name: 'Author 20007', path: '/authors/A20007', reason: '1 work' },
      ])
      expect((await read('author', 5, 'institutions'))?.items.map(({ reason }) => reason)).toEqual([
        'affiliated in 2020',
        'affiliated on a byline in 2020',
        'affiliated from 2011 to 2020',
        'affiliated on a byline in 2020',
      ])
      expect((await read('work', 4, 'byline'))?.items).toEqual([
        { name: 'Author 5', path: '/authors/A5', reason: 'author 1, Institution 9' },
        { name: 'Nobody Known', path: null, reason: 'author 2' },
        { name: 'Author 6', path: '/authors/A6', reason: 'author 3' },
      ])
    })

    test('takes no cursor that it did not hand out, and is none where there is no such list', async () => {
      for (const after of ['', 'x', '-1', '1-', '1 or 1=1', '9'.repeat(17), '１']) {
        for (const [kind, id, list] of whole) {
          await expect(readListPage(reading.context, { kind, id }, list, { after, before: null })).rejects.toThrow(
            MalformedCursorError,
          )
        }
      }
      const nobody = { kind: 'author', id: 404 } as const
      expect(await readListPage(reading.context, nobody, 'collaborators', start)).toBeUndefined()
      for (const list of ['people', 'constructor', '__proto__', '']) {
        expect(await readListPage(reading.context, { kind: 'author', id: busy }, list, start)).toBeUndefined()
      }
      const past = await readListPage(reading.context, { kind: 'work', id: 4 }, 'byline', { after: '99', before: null })
      expect(past?.names).toMatchObject({ items: [], next: null })
    })
  })
})
