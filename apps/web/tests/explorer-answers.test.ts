import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { countShown, idOfAuthor, openExplorer, pointOf, readDrawn, stateOf, waitForState } from './explorer-page.ts'

const slowly = { timeout: 20_000 }

describeInBrowser('what is asked of the explorer', ({ open }) => {
  const says = (page: Page, text: string) => page.locator('[data-part=state]', { hasText: text }).waitFor()
  const caption = (page: Page) => page.locator('[data-table=nodes] caption').innerText()
  const jumpTo = async (page: Page, text: string): Promise<void> => {
    await page.locator('#jump').fill(text)
    await page.getByRole('button', { name: 'Go', exact: true }).click()
  }

  test('beyond what it shows: it says how much more there is, and what filters leave out', async () => {
    const [focus, without] = [await idOfAuthor('Christopher Ré'), { javaScriptEnabled: false }]
    const page = await openExplorer(open, focus)
    const more = /^100 entities shown; (at least )?\d+ more around the focus are less close$/
    expect(await caption(page)).toMatch(more)
    expect(await caption(await open(`/explore?focus=${focus}`, without))).toBe(await caption(page))
    await page.getByRole('checkbox', { name: 'Works' }).uncheck()
    await waitForState(page, 'kinds', /author/)
    const left = 100 - (await countShown(page))
    expect(await caption(page)).toMatch(new RegExp(`shown; ${left} are filtered out or hidden; .* less close$`))
    expect(await caption(await open(`/explore?${stateOf(page)}`, without))).toBe(await caption(page))
  })

  test('with filters that leave nothing: it says so, and takes them back, with scripts and without', async () => {
    const focus = await idOfAuthor('Arjun Desai')
    const page = await openExplorer(open, focus, '&v=1&kinds=none')
    await says(page, 'Nothing else passes the filters.')
    await page.locator('[data-part=state]').getByRole('button', { name: 'Clear filters' }).click()
    await waitForState(page, 'kinds', null)
    expect(await countShown(page)).toBeGreaterThan(10)
    const plain = await open(`/explore?focus=${focus}&v=1&years=2030-2040`, { javaScriptEnabled: false })
    const line = plain.locator('p', { hasText: 'Nothing else passes the filters.' })
    await line.getByRole('link', { name: 'Clear filters' }).click()
    await plain.waitForURL((url) => !url.search.includes('years'))
    expect(await line.isVisible()).toBe(false)
  })

  test('with a topic that is not there: the filter is passed over, as the field says', async () => {
    const focus = await idOfAuthor('Arjun Desai')
    const all = await countShown(await openExplorer(open, focus))
    const page = await openExplorer(open, focus, '&v=1&topic=T999999')
    expect(await countShown(page)).toBe(all)
    expect(await page.getByRole('combobox', { name: /^Topic/ }).inputValue()).toBe('')
  })

  test('with what is no year: the field says so, and the filter stays', async () => {
    const page = await openExplorer(open, await idOfAuthor('Arjun Desai'), '&v=1&years=2021-')
    await page.getByLabel('From year').fill('20x2')
    await page.getByLabel('From year').press('Tab')
    expect(
      await page.getByLabel('From year').evaluate((field: HTMLInputElement) => field.validity.patternMismatch),
    ).toBe(true)
    expect(stateOf(page).get('years')).toBe('2021-')
  })

  test('by a link with a way: the form is the one that asked', async () => {
    const [from, to] = [await idOfAuthor('Arjun Desai'), await idOfAuthor('Pradeep Ramani')]
    const page = await openExplorer(open, from, `&v=1&way=${from}:${to}:citations:strongest`)
    const panel = page.locator('[data-part=way]')
    await panel.getByLabel('the strongest').waitFor()
    expect(await panel.getByLabel('the strongest').isChecked()).toBe(true)
    expect(await panel.getByLabel('citations').isChecked()).toBe(true)
    expect(await panel.getByLabel('To', { exact: true }).inputValue()).toBe('Pradeep Ramani')
    expect(await page.locator('canvas.overlay').evaluate(countAccent)).toBeGreaterThan(200)
    // No step shows the work again that stands on the way.
    const links = await panel.locator('.chain .step a').evaluateAll((all) => all.map(({ textContent }) => textContent))
    const names = await panel.locator('.chain > li > button').allInnerTexts()
    for (const link of links) expect(names).not.toContain(link)
  })

  test('a way to nobody, or to a work: it says why there is none', async () => {
    const from = await idOfAuthor('Arjun Desai')
    const page = await openExplorer(open, from)
    await page.getByText('The way between two people').click()
    const panel = page.locator('[data-part=way]')
    const ask = async (to: string): Promise<string> => {
      await panel.getByLabel('From', { exact: true }).fill(from)
      await panel.getByLabel('To', { exact: true }).fill(to)
      await panel.getByRole('button', { name: 'Find the way' }).click()
      await panel.locator('[role=status]:not(:empty)').waitFor()
      return panel.locator('[role=status]').innerText()
    }
    const work = (await readDrawn(page)).nodes.find(({ kind }) => kind === 'work')?.id ?? ''
    expect(await ask(work)).toBe('A way leads between two people. Name two.')
    await ask('A999999')
    await waitForState(page, 'way', /:A999999:/)
    await panel.locator('[role=status]', { hasText: 'There is no such record on this site.' }).waitFor()
    expect(await panel.getByLabel('To', { exact: true }).inputValue()).toBe('A999999')
    await panel.getByRole('button', { name: 'Clear' }).click()
    await waitForState(page, 'way', null)
  })

  test('a jump to nobody, or to what filters keep out: it says so, and adds nothing', async () => {
    const page = await openExplorer(open, await idOfAuthor('Arjun Desai'))
    const work = (await readDrawn(page)).nodes.find(({ kind }) => kind === 'work')
    await jumpTo(page, 'A999999')
    await says(page, 'There is no such record on this site.')
    expect(stateOf(page).get('expand')).toBeNull()
    await page.getByRole('checkbox', { name: 'Works' }).uncheck()
    await waitForState(page, 'kinds', /author/)
    await jumpTo(page, work?.id ?? '')
    await says(page, `${work?.label} does not pass the filters.`)
    expect(stateOf(page).get('expand')).toBeNull()
  })

  test('by a name that cannot be looked up: it says that, and leads to nobody named before', async () => {
    const page = await openExplorer(open, await idOfAuthor('Arjun Desai'))
    await page.locator('#jump').fill('Tri')
    await page.locator('#jump-names option').first().waitFor({ state: 'attached' })
    await page.route('**/api/autocomplete/**', (route) => route.abort())
    await jumpTo(page, 'qqqq zz')
    const problem = () => page.locator('#jump').evaluate((field: HTMLInputElement) => field.validationMessage)
    await expect.poll(problem, slowly).toBe('Names could not be looked up. Try again in a moment, or give an id.')
    expect(stateOf(page).get('expand')).toBeNull()
    await page.unroute('**/api/autocomplete/**')
    await jumpTo(page, 'qqqq zz')
    await expect.poll(problem, slowly).toBe('This site knows nothing by that name.')
  })

  test('by a key, with somebody chosen whom filters hide: it touches nobody unseen', async () => {
    const focus = await idOfAuthor('Arjun Desai')
    const work = (await readDrawn(await openExplorer(open, focus))).nodes.find(({ kind }) => kind === 'work')
    const page = await openExplorer(open, focus, `&v=1&kinds=author&chosen=${work?.id}`)
    await page.locator('[data-part=picture]').press('h')
    await says(page, 'is in focus and cannot be hidden.')
    expect(stateOf(page).get('hide')).toBeNull()
  })

  test('on a small screen: whoever is tapped is seen above the card, and no tool covers the picture', async () => {
    const focus = await idOfAuthor('Arjun Desai')
    const page = await openExplorer(open, focus, `&v=1&pin=${focus}:0:0&view=0:-120:1`, {
      hasTouch: true,
      viewport: { width: 320, height: 800 },
    })
    await page.locator('[data-part=picture]').scrollIntoViewIfNeeded()
    const { x, y } = await pointOf(page, 0, 120)
    await page.touchscreen.tap(x, y)
    const card = page.locator('[data-part=card]')
    await card.waitFor()
    await waitForState(page, 'chosen', new RegExp(focus))
    const [area, picture, tools] = await Promise.all(
      [card, page.locator('[data-part=picture]'), page.locator('.tools')].map((each) => each.boundingBox()),
    )
    expect((picture?.y ?? 0) + (picture?.height ?? 0)).toBeLessThanOrEqual(tools?.y ?? 0)
    // The focus is where a second tap finds it, above the card.
    const middle = { x: (picture?.x ?? 0) + (picture?.width ?? 0) / 2, y: ((picture?.y ?? 0) + (area?.y ?? 0)) / 2 }
    await card.getByRole('button', { name: 'Close' }).tap()
    await card.waitFor({ state: 'hidden' })
    await page.touchscreen.tap(middle.x, middle.y)
    await card.getByRole('link', { name: 'Arjun Desai' }).waitFor()
  })
})

/** How many pixels of a canvas have the colour of what stands out. */
function countAccent(element: Element): number {
  const canvas = element as HTMLCanvasElement
  const probe = document.body.appendChild(document.createElement('span'))
  probe.style.color = 'var(--accent)'
  const [r, g, b] = getComputedStyle(probe).color.match(/\d+/g)?.map(Number) ?? []
  const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
  let count = 0
  for (let n = 0; n < data.length; n += 4) if (data[n] === r && data[n + 1] === g && data[n + 2] === b) count += 1
  return count
}
