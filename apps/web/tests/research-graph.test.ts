import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { graphOf, openGraph, optionOf, panelOf as panel, still, trailOf, waitForTrail } from './graph-section.ts'
import { findPath, idIn } from './site.ts'

describeInBrowser('the research graph on the page of a researcher', ({ open }) => {
  const focused = (page: Page): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)

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
    expect(await page.getByRole('link', { name: 'Open full explorer' }).getAttribute('href')).toMatch(
      new RegExp(`^/explore\\?focus=${idIn(tri ?? '')}(&|$)`),
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
    await graphOf(page).getByRole('button', { name: 'Show more' }).focus()
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Arjun Desai, researcher, in the middle')
    const seen = new Set<string | null>()
    for (const key of ['ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowDown']) {
      await page.keyboard.press(key)
      seen.add(await focused(page))
    }
    expect(seen.size).toBeGreaterThan(1)
    await page.keyboard.press('Home')
    seen.add(await focused(page))
    for (let n = 1; n < 60; n += 1) {
      await page.keyboard.press('PageDown')
      seen.add(await focused(page))
    }
    expect(seen.size).toBe(60)

    await optionOf(page, 'Michael Poli').focus()
    expect(await panel(page).innerText()).toContain('with Arjun Desai: 1 shared work, 2022, tie strength 0.11')
    await page.keyboard.press('Escape')
    expect(await panel(page).innerText()).toContain('By keyboard: arrows go from name to name')
    await page.keyboard.press('Enter')
    await waitForTrail(page, 'Arjun Desai › Michael Poli')
    await expect.poll(() => focused(page)).toBe('Michael Poli, researcher, in the middle')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Chosen in the graph')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Michael Poli')
  })

  test('the lines of whoever one is at are gone through with Shift and arrows, told, and followed', async () => {
    const page = await openGraph(open, 'Arjun Desai')
    const says = graphOf(page).locator('[aria-live]:not(.notice)')
    expect(await graphOf(page).getByRole('listbox').getAttribute('aria-describedby')).toBe('graph-keys')
    expect(await page.locator('#graph-keys').innerText()).toContain('with Shift from line to line')
    await optionOf(page, 'Michael Poli').focus()
    await page.keyboard.press('Shift+ArrowRight')
    const first = await says.innerText()
    const [, count] = /^with Arjun Desai: 1 shared work, 2022, .+\. Line 1 of (\d+)$/.exec(first) ?? []
    expect(Number(count)).toBeGreaterThan(5)
    expect(await panel(page).innerText()).toMatch(
      /^(Arjun Desai and Michael Poli|Michael Poli and Arjun Desai)\s+1 shared/,
    )
    expect(await page.locator('.slice-picture .edge.on').count()).toBe(1)
    // The keyboard stays where it is.
    expect(await focused(page)).toMatch(/^Michael Poli/)

    const told = new Set<string>()
    for (let n = 0; n < Number(count); n += 1) {
      told.add(await says.innerText())
      await page.keyboard.press('Shift+ArrowDown')
    }
    expect(told.size).toBe(Number(count))
    expect(await says.innerText()).toBe(first)
    await page.keyboard.press('Shift+ArrowLeft')
    expect(await says.innerText()).toContain(`Line ${count} of ${count}`)
    await page.keyboard.press('Escape')
    expect(await panel(page).innerText()).toMatch(/^Michael Poli\s+Researcher/)

    await page.keyboard.press('Shift+ArrowUp')
    await page.keyboard.press('Shift+ArrowDown')
    expect(await says.innerText()).toBe(first)
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('Arjun Desai, researcher, in the middle')
    expect(await trailOf(page)).toBe('Arjun Desai')
  })

  test('where there is room, picture and table stand side by side, and who is chosen in one is so in the other', async () => {
    const page = await openGraph(open, 'Arjun Desai')
    const graph = graphOf(page)
    expect(await graph.getByRole('tab').count()).toBe(0)
    const [picture, table] = [
      graph.getByRole('group', { name: 'Picture' }),
      graph.getByRole('group', { name: 'Table' }),
    ]
    const [left, right] = [await picture.locator('.stage').boundingBox(), await table.boundingBox()]
    expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual(right?.x ?? 0)
    expect((left?.y ?? 0) + (left?.height ?? 0)).toBe((right?.y ?? 0) + (right?.height ?? 0))
    const row = (name: string) => graph.getByRole('row', { name: new RegExp(`^${name}`) })
    const isSelected = (name: string) => optionOf(page, name).getAttribute('aria-selected')

    await row('Beidi Chen').hover()
    await expect.poll(() => isSelected('Beidi Chen')).toBe('true')
    expect(await panel(page).innerText()).toContain('with Arjun Desai: 1 shared work')
    await optionOf(page, 'Tri Dao').hover()
    await expect.poll(() => row('Tri Dao').getAttribute('aria-current')).toBe('true')
    expect(await row('Beidi Chen').getAttribute('aria-current')).toBe(null)

    // By keyboard: whatever is reached is brought into sight in the table, and the page stays where it is.
    const scrolled = () => page.evaluate(() => scrollY)
    await optionOf(page, 'Arjun Desai').focus()
    const before = await scrolled()
    for (const key of ['End', 'PageUp', 'PageUp', 'Home', 'PageDown']) {
      await page.keyboard.press(key)
      const current = graph.locator('tr[aria-current]')
      if (key === 'Home') {
        expect(await current.count()).toBe(0)
        continue
      }
      const [seen, own] = [await table.boundingBox(), await current.boundingBox()]
      expect(own?.y ?? 0).toBeGreaterThanOrEqual(seen?.y ?? 0)
      expect((own?.y ?? 0) + Math.min(own?.height ?? 0, 40)).toBeLessThanOrEqual((seen?.y ?? 0) + (seen?.height ?? 0))
    }
    expect(await scrolled()).toBe(before)
    await row('Jessica Grogan').getByRole('link').first().focus()
    expect(await isSelected('Jessica Grogan')).toBe('true')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Put in the middle: Jessica Grogan')
    await page.keyboard.press('Enter')
    await waitForTrail(page, 'Arjun Desai › Jessica Grogan')

    // With less room it is one of the two again, and the keyboard goes between.
    await page.setViewportSize({ width: 1000, height: 800 })
    await graph.getByRole('tab', { name: 'Picture', selected: true }).focus()
    expect(await graph.getByRole('table').count()).toBe(0)
    await page.keyboard.press('ArrowRight')
    await graph.getByRole('table').waitFor()
    expect(await graph.getByRole('listbox').count()).toBe(0)
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
    const page = await openGraph(open, 'Arjun Desai', { ...still, viewport: { width: 1000, height: 800 } })
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

  test('the full explorer shows no less than the slice did', async () => {
    const page = await openGraph(open, 'Arjun Desai')
    const seen = await graphOf(page).getByRole('option').count()
    const link = page.getByRole('link', { name: 'Open full explorer' })
    expect(new URL((await link.getAttribute('href')) ?? '', page.url()).searchParams.get('expand')).toMatch(/^[A-Z]\d+/)
    await link.click()
    const caption = await page.locator('[data-table=nodes] caption').innerText()
    expect(Number(/^\d+/.exec(caption)?.[0])).toBeGreaterThanOrEqual(seen)
  })
})
