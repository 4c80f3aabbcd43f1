import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type StartedSite, startSite } from '@bzpeer/testkit'
import { findBarriers, findOverflow, type View } from '@bzpeer/testkit/accessibility'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'

const host = 'https://openalex.org'

const institutions = [
  [1, 'University of Vienna', 'Vienna', 'Austria', 48.21, 16.37],
  [2, 'TU Wien', 'Vienna', 'Austria', 48.21, 16.37],
  [3, 'University of Graz', 'Graz', 'Austria', 47.07, 15.44],
  [4, 'University of Auckland', 'Auckland', 'New Zealand', -36.85, 174.76],
  [5, 'Institute of Nowhere', null, null, null, null],
] as const

/** Year, topic, and the institution of each name on the byline. */
const works = [
  [2019, 1, [1, 3]],
  [2020, 1, [1, 3]],
  [2021, 2, [1, 4]],
  [2022, 2, [2, 1]],
  [2022, 2, [4, 5]],
] as const

const topics = { 1: 'Alpine Botany', 2: 'Volcanology' } as const

const views: readonly View[] = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280, isRecoloured: true },
  { colorScheme: 'dark', width: 320 },
  { colorScheme: 'light', width: 320, isRecoloured: true },
]

async function writeRecords(): Promise<string> {
  const places = institutions.map(([id, name, city, country, latitude, longitude]) => ({
    id: `${host}/I${id}`,
    display_name: name,
    ...(latitude === null ? {} : { geo: { city, country, latitude, longitude } }),
  }))
  const records = works.map(([year, topic, names], index) => ({
    id: `${host}/W${index + 1}`,
    title: `Work ${index + 1}`,
    type: 'article',
    publication_year: year,
    topics: [{ id: `${host}/T${topic}`, display_name: topics[topic], score: 0.9 }],
    authorships: names.map((place) => ({
      author: { id: `${host}/A${place}`, display_name: `Author ${place}` },
      raw_author_name: `Author ${place}`,
      institutions: [{ id: `${host}/I${place}`, display_name: `Institution ${place}` }],
    })),
  }))
  const path = join(await mkdtemp(join(tmpdir(), 'bzpeer-atlas-')), 'records.jsonl')
  await writeFile(path, [...places, ...records].map((record) => `${JSON.stringify(record)}\n`).join(''))
  return path
}

