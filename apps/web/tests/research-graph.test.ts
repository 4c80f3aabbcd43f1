import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { graphOf, openGraph, optionOf, still, trailOf, waitForTrail } from './graph-section.ts'
import { findPath, idIn } from './site.ts'

describeInBrowser('the research graph on the page of a researcher', ({ open }) => {
  const panel = (page: Page) => graphOf(page).getByRole('region', { name: 'Chosen in the graph' })

  test('tells the reason and the evidence of what is pointed at, a person or a line', async () => {
    const page = await openGraph(open, 'Tri Dao')
    await optionOf(page, 'Christopher Ré').hover()
    await panel(page).getByText('shared works').first().waitFor()
    expect(await panel(page).innerText()).toMatch(
      /^Christopher Ré\s+Researcher · 45 works[^]*with Tri Dao: 1\d shared works, /,
    )
    expect(await panel(page).getByRole('link').nth(1).getAttribute('href')).toMatch(/^\/works\/W\d+$/)

    const line = page.locator('.slice-picture line[data-edge]').last()
    await line.dispatchEvent('pointerover', { pointerType: 'mouse', bubbles: true })
    await expect.poll(async () => (await panel(page).getByRole('link').all()).length).toBeGreaterThanOrEqual(2)
    expect(await panel(page).innerText()).toMatch(/ → | and /)
  })

  test('a click recentres in place, with a trail back; the back button goes back and forward', async () => {
    const page = await openGraph(open, 'Arjun Desai')
    const [arjun, tri, ermon] = await Promise.all(
      ['Arjun Desai', 'Tri Dao', 'Stefano Ermon'].map((name) => findPath('authors', name)),
    )
    await optionOf(page, 'Tri Dao').click()
    await waitForTrail(page, 'Arjun Desai › Tri Dao')
    expect(page.url()).toContain(`${arjun}#graph=${idIn(tri ?? '')}`)
    expect(await page.getByRole('link', { name: 'Open full explorer' }).getAttribute('href')).toBe(
      `/explore?focus=${idIn(tri ?? '')}`,
    )
    await optionOf(page, 'Stefano Ermon').click()
    await waitForTrail(page, 'Arjun Desai › Tri Dao › Stefano Ermon')
    await page.goBack()
    await waitForTrail(page, 'Arjun Desai › Tri Dao')
    await page.goBack()
    await waitForTrail(page, 'Arjun Desai')
    expect(new URL(page.url()).hash).toBe('')
    await page.goForward()
    await waitForTrail(page, 'Arjun Desai › Tri Dao')
    await page.goForward()
    await waitForTrail(page, 'Arjun Desai › Tri Dao › Stefano Ermon')

    // Kept through a reload, and in a link that somebody else opens.
    await page.reload()
    await waitForTrail(page, 'Arjun Desai › Tri Dao › Stefano Ermon')
    const other = await openGraph(open, 'Arjun Desai')
    await other.goto(`${arjun}#graph=${idIn(ermon ?? '')}`)
    await waitForTrail(other, 'Arjun Desai › Stefano Ermon')

    await graphOf(page).getByRole('navigation').getByRole('link', { name: 'Arjun Desai' }).click()
    await waitForTrail(page, 'Arjun Desai')
    await page.goBack()
    await waitForTrail(page, 'Arjun Desai › Tri Dao › Stefano Ermon')
    // The page stayed the same all the while.
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Arjun Desai')
  })

  test('by keyboard: arrows go from one to the next, Enter puts in the middle, Escape lets go, Tab goes on', async () => {
    const page = await openGraph(open, 'Arjun Desai')
    await graphOf(page).getByRole('tab', { name: 'Picture' }).focus()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Show more')
    await page.keyboard.press('Tab')
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
    expect(await focused()).toBe('Arjun Desai, researcher, in the middle')
    const seen = new Set<string | null>()
    for (const key of ['ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowDown']) {
      await page.keyboard.press(key)
      seen.add(await focused())
    }
    expect(seen.size).toBeGreaterThan(1)
    await page.keyboard.press('Home')
    seen.add(await focused())
    for (let n = 1; n < 60; n += 1) {
      await page.keyboard.press('PageDown')
      seen.add(await focused())
    }
    expect(seen.size).toBe(60)

    await optionOf(page, 'Michael Poli').focus()
    expect(await panel(page).innerText()).toContain('with Arjun Desai: 1 shared work, 2022, tie strength 0.11')
    await page.keyboard.press('Escape')
    expect(await panel(page).innerText()).toContain('By keyboard: arrows, Enter, Escape.')
    await page.keyboard.press('Enter')
    await waitForTrail(page, 'Arjun Desai › Michael Poli')
    await expect.poll(focused).toBe('Michael Poli, researcher, in the middle')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Chosen in the graph')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Michael Poli')
  })

  test('by touch, at 320 pixels: a tap tells the reason, another puts in the middle', async () => {
    const page = await openGraph(open, 'Arjun Desai', {
      ...still,
      viewport: { width: 320, height: 900 },
      hasTouch: true,
      isMobile: true,
    })
    expect(await graphOf(page).getByRole('option').count()).toBe(30)
    await page.locator('.slice-picture').scrollIntoViewIfNeeded()
    const shape = optionOf(page, 'Beidi Chen').locator('.shape')
    await shape.tap()
    await expect.poll(() => panel(page).innerText()).toContain('with Arjun Desai: 1 shared work')
    expect(await trailOf(page)).toBe('Arjun Desai')
    await shape.tap()
    await waitForTrail(page, 'Arjun Desai › Beidi Chen')
  })

  test('the table is the same in words: every node, every tie, sorted as one likes, by keyboard', async () => {
    const page = await openGraph(open, 'Arjun Desai')
    const graph = graphOf(page)
    const drawn = await graph
      .getByRole('option')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-node')))
    const lines = await page.locator('.slice-picture line.edge').count()
    await graph.getByRole('tab', { name: 'Picture' }).focus()
    await page.keyboard.press('ArrowRight')
    await graph.getByRole('table').waitFor()
    const linked = await page
      .locator('.slice-table tbody th a')
      .evaluateAll((all) => all.map((each) => each.getAttribute('href')?.split('/').at(-1)))
    // The first is in the middle, and whatever it is tied to says so.
    expect(new Set(linked)).toEqual(new Set(drawn.slice(1)))
    // Each tie between two neighbours stands in the row of both; those with the focus in one.
    const counts = await page
      .locator('.slice-table td.ties')
      .evaluateAll((all) => all.map((each) => Number.parseInt(each.textContent, 10)))
    const withFocus = await page
      .locator('.slice-table .why')
      .filter({ hasText: / Arjun Desai: / })
      .count()
    expect((counts.reduce((sum, each) => sum + each, 0) + withFocus) / 2).toBe(lines)

    const head = (name: string) => graph.getByRole('columnheader', { name })
    expect(await head('Closeness').getAttribute('aria-sort')).toBe('descending')
    await head('Name').getByRole('button').focus()
    await page.keyboard.press('Enter')
    expect(await head('Name').getAttribute('aria-sort')).toBe('ascending')
    const names = await page.locator('.slice-table tbody th a').allInnerTexts()
    expect(names).toEqual(names.toSorted(new Intl.Collator('en', { sensitivity: 'base', numeric: true }).compare))
    await page.keyboard.press('Enter')
    expect(await head('Name').getAttribute('aria-sort')).toBe('descending')
    expect(await page.locator('.slice-table tbody th a').allInnerTexts()).toEqual(names.toReversed())

    await graph.getByRole('button', { name: 'Put in the middle: Tri Dao' }).click()
    await waitForTrail(page, 'Arjun Desai › Tri Dao')
    expect(await graph.getByRole('table').innerText()).toContain('around Tri Dao')
  })

  test('glides to its new places, and does not where readers want things still', async () => {
    const placesAfter = async (options: BrowserContextOptions): Promise<number> => {
      const page = await openGraph(open, 'Arjun Desai', options)
      await optionOf(page, 'Tri Dao').locator('.shape').click()
      await waitForTrail(page, 'Arjun Desai › Tri Dao')
      const where = () => optionOf(page, 'Christopher Ré').getAttribute('transform')
      const seen = new Set([await where()])
      for (let n = 0; n < 12; n += 1) {
        await page.waitForTimeout(40)
        seen.add(await where())
      }
      return seen.size
    }
    expect(await placesAfter(still)).toBe(1)
    expect(await placesAfter({ reducedMotion: 'no-preference' })).toBeGreaterThan(1)
  })

  test('leads on to the full explorer, around whoever is in the middle', async () => {
    const page = await openGraph(open, 'Arjun Desai')
    await optionOf(page, 'Tri Dao').click()
    await waitForTrail(page, 'Arjun Desai › Tri Dao')
    await page.getByRole('link', { name: 'Open full explorer' }).click()
    await page.waitForURL(`**/explore?focus=${idIn(await findPath('authors', 'Tri Dao'))}**`)
  })
})
