import { setTimeout } from 'node:timers/promises'
import { findOverflow } from '@bzpeer/testkit/accessibility'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { graphOf, panelOf, still, trailOf, waitForTrail } from './graph-section.ts'
import { findPath, idIn, monarchTitle } from './site.ts'

const pages = [
  { kind: 'work', name: monarchTitle, near: ['author 1 of 10', 'cited in this work', 'stated by its source'] },
  { kind: 'topic', name: 'Matrix Algorithms and Iterative Methods', near: ['1 work about it', 'about it, 2022'] },
  { kind: 'institution', name: 'Stanford University', near: ['works from there', 'affiliation on the byline, 20'] },
  { kind: 'source', name: 'arXiv', near: ['works in it', 'published in it, 20', 'about it among the latest 100'] },
] as const

/** Sizes of all scripts by their address, as they come. */
function weighScripts(page: Page): ReadonlyMap<string, Promise<number>> {
  const sizes = new Map<string, Promise<number>>()
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script')
      sizes.set(
        request.url(),
        request.sizes().then(({ responseBodySize }) => responseBodySize),
      )
  })
  return sizes
}

async function sum(sizes: Iterable<Promise<number>>): Promise<number> {
  return (await Promise.all(sizes)).reduce((total, each) => total + each, 0)
}

/** Holds back the slice until it is let go, and counts what moves on the page meanwhile. */
async function watchLoading(page: Page): Promise<() => void> {
  const { promise: mayAnswer, resolve } = Promise.withResolvers<undefined>()
  await page.route('**/api/graph?**', async (route) => {
    await mayAnswer
    await route.continue()
  })
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const moved = list.getEntries().reduce((all, entry) => all + ((entry as { value?: number }).value ?? 0), 0)
      const { dataset } = document.documentElement
      dataset['moved'] = String(Number(dataset['moved'] ?? 0) + moved)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  return () => resolve(undefined)
}

function placeOf(page: Page): Promise<readonly unknown[]> {
  return graphOf(page).evaluate((section) => [
    section.scrollHeight,
    section.nextElementSibling?.getBoundingClientRect().top,
  ])
}

describeInBrowser('the research graph on the page of', ({ open, newContext }) => {
  test.for(pages)('a $kind comes late, moves nothing, weighs little, and is walked', async ({ kind, name }) => {
    const path = await findPath(`${kind}s`, name)
    const context = await newContext({ ...still, colorScheme: 'dark', viewport: { width: 320, height: 500 } })
    const page = await context.newPage()
    const scripts = weighScripts(page)
    const answer = await watchLoading(page)
    await page.goto(path, { waitUntil: 'networkidle' })
    expect(await page.locator('research-graph').count()).toBe(0)
    expect(await sum(scripts.values())).toBeLessThanOrEqual(30_000)

    const graph = graphOf(page)
    await page.locator('graph-slice').evaluate((slice) => slice.scrollIntoView({ block: 'start' }))
    expect(await graph.getByRole('heading').innerText()).toBe(`See the ${kind} in context`)
    expect(await graph.getByRole('status').innerText()).toBe('Building this graph slice')
    await page.locator('research-graph').waitFor({ state: 'attached' })
    const before = await placeOf(page)
    answer()
    await graph.getByRole('listbox', { name: `Research graph around ${name}` }).waitFor()
    await setTimeout(200)
    expect(await placeOf(page)).toEqual(before)
    expect(Number((await page.locator('html').getAttribute('data-moved')) ?? 0)).toBeLessThan(0.01)
    const ofSlice = await sum([...scripts].filter(([url]) => url.includes('research-graph')).map(([, size]) => size))
    expect(ofSlice).toBeGreaterThan(5_000)
    expect(ofSlice).toBeLessThanOrEqual(120_000)

    // At 320 pixels one of the two; by keyboard through the lines of the one in the middle.
    const options = graph.getByRole('option')
    const nodes = await options.count()
    expect(nodes).toBeGreaterThan(10)
    expect(nodes).toBeLessThanOrEqual(30)
    await options.first().focus()
    expect(await options.first().getAttribute('aria-label')).toBe(`${name}, ${kind}, in the middle`)
    await page.keyboard.press('Shift+ArrowRight')
    expect(await graph.locator('[aria-live]:not(.notice)').innerText()).toMatch(/: .+\. Line 1 of \d+$/)
    await graph.getByRole('tab', { name: 'Table' }).click()
    await expect.poll(() => graph.getByRole('row').count()).toBe(nodes)
    expect(await findOverflow(page)).toEqual([])

    // At 1280 pixels both; by pointer from row to node, and on.
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1280, height: 800 })
    await graph.getByRole('group', { name: 'Picture' }).waitFor()
    // There is room for more then.
    await expect.poll(() => options.count()).toBeGreaterThan(nodes)
    await expect.poll(() => graph.getByRole('row').count()).toBe(await options.count())
    const row = graph.getByRole('row').nth(1)
    const other = (await row.getByRole('link').first().textContent()) ?? ''
    await row.getByRole('cell').first().hover()
    await expect.poll(() => graph.getByRole('option', { selected: true }).getAttribute('aria-label')).toContain(other)
    expect(await panelOf(page).innerText()).toContain(other)
    await row.getByRole('button', { name: /^Put in the middle/ }).click()
    await waitForTrail(page, `${name} › ${other}`)
    await page.goBack()
    await expect.poll(() => trailOf(page)).toBe(name)
    expect(await graph.getByRole('link', { name: 'Open full explorer' }).getAttribute('href')).toMatch(
      new RegExp(`^/explore\\?focus=${idIn(path)}(&|$)`),
    )
  })

  test.for(pages)('a $kind is a table where no scripts run, each with its reason', async ({ kind, name, near }) => {
    const page = await open(await findPath(`${kind}s`, name), { javaScriptEnabled: false })
    const graph = graphOf(page)
    const table = await graph.getByRole('table').innerText()
    for (const reason of near) expect(table).toContain(reason)
    await graph.getByRole('columnheader', { name: 'Name' }).getByRole('link').click()
    const names = await graph.getByRole('rowheader').allInnerTexts()
    expect(names).toEqual(names.toSorted(new Intl.Collator('en', { sensitivity: 'base', numeric: true }).compare))
    expect(await graph.innerText()).not.toMatch(/Building this graph slice|Tie strength/)
  })
})
