import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { findPath, monarchTitle } from './site.ts'

const scriptless = { javaScriptEnabled: false }

describeInBrowser('without JavaScript', ({ open }) => {
  test('the page of a researcher is whole, what is near with the reasons in place of the graph', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'), scriptless)
    expect(await page.getByRole('heading', { level: 2 }).count()).toBe(6)
    expect(await page.getByRole('article').getByRole('heading').innerText()).toBe(monarchTitle)
    expect(await page.locator('main').innerText()).not.toContain('Building this graph slice')
    const graph = page.getByRole('region', { name: 'See the researcher in context' })
    const rows = async (): Promise<string[]> =>
      (await graph.getByRole('row').allInnerTexts()).slice(1).map((row) => row.replaceAll(/\s*\n\s*|\t/g, ' ').trim())
    const byKind = await rows()
    expect(byKind.slice(0, 4).toSorted()).toEqual(
      ['Beidi Chen', 'Jessica Grogan', 'Michael Poli', 'Nimit Sohoni'].map(
        (name) => `Researcher ${name} 1 shared work, tie strength 0.11, close`,
      ),
    )
    expect(byKind.slice(4)).toEqual([
      `Work ${monarchTitle} wrote it, 2022, with 9 others`,
      'Topic Matrix Algorithms and Iterative Methods 1 work about it',
    ])
    expect(await graph.innerText()).toContain('Tie strength: each shared work adds 1 / (authors − 1).')
    await graph.getByRole('columnheader', { name: 'Name' }).getByRole('link').click()
    expect(await graph.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('ascending')
    expect((await rows())[0]).toContain('Beidi Chen')
    expect((await rows()).at(-1)).toContain('Nimit Sohoni')
    await page.locator('summary').first().click()
    expect(await page.locator('main').innerText()).toContain('What it is made of')

    await page.getByRole('link', { name: 'Open full explorer' }).click()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Arjun Desai in context')
    expect(await page.getByRole('row', { name: /Beidi Chen/ }).count()).toBeGreaterThan(0)
  })

  test('a search is a form that is sent, by key or by button', async () => {
    const page = await open('/', scriptless)
    await page.getByRole('searchbox').fill('Christopher Re')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search?q=Christopher+Re')
    expect(await page.getByRole('region', { name: 'People' }).getByRole('link').first().innerText()).toBe(
      'Christopher Ré',
    )

    await page.getByRole('searchbox').fill('flashattention')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.waitForURL('**/search?q=flashattention')
    expect(await page.getByRole('region', { name: 'Works' }).getByRole('link').count()).toBeGreaterThanOrEqual(3)
  })

  test('a count of the start page leads to those it counts, the largest first', async () => {
    const page = await open('/', scriptless)
    await page.getByRole('list', { name: 'What this site holds' }).getByRole('link', { name: 'people' }).click()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('People')
    const people = page.getByRole('region', { name: 'People' }).getByRole('listitem')
    expect(await people.count()).toBe(20)
    expect(await people.first().getByRole('link').innerText()).toBe('Christopher Ré')
    await page.getByRole('link', { name: 'Next' }).click()
    expect(await people.count()).toBe(20)
  })

  test('evidence of a score leads to where it can be checked', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'), scriptless)
    await page.locator('summary').first().click()
    const links = page.locator('.evidence').first().getByRole('listitem').getByRole('link')
    expect(await links.allInnerTexts()).toEqual([
      'arXiv 2204.00595',
      'Matrix Algorithms and Iterative Methods',
      expect.stringMatching(/^[A-Z]\w+ [A-Z]\w+$/),
    ])
    expect(await links.nth(0).getAttribute('href')).toBe('https://arxiv.org/abs/2204.00595')
    expect(await links.nth(1).getAttribute('href')).toBe(
      await findPath('topics', 'Matrix Algorithms and Iterative Methods'),
    )
  })

  test('a page beyond the last says so, keeps the count and leads to the first', async () => {
    const page = await open('/search?q=learning&type=works', scriptless)
    const tab = page.getByRole('link', { name: /^Works/ })
    const counted = await tab.innerText()
    await page.goto('/search?q=learning&type=works&page=40')
    expect(await tab.innerText()).toBe(counted)
    expect(await page.getByRole('heading', { level: 2 }).innerText()).toBe('There is no page 40')
    expect(await page.locator('main').innerText()).toMatch(/The results end before it: there are \d+ works\./)
    expect(await page.getByRole('link', { name: /Previous|Next/ }).count()).toBe(0)
    await page.getByRole('link', { name: 'Go to the first page' }).click()
    await page.waitForURL('**/search?q=learning&type=works')

    await page.goto('/search?q=tri+dao&page=2')
    expect(await page.locator('main').innerText()).not.toContain('Page 2')
  })

  test('the explorer offers a search and something of every kind to begin with', async () => {
    const page = await open('/explore', scriptless)
    expect(await page.getByRole('searchbox').count()).toBe(1)
    expect(await page.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'Newest works',
      'People',
      'Institutions',
      'Topics',
      'Sources',
    ])
    await page.getByRole('link', { name: 'Christopher Ré' }).click()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Christopher Ré in context')
  })

  test('filters narrow a search, stay set, and can be cleared', async () => {
    const page = await open('/search?q=attention&type=works', scriptless)
    const hits = page.getByRole('region', { name: 'Works' }).getByRole('listitem')
    const all = await hits.count()
    await page.getByLabel('From year').fill('2023')
    await page.getByRole('button', { name: 'Apply' }).click()
    expect(await page.getByLabel('From year').inputValue()).toBe('2023')
    const later = await hits.count()
    expect(later).toBeGreaterThan(0)
    expect(later).toBeLessThan(all)
    await page.getByRole('link', { name: 'Clear filters' }).click()
    expect(await hits.count()).toBe(all)
  })

  test('the works of an institution are read page by page, there and back', async () => {
    const page = await open(await findPath('institutions', 'Stanford University'), scriptless)
    const titles = (): Promise<string[]> => page.getByRole('article').getByRole('heading').allInnerTexts()
    const first = await titles()
    await page.getByRole('link', { name: 'Older works' }).click()
    const second = await titles()
    expect([...new Set([...first, ...second])]).toHaveLength(23)
    await page.getByRole('link', { name: 'Newer works' }).click()
    expect(await titles()).toEqual(first)
  })
})
