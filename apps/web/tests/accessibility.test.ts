import { findBarriers, findOverflow, type View } from '@bzpeer/testkit/accessibility'
import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { waitForSlice } from './graph-section.ts'
import { pageKinds } from './page-kinds.ts'

const views: readonly View[] = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280, isRecoloured: true },
  { colorScheme: 'dark', width: 320 },
  { colorScheme: 'light', width: 320, isRecoloured: true },
]

describeInBrowser('light and dark, at 320 and 1280 pixels, without a barrier:', ({ open }) => {
  test.for(Object.entries(pageKinds))('%s', async ([, findPathOfKind]) => {
    const page = await open(await findPathOfKind())
    await waitForSlice(page)
    const barriers: string[] = []
    for (const view of views) {
      barriers.push(...(await findBarriers(page, view)))
      if (view.width === 320) expect(await findOverflow(page)).toEqual([])
    }
    expect(barriers).toEqual([])
  })

  test('the list of suggestions', async () => {
    const page = await open('/')
    await page.getByRole('combobox').fill('christopher')
    await page.keyboard.press('ArrowDown')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('ArrowDown')
    for (const view of views) {
      expect(await findBarriers(page, view)).toEqual([])
      expect(await findOverflow(page)).toEqual([])
    }
  })

  test('a graph slice that could not be loaded', async () => {
    const page = await open('/about')
    await page.route('**/api/graph?**', (route) => route.abort())
    await page.goto(String(await pageKinds['the page of a researcher without affiliation']?.()))
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    for (const view of views) expect(await findBarriers(page, view)).toEqual([])
  })

  test('a graph slice as a table, and as a picture in which somebody is chosen', async () => {
    const page = await open(String(await pageKinds['the page of a researcher without affiliation']?.()))
    await page.getByRole('option', { name: /^Beidi Chen/ }).focus()
    for (const view of views) {
      expect(await findBarriers(page, view)).toEqual([])
      expect(await findOverflow(page)).toEqual([])
    }
    await page.getByRole('tab', { name: 'Table' }).click()
    for (const view of views) {
      expect(await findBarriers(page, view)).toEqual([])
      expect(await findOverflow(page)).toEqual([])
    }
  })
})
