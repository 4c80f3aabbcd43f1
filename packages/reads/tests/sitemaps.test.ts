import { listSitemapEntries, listSitemaps } from '@bzpeer/reads'
import { entityKinds } from '@bzpeer/schema'
import { listSitemapPage, listSitemapStarts } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { describe, expect, test } from 'vitest'
import { importedAt, sampleFolder, useReading, writeFolder } from './reading.ts'

const host = 'https://openalex.org'

const folder = writeFolder({
  'authors.jsonl': [{ id: `${host}/A1`, display_name: 'Nobody Found' }],
  'works.jsonl': [
    {
      id: `${host}/W1`,
      title: 'Unidentified',
      authorships: [{ author: { id: `${host}/A2`, display_name: 'Not Found Either' } }],
    },
  ],
})

describeOnEachDatabase('sitemaps', (database) => {
  describe('of the sample', () => {
    const reading = useReading(database, [sampleFolder, folder])

    test('have one page of each kind, which lists each record under its address, in order', async () => {
      const names = await listSitemaps(reading.context)
      expect(names).toEqual(['works-0', 'authors-0', 'institutions-0', 'topics-0', 'sources-0'])
      const pages = await Promise.all(names.map((name) => listSitemapEntries(reading.context, name)))
      expect(pages.map((entries) => entries?.length)).toEqual([61, 137, 15, 14, 14])
      expect(pages[1]?.map(({ path }) => path)).toContain('/authors/A1000000000000004')
      for (const [index, entries] of pages.entries()) {
        for (const { path } of entries ?? [])
          expect(path).toMatch(new RegExp(`^/${names[index]?.split('-')[0] ?? ''}/[WAITS]\\d+$`))
        expect(new Set(entries)).toHaveLength(entries?.length ?? 0)
        expect(entries?.at(-1)?.lastModified).toEqual(importedAt)
      }
    })

    test('leave out who is a name only', async () => {
      const paths = (await listSitemapEntries(reading.context, 'authors-0'))?.map(({ path }) => path)
      expect(paths).not.toContain('/authors/A1')
      expect(paths).not.toContain('/authors/A2')
      expect(await listSitemapEntries(reading.context, 'works-0')).toEqual(
        expect.arrayContaining([expect.objectContaining({ path: '/works/W1' })]),
      )
    })

    test.each([1, 7, 20, 30, 60, 61, 62, 1_000])(
      'of %i addresses a page list every record once, and no page is empty',
      async (pageSize) => {
        const { db } = reading.context
        for (const kind of entityKinds) {
          const starts = await listSitemapStarts(db, kind, pageSize, 1_000)
          const pages = await Promise.all(starts.map((after) => listSitemapPage(db, kind, after, pageSize)))
          expect(pages.filter(({ length }) => length === 0 || length > pageSize)).toEqual([])
          const all = await listSitemapPage(db, kind, 0, 1_000)
          expect(pages.flat().map(({ id }) => id)).toEqual(all.map(({ id }) => id))
        }
      },
    )

    test('stop at the number of pages asked for', async () => {
      expect(await listSitemapStarts(reading.context.db, 'work', 10, 3)).toHaveLength(3)
    })

    test('under a name that is none are none', async () => {
      const wrong = [
        '',
        'works',
        'works-',
        'works-x',
        'work-0',
        'people-0',
        'works-0-0',
        'works--1',
        `works-${'9'.repeat(17)}`,
        'constructor-0',
      ]
      for (const name of wrong) expect(await listSitemapEntries(reading.context, name)).toBeUndefined()
      expect(await listSitemapEntries(reading.context, `works-${'9'.repeat(16)}`)).toEqual([])
    })
  })

  describe('of nothing', () => {
    const reading = useReading(database, [])

    test('have no pages, and are looked for again an hour later', async () => {
      const { db } = reading.context
      const at = (time: string) => listSitemaps({ db, now: () => new Date(`2100-01-01T${time}Z`) })
      expect(await at('12:00:00')).toEqual([])
      await db.insertInto('topics').values({ id: 1, display_name: 'A topic', is_stub: false }).execute()
      expect(await at('12:59:59')).toEqual([])
      expect(await at('13:00:00')).toEqual(['topics-0'])
    })
  })
})
