import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { idOfAuthor, saveFile, waitForPicture } from './explorer-page.ts'

describeInBrowser('what the explorer is drawn with', ({ newContext }) => {
  const says = (page: Page, text: string) => page.locator('[data-part=state]', { hasText: text }).waitFor()
  const newPage = async (): Promise<Page> => (await newContext({ reducedMotion: 'reduce' })).newPage()

  test('may not load: the page says so, its filters are applied by a button, and it goes on when asked again', async () => {
    const page = await newPage()
    await page.route('**/full-explorer*', (route) => route.abort())
    await page.goto(`/explore?focus=${await idOfAuthor('Arjun Desai')}`)
    await says(page, 'The picture could not be loaded; the tables say the same.')
    expect(await page.getByRole('button', { name: 'Apply' }).isVisible()).toBe(true)
    await page.unroute('**/full-explorer*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await waitForPicture(page)
    await page.getByRole('button', { name: 'Apply' }).waitFor({ state: 'hidden' })
    expect(await page.locator('[data-part=state]').textContent()).toBe('')
  })

  test.each(['explorer-draw', 'explorer-layout'])('may lack %s: the same', async (worker) => {
    const page = await newPage()
    await page.route(`**/${worker}*`, (route) => route.abort())
    await page.goto(`/explore?focus=${await idOfAuthor('Arjun Desai')}`)
    await says(page, 'The picture could not be drawn; the tables say the same.')
    await page.getByRole('checkbox', { name: 'People' }).uncheck()
    await page.locator('[data-table=nodes] tbody tr', { hasText: 'Beidi Chen' }).waitFor({ state: 'detached' })
    await says(page, 'The picture could not be drawn')
    await page.unroute(`**/${worker}*`)
    await page.getByRole('button', { name: 'Try again' }).click()
    await waitForPicture(page)
    await page.locator('[data-part=picture][data-settled]').waitFor()
    await page.getByRole('button', { name: 'Try again' }).waitFor({ state: 'detached' })
  })

  test('may be more than a browser has: the page goes on saying so while it waits, and saves what needs no picture', async () => {
    const page = await newPage()
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'OffscreenCanvas'))
    await page.route('**/api/graph?**', async (route) => {
      await new Promise((resolve) => {
        setTimeout(resolve, 500)
      })
      await route.continue()
    })
    await page.goto(`/explore?focus=${await idOfAuthor('Arjun Desai')}`)
    await page.locator('#until[max]').waitFor({ state: 'attached' })
    await says(page, 'This browser cannot draw in the background')
    expect((await saveFile(page, 'CSV: entities')).content.length).toBeGreaterThan(100)
    await page.getByRole('button', { name: 'PNG' }).click()
    await says(page, 'There is no picture to save')
  })
})
