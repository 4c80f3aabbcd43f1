import { rm } from 'node:fs/promises'
import { type StartedSite, startSite } from '@bzpeer/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { writeGrownRecords } from './grown-records.ts'

let site: StartedSite | undefined
beforeAll(async () => {
  const folder = await writeGrownRecords()
  site = await startSite({ records: [folder] })
  await rm(folder, { recursive: true })
})
afterAll(() => site?.stop())

const get = (path: string): Promise<Response> => fetch(`${site?.origin}${path}`, { redirect: 'manual' })

describe('a merged id is sent on for good, with what was asked, at', () => {
  const addresses = [
    ['/authors/A2?after=2020-5', '/authors/A1?after=2020-5'],
    ['/authors/A2/collaborators?after=60', '/authors/A1/collaborators?after=60'],
    ['/works/W2/cited-by', '/works/W1/cited-by'],
    ['/api/authors/A2?select=id', '/api/authors/A1?select=id'],
    ['/api/works/w2', '/api/works/W1'],
    ['/cards/authors/A2.png', '/cards/authors/A1.png'],
    ['/explore?focus=A2&x=1', '/explore?focus=A1&x=1'],
    ['/api/graph?focus=a2&depth=2', '/api/graph?focus=A1&depth=2'],
  ] as const
  test.for(addresses)('%s', async ([from, to]) => {
    const { status, headers } = await get(from)
    expect([status, headers.get('location')]).toEqual([308, to])
    expect((await get(to)).status).toBe(200)
  })

  test('no address of two that were merged into each other, which leads nowhere, not in a circle', async () => {
    for (const id of ['A8', 'A9']) expect((await fetch(`${site?.origin}/authors/${id}`)).status).toBe(404)
  })

  test('the interface, for programs of any site', async () => {
    expect((await get('/api/authors/A2')).headers.get('access-control-allow-origin')).toBe('*')
  })
})

describe('an identifier of every scheme that this site knows leads to its page:', () => {
  const identifiers = [
    ['/mag/77', '/works/W1'],
    ['/openreview/r%2Fev%C3%AFew', '/works/W1'],
    ['/pmid/88', '/works/W1'],
    ['/dblp/p/1', '/authors/A1'],
    ['/issn/20493630', '/sources/S1'],
    ['/isni/0000000419368956', '/institutions/I1'],
  ] as const
  test.for(identifiers)('%s', async ([path, to]) => {
    const { status, headers } = await get(path)
    expect([status, headers.get('location')]).toEqual([302, to])
  })

  test.for(['/acl/none', '/scopus/scopus-1', '/constructor/x'])('%s leads nowhere', async (path) => {
    expect((await get(path)).status).toBe(404)
  })
})

describeInBrowser('records of any length', ({ newContext }) => {
  async function open(path: string) {
    const context = await newContext({ baseURL: site?.origin ?? '', javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(path)
    return page
  }

  test('a page stays small whatever a record holds, and says how much more there is', async () => {
    for (const path of ['/authors/A1', '/api/authors/A1']) {
      expect((await (await get(path)).arrayBuffer()).byteLength).toBeLessThan(200_000)
    }
    const head = await (await open('/authors/A1')).locator('main header').innerText()
    expect(head).toContain('and 9,976 more')
    expect(head).toContain('and 976 more')
  })

  test('a work leads on to the rest of its byline, its references and what cites it, without scripts', async () => {
    const page = await open('/works/W1')
    await page.getByRole('link', { name: '50 more' }).click()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Byline of Made by many, cited by many')
    expect(await page.locator('main').getByRole('listitem').allInnerTexts()).toHaveLength(50)
    expect(await page.locator('main').getByRole('listitem').first().innerText()).toMatch(/^Person 200\s+author 101$/)
    await page.getByRole('link', { name: 'Before these' }).click()
    expect(await page.locator('main').getByRole('listitem').last().innerText()).toMatch(/^Person 199\s+author 100$/)

    for (const [section, title] of [
      ['Cited by', 'Works that cite Made by many, cited by many'],
      ['References', 'Works cited by Made by many, cited by many'],
    ] as const) {
      await page.goto('/works/W1')
      await page.getByRole('region', { name: section }).getByRole('link', { name: 'All that this site holds' }).click()
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title)
      const titles: string[] = []
      for (;;) {
        titles.push(...(await page.getByRole('article').getByRole('heading').allInnerTexts()))
        const older = page.getByRole('link', { name: 'Older works' })
        if ((await older.count()) === 0) break
        await older.click()
        expect(await page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex')
      }
      expect(titles).toEqual(Array.from({ length: 30 }, (_, index) => `Bound to it ${29 - index}`))
    }
  })

  test('a list of what nobody has is not found', async () => {
    for (const path of [
      '/authors/A1/people',
      '/authors/A404/collaborators',
      '/works/W1/byline/x',
      '/about/A1/people',
    ]) {
      expect((await get(path)).status).toBe(404)
    }
    expect((await get('/works/W1/byline?after=x')).status).toBe(400)
    expect((await get('/works/w1/byline')).headers.get('location')).toBe('/works/W1/byline')
  })
})
