import { dirname } from 'node:path'
import { rmSync } from 'node:fs'
import { type StartedSite, startSite } from '@bzpeer/testkit'
import { findBarriers, findOverflow, type View } from '@bzpeer/testkit/accessibility'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { hadleysEmail, orcid, writeRecords } from './hidden-record.ts'
import { signInByMail } from './sign-in.ts'

const records = writeRecords()
let site: StartedSite

beforeAll(async () => {
  site = await startSite({ records: [records] })
})
afterAll(async () => {
  rmSync(dirname(records), { recursive: true })
  await site.stop()
})

const yourRecord = '/about/your-record?about=A2'
const views: readonly View[] = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280, isRecoloured: true },
  { colorScheme: 'dark', width: 320 },
  { colorScheme: 'light', width: 320, isRecoloured: true },
]

async function expectOpenToAll(page: Page): Promise<void> {
  for (const view of views) {
    expect(await findBarriers(page, view)).toEqual([])
    if (view.width === 320) expect(await findOverflow(page)).toEqual([])
  }
}

async function ask(path: string): Promise<number> {
  const { status } = await fetch(site.origin + path, { redirect: 'manual' })
  return status
}

/** Everything that answers for the record itself. */
const addresses = [
  '/authors/A2',
  '/authors/A2?after=2020-1',
  '/authors/A2/collaborators',
  '/authors/A2/institutions',
  '/authors/A2/topics',
  `/orcid/${orcid}`,
  '/cards/authors/A2.png',
  '/explore?focus=A2',
  '/api/graph?focus=A2',
  '/api/authors/A2',
  '/api/authors/A2/evidence',
]

