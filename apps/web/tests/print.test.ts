import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { findPath, monarchTitle } from './site.ts'

describeInBrowser('on paper', ({ open }) => {
  test('the page of a researcher is its facts, every figure opened, and nothing of the site around them', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'), { colorScheme: 'dark' })
    await page.emulateMedia({ media: 'print' })
    const text = await page.locator('body').innerText()
    for (const fact of [
      'Arjun Desai',
      'Affiliation not imported',
      'Verification L1',
      'Unclaimed author',
      monarchTitle,
    ]) {
      expect(text).toContain(fact)
    }
    const [evidence] = await page.locator('details .evidence').all()
    expect(await evidence?.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true }))).toBe(true)
    expect((await evidence?.boundingBox())?.height).toBeGreaterThan(100)

    expect(
      await page
        .locator('.masthead, .site-footer, .skip, graph-slice [role=status]')
        .evaluateAll((all) => all.filter((each) => each.checkVisibility()).length),
    ).toBe(0)
    expect(await page.getByRole('search').count()).toBe(0)
    expect(text).not.toContain('Open full explorer')
    expect(text).not.toContain('Building this graph slice')
    expect(text).not.toMatch(/Follow researcher|Claiming links|in context\s+·/)
  })

  test('a page is one column, however wide the sheet', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'), { viewport: { width: 1280, height: 800 } })
    await page.emulateMedia({ media: 'print' })
    const edges = await page
      .locator('.entity > *')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().left))
    expect(new Set(edges).size).toBe(1)
  })

  test('the graph of a researcher is the table of who is near, with the reasons, with scripts and without', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await open(await findPath('authors', 'Arjun Desai'), { javaScriptEnabled })
      const graph = page.getByRole('region', { name: 'See the researcher in context' })
      if (javaScriptEnabled) await graph.getByRole('listbox').waitFor()
      await page.emulateMedia({ media: 'print' })
      const near = graph.getByRole('row', { name: /Beidi Chen/ }).first()
      expect(await near.isVisible()).toBe(true)
      expect(await near.innerText()).toMatch(/Beidi Chen[^]*1 shared work/)
      // Nothing is left to scroll, and no other tie of everybody is unfolded.
      expect(await graph.locator('.others').evaluateAll((all) => all.filter((each) => each.checkVisibility()))).toEqual(
        [],
      )
      const [whole, last] = [await graph.boundingBox(), await graph.getByRole('row').last().boundingBox()]
      expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual((whole?.y ?? 0) + (whole?.height ?? 0))
      expect(await graph.getByRole('listbox').count()).toBe(0)
      expect(await graph.getByRole('table').count()).toBe(1)
    }
  })

  test('a graph that has not come into view yet is the table that came with the page', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'), { viewport: { width: 320, height: 400 } })
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('row', { name: /Beidi Chen/ }).isVisible()).toBe(true)
  })

  test('a page is black on white, whatever colours the reader prefers on screen', async () => {
    const page = await open('/about', { colorScheme: 'dark' })
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    const colours = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body)
      return { color, backgroundColor }
    })
    expect(colours).toEqual({ color: 'rgb(0, 0, 0)', backgroundColor: 'rgb(255, 255, 255)' })
  })

  test('the works of a researcher come without the links between their pages', async () => {
    const page = await open(await findPath('authors', 'Christopher Ré'))
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('link', { name: 'Older works' }).count()).toBe(0)
    expect(await page.getByRole('article').count()).toBe(12)
  })
})
