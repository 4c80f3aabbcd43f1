import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type StartedSite, startSite } from '@bzpeer/testkit'
import { findBarriers, findOverflow } from '@bzpeer/testkit/accessibility'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { names, titles, writeUnusualRecords } from './unusual-records.ts'

describeInBrowser('records as the world has them', ({ newContext }) => {
  let site: StartedSite | undefined
  beforeAll(async () => {
    const path = await writeUnusualRecords()
    site = await startSite({ records: [path] })
    await rm(dirname(path), { recursive: true })
  })
  afterAll(() => site?.stop())

  async function open(path: string): Promise<Page> {
    const page = await (await newContext({ baseURL: site?.origin ?? '' })).newPage()
    await page.goto(path)
    return page
  }

  const pages = [
    ['a work with a title of 60 words, 134 names and a long address', '/works/W1'],
    ['a work whose title is one word', '/works/W2'],
    ['a work whose title is code', '/works/W3'],
    ['a work without title and byline', '/works/W5'],
    ['a researcher whose name is written from right to left', '/authors/A1'],
    ['a researcher with a very long name', '/authors/A2'],
    ['a researcher whose name is one long word', '/authors/A3'],
    ['an institution', '/institutions/I1'],
    ['a source', '/sources/S1'],
    ['a search that finds them', '/search?q=measuring&type=works'],
    ['the explorer around one of them', '/explore?focus=W1'],
  ] as const

  test.for(pages)('%s stays within 320 pixels and without a barrier', async ([, path]) => {
    const page = await open(path)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    for (const width of [320, 1280]) {
      expect(await findBarriers(page, { colorScheme: 'light', width })).toEqual([])
      expect(await findOverflow(page)).toEqual([])
    }
  })

  test('one of a kind is counted as one', async () => {
    const page = await open('/')
    const counts = page.getByRole('list', { name: 'What this site holds' })
    expect((await counts.innerText()).replace(/\s+/g, ' ')).toMatch(/1 institution\b.*1 source\b/)
  })

  test('a name that is code is shown as it is written, and runs nowhere', async () => {
    const page = await open('/authors/A4')
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(names.hostile)
    expect(await page.title()).toBe(`${names.hostile} · BZPEER`)
    expect(await page.getByRole('article').getByRole('heading').allInnerTexts()).toContain(titles.hostile)
    expect(await page.locator('main img, main script').count()).toBe(0)
  })

  test('someone whose works have no identifier is a name at L0: no page to be listed, and nothing promised', async () => {
    const page = await open('/authors/A90')
    expect(await page.locator('main').innerText()).toContain('Verification L0')
    expect(await page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex')
    const sitemap = await (await fetch(`${site?.origin}/sitemaps/authors-0.xml`)).text()
    expect(sitemap).toContain('/authors/A1<')
    expect(sitemap).not.toContain('/authors/A90<')
  })

  test('a retracted work says so before its title, and what is not known is said to be unknown', async () => {
    const page = await open('/works/W1')
    expect(await page.locator('main header').innerText()).toMatch(/Retracted\.[\s\S]*measuring/)
    const bare = await open('/works/W5')
    expect(await bare.locator('main').innerText()).toContain('No abstract has been imported for this work.')
    expect(await bare.locator('main').innerText()).toContain(
      'No topic is stated, and none could be matched from the text.',
    )
  })

  test('a name on a byline that leads to no record is a name and no link', async () => {
    const page = await open('/works/W1')
    expect(
      await page
        .getByText('Collaborator 7', { exact: true })
        .first()
        .evaluate((element) => element.closest('a')),
    ).toBeNull()
  })
})
