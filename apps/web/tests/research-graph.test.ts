import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { findPath } from './site.ts'

/** The section that holds the slice. */
function graphOf(page: Page): ReturnType<Page['locator']> {
  return page.getByRole('region', { name: 'See the researcher in context' })
}

describeInBrowser('the research graph on the page of a researcher', ({ open, newContext }) => {
  test('says “Building this graph slice” while it waits, then lists what is near with the reasons', async () => {
    const page = await (await newContext()).newPage()
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<undefined>()
    await page.route('**/explore/slice**', async (route) => {
      await mayAnswer
      await route.continue()
    })
    await page.goto(await findPath('authors', 'Tri Dao'))
    const graph = graphOf(page)
    expect(await graph.getByRole('status').innerText()).toBe('Building this graph slice')
    // The page does not wait for it.
    expect(await page.getByRole('article').count()).toBeGreaterThan(5)

    answer(undefined)
    await graph.getByRole('heading', { level: 3 }).first().waitFor()
    expect(await graph.getByRole('status').count()).toBe(0)
    expect(await graph.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'Adjacent works',
      'Topics',
      'Institutions',
      'Collaborators',
    ])
    for (const item of await graph.getByRole('listitem').all()) {
      expect(await item.getByRole('link').count()).toBe(1)
      expect(await item.locator('p').innerText()).toMatch(/\w{3}/)
    }
  })

  test('moves nothing of what is read before it', async () => {
    const page = await (await newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        const moved = Number(document.documentElement.dataset['moved'] ?? 0)
        const more = list
          .getEntries()
          .reduce((sum, entry) => sum + (entry as { value?: number } & typeof entry).value!, 0)
        document.documentElement.dataset['moved'] = String(moved + more)
      }).observe({ type: 'layout-shift', buffered: true })
    })
    // Late, so that the page is painted before the element is known.
    await page.route('**/*.js', async (route) => {
      await setTimeout(500)
      await route.continue()
    })
    await page.goto(await findPath('authors', 'Arjun Desai'))
    await graphOf(page).getByRole('heading', { level: 3 }).first().waitFor()
    await page.waitForTimeout(200)
    expect(Number((await page.locator('html').getAttribute('data-moved')) ?? 0)).toBeLessThan(0.01)
  })

  test('gives each collaborator of Arjun Desai the shared works and the strength of the tie', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'))
    const people = graphOf(page).locator('section.author').getByRole('listitem')
    await people.first().waitFor()
    const reasons = await people.allInnerTexts()
    expect(reasons).toHaveLength(9)
    expect(reasons.every((reason) => reason.includes('1 shared work, tie strength 0.11'))).toBe(true)
    expect(reasons.filter((reason) => reason.endsWith(', close'))).toHaveLength(4)
  })

  test('says when it could not be loaded, and loads when asked again', async () => {
    const page = await (await newContext()).newPage()
    await page.route('**/explore/slice**', (route) => route.fulfill({ status: 500 }))
    await page.goto(await findPath('authors', 'Arjun Desai'))
    const graph = graphOf(page)
    const again = graph.getByRole('button', { name: 'Try again' })
    await again.waitFor()
    expect(await graph.getByRole('status').innerText()).toBe(
      'This graph slice could not be loaded; the rest of the page is complete.',
    )
    await page.unroute('**/explore/slice**')
    await again.click()
    await graph.getByRole('heading', { name: 'Collaborators' }).waitFor()
    expect(await again.count()).toBe(0)
  })

  test('leads on to the explorer, whose names lead further and back to the page', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'))
    await page.getByRole('link', { name: 'Open full explorer' }).click()
    await page.getByRole('link', { name: 'Tri Dao' }).click()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Tri Dao in context')
    await page.locator('.lead').getByRole('link', { name: 'Tri Dao' }).click()
    expect(new URL(page.url()).pathname).toBe(await findPath('authors', 'Tri Dao'))
  })
})