/** What a page asks for that is not this site's, and what its policy refuses. */
async function watch(page: Page, origin: string): Promise<readonly string[]> {
  const faults: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) faults.push(`asked for ${request.url()}`)
  })
  page.on('pageerror', ({ message }) => faults.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy violated: ${violatedDirective} ${blockedURI}`),
    )
  })
  return faults
}

describeInBrowser('the atlas', ({ newContext }) => {
  let site: StartedSite
  beforeAll(async () => {
    site = await startSite({ records: [await writeRecords()] })
  })
  afterAll(() => site.stop())

  const newPage = async (options: Parameters<typeof newContext>[0] = {}): Promise<Page> =>
    (await newContext({ baseURL: site.origin, reducedMotion: 'reduce', ...options })).newPage()
  const circles = (page: Page) => page.locator('.map-place')
  const circle = (page: Page, name: string | RegExp) => page.locator('atlas-map').getByRole('button', { name })
  const rows = (page: Page, table: string) =>
    page.getByRole('region', { name: table }).locator('tbody tr').allInnerTexts()

  test('is a page of tables without scripts: places, who works together, and filters', async () => {
    const page = await newPage({ javaScriptEnabled: false })
    await page.goto('/atlas')
    expect(await page.locator('main').innerText()).toContain(
      'All 5 institutions with works. 1 of them has no coordinates and is not on the map.',
    )
    const places = await rows(page, 'Places')
    expect(places).toHaveLength(5)
    expect(places[0]).toMatch(/University of Vienna\s+Vienna, Austria\s+4\s+1\s+University of Graz\s+2 shared works/)
    expect((await rows(page, 'Collaboration lines'))[0]).toMatch(
      /Vienna[\s\S]+Graz[\s\S]+2 shared works from 2019 to 2020/,
    )

    await page.getByRole('link', { name: 'Institution', exact: true }).click()
    expect((await rows(page, 'Places'))[0]).toContain('Institute of Nowhere')
    await page.getByLabel('Topic', { exact: true }).fill('volcanology')
    await page.getByLabel('To year').fill('2021')
    await page.getByRole('button', { name: 'Apply' }).click()
    expect(new URL(page.url()).search).toBe('?topic=volcanology&from_year=&to_year=2021&show=works')
    expect(await page.locator('main').innerText()).toContain('Counted over the one work about Volcanology until 2021.')
    expect(await rows(page, 'Places')).toHaveLength(2)
    await page.getByRole('link', { name: 'Clear filters' }).click()
    expect(await rows(page, 'Places')).toHaveLength(5)
  })

  test('draws a map from this site alone and within its policy, and not before it is in view', async () => {
    const page = await newPage({ viewport: { width: 1280, height: 300 } })
    const faults = await watch(page, site.origin)
    const scripts: string[] = []
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url())
    })
    await page.goto('/atlas', { waitUntil: 'networkidle' })
    expect(scripts.filter((url) => /place-map|maplibre/.test(url))).toEqual([])
    await page.locator('atlas-map').scrollIntoViewIfNeeded()
    await circles(page).first().waitFor()
    expect(scripts.some((url) => url.includes('place-map'))).toBe(true)
    expect(await page.locator('canvas').count()).toBe(1)
    expect(faults).toEqual([])
  })

  test('opens a circle of several by pointer, lists those at one point, and leads to an institution', async () => {
    const page = await newPage()
    await page.goto('/atlas')
    await circle(page, /University of Vienna and 2 more nearby/).click()
    await circle(page, /University of Graz in Graz, Austria: 2 works/).waitFor()
    await circle(page, /University of Vienna and 1 more at one point/).click()
    const card = page.getByRole('region', { name: 'Chosen on the map' })
    expect(await card.getByRole('link').allInnerTexts()).toEqual(['University of Vienna', 'TU Wien'])
    await circle(page, /University of Graz/).click()
    expect(await card.innerText()).toContain('University of Vienna: 2 shared works from 2019 to 2020')
    await card.getByRole('link', { name: 'University of Graz' }).click()
    await page.waitForURL('**/institutions/I3')
  })

  test('does all that by key, and Escape gives the focus back', async () => {
    const page = await newPage()
    await page.goto('/atlas')
    await circle(page, /University of Vienna and 2 more/).focus()
    await page.keyboard.press('Enter')
    await circle(page, /University of Graz/).waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
    expect(await focused()).toContain('University of Vienna and 1 more')
    await page.keyboard.press('Enter')
    expect(await focused()).toBe('University of Vienna')
    await page.keyboard.press('Escape')
    expect(await focused()).toContain('University of Vienna and 1 more')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/institutions/I1')
  })

  test('keeps in its address where the map looks', async () => {
    const page = await newPage()
    await page.goto('/atlas')
    await circle(page, /University of Vienna and 2 more/).click()
    await circle(page, /University of Graz/).waitFor()
    await page.waitForURL(/[?&]at=/)
    const at = new URL(page.url()).searchParams.get('at')
    expect(at).toMatch(/^4[78]\.\d+,1[56]\.\d+,\d/)
    const sort = page.getByRole('link', { name: 'Institution', exact: true })
    expect(new URL((await sort.getAttribute('href')) ?? '', page.url()).searchParams.get('at')).toBe(at)
    await page.reload()
    await circle(page, /University of Graz/).waitFor()
  })

  test('says what a line stands for when it is touched', async () => {
    const page = await newPage()
    await page.goto('/atlas?at=47.64,15.9,7')
    await circle(page, /University of Graz/).waitFor()
    await page.locator('atlas-map').scrollIntoViewIfNeeded()
    const [one, other] = await Promise.all(
      [circle(page, /University of Graz/), circle(page, /University of Vienna/)].map((each) => each.boundingBox()),
    )
    const middleOf = (box: typeof one) => ({
      x: (box?.x ?? 0) + (box?.width ?? 0) / 2,
      y: (box?.y ?? 0) + (box?.height ?? 0) / 2,
    })
    const [a, b] = [middleOf(one), middleOf(other)]
    // The line bends away from the equator: in its middle by 8 % of its length.
    const bend = b.x < a.x ? -0.08 : 0.08
    const [x, y] = [(a.x + b.x) / 2 + (b.y - a.y) * bend, (a.y + b.y) / 2 - (b.x - a.x) * bend]
    const card = page.getByRole('region', { name: 'Chosen on the map' })
    // Lines come from a worker, a moment after the circles.
    const touch = async (): Promise<boolean> => {
      await page.mouse.click(x, y)
      return card.isVisible()
    }
    await expect.poll(touch, { timeout: 20_000, interval: 500 }).toBe(true)
    expect(await card.innerText()).toContain('2 shared works from 2019 to 2020')
  })

  test('says so where there is no WebGL, and offers another try where the map could not be loaded', async () => {
    const page = await newPage()
    await page.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = () => null
    })
    await page.goto('/atlas')
    await page.getByText('This browser offers no WebGL').waitFor()
    expect(await rows(page, 'Places')).toHaveLength(5)

    const other = await newPage()
    await other.route('**/place-map*', (route) => route.abort())
    await other.goto('/atlas')
    const again = other.getByRole('button', { name: 'Try again' })
    await again.waitFor()
    await other.unroute('**/place-map*')
    await again.click()
    await circles(other).first().waitFor()
  })

  test.each(['countries-110m', 'maplibre-gl-worker'])(
    'offers another try where %s could not be loaded',
    async (file) => {
      const page = await newPage()
      await page.route(`**/${file}*`, (route) => route.abort())
      await page.goto('/atlas')
      const again = page.getByRole('button', { name: 'Try again' })
      await again.click()
      await page.getByText('The map could not be loaded; the tables say the same.').waitFor()
      await page.unroute(`**/${file}*`)
      await again.click()
      await circles(page).first().waitFor()
      expect(await again.count()).toBe(0)
    },
  )

  test('lists all that stand at one point, and the way out stays in sight', async () => {
    const page = await newPage()
    await page.route('**/api/atlas*', async (route) => {
      const response = await route.fetch()
      const data = (await response.json()) as { places: { id: string; name: string }[] }
      const first = data.places.find(({ name }) => name === 'University of Vienna')
      const more = Array.from({ length: 40 }, (_, index) => ({
        ...first,
        id: `I${100 + index}`,
        name: `Vienna ${index}`,
      }))
      await route.fulfill({ response, json: { ...data, places: [...data.places, ...more] } })
    })
    await page.goto('/atlas?at=48.21,16.37,9')
    await circle(page, /41 more at one point/).click()
    const card = page.getByRole('region', { name: 'Chosen on the map' })
    expect(await card.getByRole('link').count()).toBe(42)
    await card.getByRole('link', { name: 'Vienna 39', exact: true }).scrollIntoViewIfNeeded()
    await card.getByRole('button', { name: 'Close' }).click()
    await card.waitFor({ state: 'hidden' })
  })

  test('a work has a map of where its authors worked, an institution one of those it works with', async () => {
    const page = await newPage()
    const faults = await watch(page, site.origin)
    await page.goto('/works/W3')
    expect(await rows(page, 'Where its authors worked')).toEqual([
      expect.stringMatching(/University of Vienna\s+Vienna, Austria\s+Author 1/),
      expect.stringMatching(/University of Auckland\s+Auckland, New Zealand\s+Author 4/),
    ])
    await page.locator('atlas-map').scrollIntoViewIfNeeded()
    await circle(page, /University of Auckland in Auckland, New Zealand: Author 4/).waitFor()
    await page.goto('/institutions/I4')
    expect(await rows(page, 'Works together with')).toHaveLength(2)
    expect(await page.locator('main').innerText()).toContain('1 of them and this one has no coordinates')
    await page.locator('atlas-map').scrollIntoViewIfNeeded()
    await circle(page, /University of Vienna in Vienna, Austria: 1 shared work in 2021/).waitFor()
    expect(faults).toEqual([])
  })

  test('light and dark, at 320 and 1280 pixels, without a barrier', async () => {
    const page = await newPage()
    for (const path of ['/atlas', '/works/W3', '/institutions/I1', '/atlas?topic=Poetry']) {
      await page.goto(path)
      const map = page.locator('atlas-map')
      if ((await map.count()) > 0) {
        await map.scrollIntoViewIfNeeded()
        await circles(page).first().click()
      }
      for (const view of views) {
        expect(await findBarriers(page, view)).toEqual([])
        if (view.width === 320) expect(await findOverflow(page)).toEqual([])
      }
    }
  })
})
