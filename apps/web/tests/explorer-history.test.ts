import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import {
  countShown,
  idOfAuthor,
  openExplorer,
  pointOf,
  readDrawn,
  waitForCount,
  waitForPicture,
  waitForState,
} from './explorer-page.ts'

describeInBrowser('the history of the explorer', ({ open, newContext }) => {
  test('undoes what was done first, and then leaves nothing to undo', async () => {
    const page = await (await newContext({ reducedMotion: 'reduce' })).newPage()
    await page.goto('/about')
    await page.goto(`/explore?focus=${await idOfAuthor('Arjun Desai')}`)
    await waitForPicture(page)
    const all = await countShown(page)
    const [undo, redo] = ['Undo', 'Redo'].map((name) => page.getByRole('button', { name }))
    await page.getByRole('checkbox', { name: 'Works' }).uncheck()
    await waitForState(page, 'kinds', /author/)
    await undo?.click()
    await page.locator('[data-part=state]', { hasText: /^Undone$/ }).waitFor()
    await waitForCount(page, all)
    expect([await undo?.isDisabled(), await redo?.isDisabled()]).toEqual([true, false])
    await page.keyboard.press('Control+z')
    await redo?.click()
    await waitForState(page, 'kinds', /author/)
    await page.locator('[data-part=state]', { hasText: /^Done again$/ }).waitFor()
  })

  test('can still be undone and redone after a reload', async () => {
    const page = await openExplorer(open, await idOfAuthor('Arjun Desai'))
    for (const name of ['Works', 'Topics']) {
      await page.getByRole('checkbox', { name }).uncheck()
      await page.locator('[data-part=state]', { hasText: 'Filters changed' }).waitFor()
    }
    await waitForState(page, 'kinds', /^author,institution,source$/)
    await page.getByRole('button', { name: 'Undo' }).click()
    await waitForState(page, 'kinds', /^author,institution,topic,source$/)
    await page.reload()
    await waitForPicture(page)
    await page.getByRole('button', { name: 'Redo' }).click()
    await waitForState(page, 'kinds', /^author,institution,source$/)
  })

  test('puts back where it stood what was dragged, when that is undone', async () => {
    const [focus, other] = [await idOfAuthor('Arjun Desai'), await idOfAuthor('Tri Dao')]
    const found = (await readDrawn(await openExplorer(open, focus))).nodes.find(({ id }) => id === other)
    const from = { x: Math.round(found?.x ?? 0), y: Math.round(found?.y ?? 0) }
    const page = await openExplorer(open, focus, `&v=1&view=${from.x}:${from.y}:2`)
    const placeOf = async (id: string) => {
      const { x, y } = (await readDrawn(page)).nodes.find((node) => node.id === id) ?? {}
      return [x, y]
    }
    const before = await placeOf(other)
    const middle = await pointOf(page, 0, 0)
    await page.mouse.move(middle.x, middle.y)
    await page.mouse.down()
    await page.mouse.move(middle.x + 60, middle.y - 40, { steps: 4 })
    await page.mouse.up()
    await waitForState(page, 'pin', new RegExp(`^${other}:`))
    await page.locator('[data-part=state]', { hasText: 'Tri Dao pinned' }).waitFor()
    const pinned = await placeOf(other)
    expect(pinned).not.toEqual(before)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.locator('[data-part=state]', { hasText: 'Undone' }).waitFor()
    expect(await placeOf(other)).toEqual(before)
    await page.getByRole('button', { name: 'Redo' }).click()
    await page.locator('[data-part=state]', { hasText: 'Done again' }).waitFor()
    expect(await placeOf(other)).toEqual(pinned)
  })
})