describeInBrowser('somebody who is listed and does not want to be', ({ newContext }) => {
  const visit = async (path: string): Promise<Page> => {
    const page = await (await newContext({ baseURL: site.origin, javaScriptEnabled: false })).newPage()
    await page.goto(path)
    return page
  }
  const openAs = async (email: string, path: string): Promise<Page> => {
    const page = await (await newContext({ baseURL: site.origin, javaScriptEnabled: false })).newPage()
    await signInByMail(page, email, path)
    return page
  }
  const look = async (path: string): Promise<Page> => {
    const page = await (await newContext({ baseURL: site.origin })).newPage()
    await page.goto(path)
    return page
  }

  test('finds at the foot of the page where the record comes from, and how to have it hidden', async () => {
    const page = await visit('/authors/A2')
    await page.getByRole('link', { name: 'About your record' }).click()
    await page.waitForURL(`**${yourRecord}`)
    expect(await page.getByRole('heading', { name: 'Hadley Quillfeather' }).count()).toBe(1)
    expect(await page.getByText(/^From .+, imported on/).count()).toBe(2)
    expect(await page.getByRole('button').getByText('Hide').count()).toBe(0)
    await page.getByRole('main').getByRole('link', { name: 'log in' }).click()
    await page.waitForURL(`**/login?next=${encodeURIComponent(yourRecord)}`)
    await expectOpenToAll(await look(yourRecord))
    await expectOpenToAll(await look('/about/your-record'))
    for (const path of addresses) expect([path, (await ask(path)) < 400]).toEqual([path, true])
  })

  test('is told of no sign-in that the site does not have, nor that what a curator hid is shown again at once', async () => {
    const page = await visit(yourRecord)
    expect(await page.getByText('Whoever shows that a record is theirs').textContent()).not.toContain('ORCID')
    expect(await page.getByText('as where a curator took their word for it').count()).toBe(1)
  })

  test('waits for a curator while nothing binds them to it, and the record stays', async () => {
    const page = await openAs('hadley.quillfeather@mail.example', yourRecord)
    await page.getByLabel('Why it should not be shown').fill('I am Hadley Quillfeather.')
    const secondTab = await page.context().newPage()
    await secondTab.goto(yourRecord)
    await page.getByRole('button', { name: 'Ask a curator to hide it' }).click()
    expect(await page.getByText('Your request to hide it waits for a curator').count()).toBe(1)
    expect(await page.getByRole('button', { name: 'Ask a curator to hide it' }).count()).toBe(0)
    await secondTab.getByRole('button', { name: 'Ask a curator to hide it' }).click()
    expect(await secondTab.getByText('You asked for this before').count()).toBe(1)
    expect(await (await visit('/corrections')).getByText('A record that is not named here').count()).toBe(1)
    expect(await ask('/authors/A2')).toBe(200)
    const others = await (await visit(yourRecord)).content()
    expect(others).not.toMatch(/I am Hadley|waits for a curator:/)
    const unknown = {
      method: 'POST',
      headers: { origin: site.origin },
      redirect: 'manual',
      body: new URLSearchParams(),
    } as const
    const { status, headers } = await fetch(`${site.origin}/about/your-record?/hide&about=A2`, unknown)
    expect([status, headers.get('location')]).toEqual([303, `/login?next=${encodeURIComponent(yourRecord)}`])
  })

  test('hides it at once with what only they can show, and it is gone everywhere', async () => {
    const page = await openAs(hadleysEmail, yourRecord)
    // Somebody else has asked before, and nobody has to say why.
    await page.getByRole('button', { name: 'Hide this record' }).click()
    await page.getByRole('button', { name: 'Show the record again' }).waitFor()
    await page.context().close()

    for (const path of addresses) expect([path, await ask(path)]).toEqual([path, 410])
    const answer = await fetch(`${site.origin}/api/authors/A2`)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({
      status: 410,
      title: 'Gone',
      type: 'urn:bzpeer:problem:hidden-on-request',
    })

    const gone = await look('/authors/A2')
    expect(await gone.getByRole('heading', { name: 'This record is hidden on request' }).count()).toBe(1)
    expect(await gone.content()).not.toMatch(/Quillfeather/)
    expect(await gone.getByText('can have it shown again while they can show that it is theirs').count()).toBe(1)
    await expectOpenToAll(gone)
    await expectOpenToAll(await look(yourRecord))

    const work = await visit('/works/W1')
    expect(await work.getByText('H. Printed').count()).toBeGreaterThan(0)
    const elsewhere = ['/', '/works/W1', '/authors/A1', '/authors/A1/collaborators', '/institutions/I1', '/topics/T1']
    const lists = [
      '/works/W1/byline',
      '/institutions/I1/people',
      '/topics/T1/people',
      '/sources/S1',
      '/sources/S1/people',
    ]
    const found = ['/search?type=authors', '/search?q=on+quiet', '/api/autocomplete/authors?q=hadley', '/api/works/W1']
    for (const path of [
      ...elsewhere,
      ...lists,
      ...found,
      '/explore?focus=W1',
      '/api/graph?focus=W1',
      '/api/graph?focus=T1',
      '/sitemaps/authors-0.xml',
      yourRecord,
    ]) {
      const text = await (await fetch(site.origin + path)).text()
      expect([path, /quillfeather|\/authors\/A2\b/i.exec(text)?.[0]]).toEqual([path, undefined])
    }
    const search = await visit('/search?q=quillfeather&type=authors')
    expect(
      await search
        .getByRole('main')
        .getByRole('link', { name: /Quillfeather/ })
        .count(),
    ).toBe(0)
  })

  test('alone brings it back, and whole', async () => {
    const stranger = await openAs('stranger@mail.example', yourRecord)
    expect(await stranger.getByRole('button', { name: 'Show the record again' }).count()).toBe(0)
    expect(await stranger.content()).not.toMatch(/Quillfeather/)
    const forged = await stranger.request.post('/about/your-record?/show&about=A2', {
      headers: { origin: site.origin, 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(forged.status()).toBe(403)
    expect(await ask('/authors/A2')).toBe(410)
    // The claim's form, too, speaks for a record that is not shown.
    expect((await stranger.goto('/authors/A2/claim'))?.status()).toBe(410)
    // Whoever it is about, and cannot show that, tells a curator, and is told no name by that.
    await stranger.goto(yourRecord)
    await stranger.getByLabel('Why the record is yours').fill('It is me, under another address.')
    await stranger.getByRole('button', { name: 'Tell a curator' }).click()
    await stranger.getByRole('link', { name: 'correction #3' }).click()
    expect(await stranger.getByText('It is me, under another address.').count()).toBe(1)
    expect(await stranger.content()).not.toMatch(/Quillfeather/)
    await stranger.context().close()

    const page = await openAs(hadleysEmail, yourRecord)
    await page.getByRole('button', { name: 'Show the record again' }).click()
    await page.getByRole('button', { name: 'Hide this record' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Hadley Quillfeather' }).count()).toBe(1)
    for (const path of addresses) expect([path, (await ask(path)) < 400]).toEqual([path, true])
    const search = await visit('/search?q=quillfeather&type=authors')
    expect(
      await search
        .getByRole('main')
        .getByRole('link', { name: /Quillfeather/ })
        .count(),
    ).toBe(1)
  })

  test('is told when there is no such record, and that nobody is asked to sign in for that', async () => {
    expect(await ask('/about/your-record?about=A99')).toBe(404)
    expect(await ask('/about/your-record?about=W1')).toBe(404)
    expect(await ask('/about/your-record?about=%00')).toBe(404)
  })
})
