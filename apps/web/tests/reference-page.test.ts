import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { findPath, monarchTitle } from './site.ts'

/** What PRODUCT.md says of this page, in its order and its words. */
const sections = [
  ['Researcher profile', 'Arjun Desai'],
  ['Trust snapshot', 'Quick read'],
  ['Actions', 'Decide how to stay connected'],
  ['Identity and collaboration', 'How to connect with this researcher'],
  ['Direct collaboration', 'Open a focused conversation when the fit is right'],
  ['Research graph', 'See the researcher in context'],
  ['Published work', '1 published item(s)'],
]
const figures = [
  'Trust 11 - Unverified',
  'Verification L1',
  'Unclaimed author',
  '1 works',
  '0 followers',
  '1 topics',
  '4 close collaborators',
]
const byline =
  'Tri Dao, Beidi Chen, Nimit Sohoni, Arjun Desai, Michael Poli, Jessica Grogan, Alexander Liu, Aniruddh Rao, Atri Rudra, Christopher Ré'

/** Texts of elements as they are read aloud: single spaces, no matter how the line is set. */
function textsOf(page: Page, selector: string): Promise<string[]> {
  return page
    .locator(selector)
    .evaluateAll((elements) => elements.map((each) => each.textContent.replace(/\s+/g, ' ').trim()))
}

describeInBrowser('the page of Arjun Desai', ({ open }) => {
  test('is found through the search box, apart from that of Arjun D. Desai', async () => {
    const page = await open('/')
    await page.getByRole('searchbox').or(page.getByRole('combobox')).fill('Arjun Desai')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search?q=Arjun+Desai')
    const people = page.getByRole('region', { name: 'People' })
    expect(await people.getByRole('link', { name: /Desai/ }).allTextContents()).toEqual([
      'Arjun Desai',
      'Arjun D. Desai',
    ])
    await people.getByRole('link', { name: 'Arjun Desai', exact: true }).click()
    await page.waitForURL('**/authors/*')
    expect(await page.title()).toBe('Arjun Desai · BZPEER')
    expect(new URL(page.url()).pathname).toBe(await findPath('authors', 'Arjun Desai'))
  })

  test('has its seven sections in order', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'))
    const headings = await textsOf(page, 'main h1, main h2')
    const overlines = await textsOf(page, 'main .over')
    expect(overlines.map((over, index) => [over, headings[index]])).toEqual(sections)
  })

  test('says who he is, as far as that has been imported', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'))
    const who = page.getByRole('region', { name: 'Arjun Desai' })
    expect(await who.getByRole('listitem').allInnerTexts()).toEqual([
      'Researcher',
      'Affiliation not imported',
      'Open to collaborate',
    ])
    expect(await who.innerText()).toContain(
      'Arjun Desai contributes to research discovery and scholarly infrastructure.',
    )
  })

  test('reads its trust snapshot figure for figure', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'))
    expect(await textsOf(page, 'main summary')).toEqual(figures)
  })

  test('opens every figure to what it rests on, by keyboard', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'))
    for (const summary of await page.locator('main summary').all()) {
      const evidence = summary.locator('xpath=following-sibling::div')
      expect(await evidence.isVisible()).toBe(false)
      await summary.press('Enter')
      expect((await evidence.innerText()).length).toBeGreaterThan(60)
    }
    const trust = await page.locator('main details').first().innerText()
    expect(trust.match(/\+3|\+2/g)).toEqual(['+3', '+3', '+2', '+3'])
    expect(trust).toMatch(/What would raise it\s+\+4\s*an affiliation linked to ROR/)
    expect(await page.locator('main details').nth(6).getByRole('link').allInnerTexts()).toEqual([
      'Beidi Chen',
      'Nimit Sohoni',
      'Michael Poli',
      'Jessica Grogan',
    ])
  })

  test('says what following, claiming and inviting will take, and has no button for them', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'))
    const main = await page.locator('main').innerText()
    expect(main).toMatch(/Follow researcher\s+0 followers/)
    expect(main).toContain(
      'Claiming links this public author record to a researcher profile and unlocks direct collaboration workflows.',
    )
    expect(main).toContain('Claim this author entity first to unlock direct invitations.')
    expect(await page.locator('main').getByRole('button').count()).toBe(0)
  })

  test('lists his one published item with all that is known of it', async () => {
    const page = await open(await findPath('authors', 'Arjun Desai'))
    const works = page.getByRole('region', { name: '1 published item(s)' }).getByRole('article')
    expect(await works.count()).toBe(1)
    expect(await works.getByRole('heading').innerText()).toBe(monarchTitle)
    expect(await textsOf(page, 'article .margin > *')).toEqual(['preprint', '2022', 'arXiv', 'open access'])
    expect((await textsOf(page, 'article .byline'))[0]).toBe(byline)
    expect(await works.getByRole('link', { name: '2204.00595' }).getAttribute('href')).toBe(
      'https://arxiv.org/abs/2204.00595',
    )
  })

  test('does not mix him with Arjun D. Desai of Stanford University', async () => {
    const page = await open(await findPath('authors', 'Arjun D. Desai'))
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Arjun D. Desai')
    expect(await page.locator('.tags').first().innerText()).toContain('Stanford University')
    const works = await page.getByRole('article').getByRole('heading').allInnerTexts()
    expect(works.join()).toContain('SKM-TEA')
    expect(works).not.toContain(monarchTitle)
  })
})
