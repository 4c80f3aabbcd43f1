import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { findPath } from './site.ts'

async function suggest(page: Page, text: string): Promise<Locator> {
  const field = page.getByRole('combobox')
  await field.focus()
  await page.keyboard.type(text)
  await page.getByRole('option').first().waitFor()
  return field
}

/** The name of the suggestion that a screen reader would say is chosen. */
async function chosenIn(field: Locator): Promise<string | undefined> {
  const id = await field.getAttribute('aria-activedescendant')
  if (id === null) return undefined
  const option = field.page().locator(`[id="${id}"]`)
  expect(await option.getAttribute('aria-selected')).toBe('true')
  expect(await field.page().locator('[aria-selected=true]').count()).toBe(1)
  return option.locator('.name').innerText()
}

describeInBrowser('suggestions', ({ open }) => {
  test('offer Christopher Ré to who types “Christopher Re”, and Enter opens his page', async () => {
    const page = await open('/')
    const field = await suggest(page, 'Christopher Re')
    const option = page.getByRole('option').filter({ hasText: 'Christopher Ré' })
    expect(await option.count()).toBe(1)
    expect(await option.innerText()).toMatch(/author/)
    await page.keyboard.press('ArrowDown')
    expect(await chosenIn(field)).toBe('Christopher Ré')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/authors/*')
    expect(new URL(page.url()).pathname).toBe(await findPath('authors', 'Christopher Ré'))
  })

  test('are a list box that the field controls while it keeps the focus', async () => {
    const page = await open('/')
    const field = page.getByRole('combobox')
    expect(await field.getAttribute('aria-expanded')).toBe('false')
    expect(await field.getAttribute('aria-autocomplete')).toBe('list')
    await suggest(page, 'learning')
    expect(await field.getAttribute('aria-expanded')).toBe('true')
    const list = page.getByRole('listbox', { name: 'Suggestions' })
    expect(await list.getAttribute('id')).toBe(await field.getAttribute('aria-controls'))
    expect(await page.locator('search-box [role=status]').innerText()).toMatch(/^\d+ suggestions$/)
    await page.keyboard.press('ArrowDown')
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  test('are walked through with Down and Up, over the field and round both ends', async () => {
    const page = await open('/')
    const field = await suggest(page, 'chris')
    const names = await page.getByRole('option').locator('.name').allInnerTexts()
    expect(names.length).toBeGreaterThan(2)
    const walk = ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown'] as const
    const passed: (string | undefined)[] = []
    for (const key of walk) {
      await page.keyboard.press(key)
      passed.push(await chosenIn(field))
    }
    expect(passed).toEqual([names[0], names[1], names[0], undefined, names.at(-1), undefined, names[0]])
  })

  test('close on Escape, which keeps what was typed; Down brings them back', async () => {
    const page = await open('/')
    const field = await suggest(page, 'chris')
    await page.keyboard.press('Escape')
    expect(await page.getByRole('listbox').count()).toBe(0)
    expect(await field.getAttribute('aria-expanded')).toBe('false')
    expect(await field.inputValue()).toBe('chris')
    expect(await page.locator('search-box [role=status]').textContent()).toBe('')
    await page.keyboard.press('ArrowDown')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Tab')
    expect(await page.getByRole('listbox').count()).toBe(0)
  })

  test('leave Enter to the search while none is chosen', async () => {
    const page = await open('/about')
    await suggest(page, 'chris')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search?q=chris')
  })

  test('are counted in words', async () => {
    const page = await open('/')
    await suggest(page, 'arjun d. desai')
    expect(await page.getByRole('option').count()).toBe(1)
    expect(await page.locator('search-box [role=status]').innerText()).toBe('1 suggestion')
  })

  test('give names more weight than what stands beneath them, in the head of a page as on the start page', async () => {
    const looks: string[] = []
    for (const path of ['/', '/about']) {
      const page = await open(path)
      await suggest(page, 'learn')
      const option = page.getByRole('option').first()
      const [name, detail] = await Promise.all(
        ['.name', '.detail'].map((part) =>
          option.locator(part).evaluate((each) => {
            const { color, fontSize } = getComputedStyle(each)
            return `${color} ${fontSize}`
          }),
        ),
      )
      expect(name).not.toBe(detail)
      looks.push(`${name} over ${detail}`)
    }
    expect(looks[0]).toBe(looks[1])
  })

  test('open with a click', async () => {
    const page = await open('/')
    await suggest(page, 'Stanford')
    await page.getByRole('option').filter({ hasText: 'Stanford University' }).first().click()
    await page.waitForURL('**/institutions/*')
  })

  test('stay away when the site does not answer, and the form still searches', async () => {
    const page = await open('/')
    await page.route('**/api/autocomplete/**', (route) => route.abort())
    await page.getByRole('combobox').fill('desai')
    await page.waitForRequest('**/api/autocomplete/**')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search?q=desai')
  })
})
