import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openAccount, openStore, setRole } from '@bzpeer/store'
import { type StartedSite, startSite } from '@bzpeer/testkit'
import { findBarriers, findOverflow } from '@bzpeer/testkit/accessibility'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { fieldsOf } from './fields-of.ts'
import { signInByMail } from './sign-in.ts'

const curator = 'curator@example.org'
const [jane, namesake, coauthor] = ['A1', 'A2', 'A4']
const folder = mkdtempSync(join(tmpdir(), 'bzpeer-corrections-'))
let site: StartedSite

const host = 'https://openalex.org'
const institution = {
  id: `${host}/I1`,
  display_name: 'University of Jena',
  ror: null,
  country_code: 'DE',
  type: 'education',
}
const author = (id: string, name: string) => ({ id: `${host}/${id}`, display_name: name })
const slot = (id: string | undefined, name: string) => ({
  author: { id: id === undefined ? null : `${host}/${id}`, display_name: name },
  raw_author_name: name,
  institutions: [institution],
})
const work = (id: number, title: string, authorships: object[]) => ({
  id: `${host}/W${id}`,
  title,
  type: 'article',
  publication_year: 2000 + id,
  authorships,
})

function writeRecords(): string {
  const path = join(folder, 'records.jsonl')
  const records = [
    author(jane, 'Jane Doe'),
    author(namesake, 'J. Doe'),
    author(coauthor, 'Ann Lee'),
    work(1, 'On knots', [slot(jane, 'Jane Doe'), slot(coauthor, 'Ann Lee')]),
    work(2, 'On links', [slot(namesake, 'J. Doe'), slot(coauthor, 'Ann Lee')]),
    work(3, 'On braids', [slot(namesake, 'J. Doe')]),
    work(4, 'On tangles', [slot(undefined, 'Juana Paloma')]),
  ]
  writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return path
}

/** The curator's account, as an operator would have made it, and two records that a resolution proposes as one. */
async function prepare(dataDir: string): Promise<void> {
  await using store = openStore({ dataDir })
  await migrate(store)
  const at = new Date()
  await store.transaction(async ({ db }) => {
    const id = await openAccount(db, { name: 'Cora Curator', at })
    await setRole(db, id, 'curator', at)
    const confirmed = { account_id: id, email: curator, is_primary: true, confirmed_at: at, renewed_at: at }
    await db
      .insertInto('account_emails')
      .values({ ...confirmed, lapses_at: null, removed_at: null })
      .execute()
    const evidence = JSON.stringify([
      ['any-two', 1],
      ['coauthor-shared', 1],
      ['name-initial', 1],
    ])
    const found = {
      probability: 0.7,
      evidence,
      found_at: at,
      status: 'open' as const,
      decided_at: null,
      decided_by: null,
    }
    await db
      .insertInto('duplicate_candidates')
      .values({ author_id_a: 1, author_id_b: 2, ...found })
      .onConflict((conflict) => conflict.columns(['author_id_a', 'author_id_b']).doUpdateSet(found))
      .execute()
  })
}

beforeAll(async () => {
  site = await startSite({ records: [writeRecords()], prepare })
})
afterAll(async () => {
  await site.stop()
  rmSync(folder, { recursive: true })
})

describeInBrowser('a correction', ({ newContext }) => {
  const visit = async (): Promise<Page> => (await newContext({ baseURL: site.origin })).newPage()
  const openAs = async (email: string, path: string, javaScriptEnabled = true): Promise<Page> => {
    const page = await (await newContext({ baseURL: site.origin, javaScriptEnabled })).newPage()
    await signInByMail(page, email, path)
    return page
  }
  const statusOf = async (page: Page, path: string): Promise<[number, string | undefined]> => {
    const answer = await page.request.get(`${site.origin}${path}`, { maxRedirects: 0 })
    return [answer.status(), answer.headers()['location']]
  }

  test('is proposed from the record’s page, without scripts, by whoever signs in on the way', async () => {
    const visitor = await visit()
    await visitor.goto(`/authors/${jane}`)
    await visitor.getByRole('link', { name: 'Suggest a correction' }).click()
    await visitor.getByRole('link', { name: 'Two records are one person' }).click()
    const way = await visitor.getByRole('link', { name: 'Sign in', exact: true }).getAttribute('href')
    const address = new URLSearchParams(way?.slice('/login?'.length)).get('next') ?? ''
    expect(address).toBe(`/corrections/new?about=${jane}&kind=merge`)

    const reader = await openAs('reader@example.org', address, false)
    expect(await reader.getByText('Your account states no name').count()).toBe(1)
    expect(await reader.getByRole('link', { name: 'State your name' }).getAttribute('href')).toBe('/settings#name')
    await reader.getByLabel('The other record').fill(`${site.origin}/authors/${namesake}`)
    await reader.getByLabel('How do you know?').fill('I wrote <b>On knots</b> with her.')
    await reader.getByRole('button', { name: 'Propose it' }).click()
    await reader.waitForURL('**/corrections/1')
    expect(await reader.getByText('I wrote <b>On knots</b> with her.').count()).toBe(1)
    await visitor.goto(`/authors/${jane}`)
    expect(await visitor.getByRole('link', { name: '#1 Two records are one person' }).count()).toBe(1)

    await reader.goto(address)
    await reader.getByLabel('The other record').fill(namesake)
    await reader.getByLabel('How do you know?').fill('Again.')
    await reader.getByRole('button', { name: 'Propose it' }).click()
    await reader.waitForURL('**/corrections/1')
  })

  test('is seen at the desk side by side, decided by keyboard, and undone', async () => {
    const page = await openAs(curator, '/settings')
    await page.getByRole('link', { name: 'the curators’ desk' }).click()
    await page.waitForURL('**/desk')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/corrections/1')
    await page.getByRole('cell', { name: 'Ann Lee both' }).first().waitFor()
    expect(await page.getByText('70 % likely to be one person').count()).toBe(1)
    await page.keyboard.press('a')
    await page.keyboard.type('They are one.')
    await page.getByRole('button', { name: 'Decide' }).click()
    await page.getByText('Accepted by Cora Curator').waitFor()

    const visitor = await visit()
    for (const path of [`/authors/${namesake}`, `/authors/${namesake}/works`, `/api/authors/${namesake}`])
      expect(await statusOf(visitor, path)).toEqual([308, path.replace(namesake, jane)])
    expect((await statusOf(visitor, `/cards/authors/${namesake}.png`))[0]).toBe(308)
    // The merge may be taken back: no browser keeps where it led.
    for (const path of [`/authors/${namesake}`, `/api/authors/${namesake}`]) {
      const led = await visitor.request.get(`${site.origin}${path}`, { maxRedirects: 0 })
      expect([path, led.headers()['cache-control']]).toEqual([path, 'no-store'])
    }
    await visitor.goto(`/authors/${jane}`)
    expect(await visitor.getByText('3 published item(s)').count()).toBe(1)
    expect(await statusOf(visitor, `/corrections/new?about=${namesake}&kind=split`)).toEqual([
      308,
      `/corrections/new?about=${jane}&kind=split`,
    ])

    await page.getByLabel('Why it is taken back').fill('They are not.')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone by Cora Curator').waitFor()
    await page.goto(`/corrections/new?about=${jane}&kind=merge`)
    expect(await page.getByText('Beside your words stands your name, Cora Curator.').count()).toBe(1)
    expect((await statusOf(visitor, `/authors/${namesake}`))[0]).toBe(200)
    await visitor.goto(`/authors/${jane}`)
    expect(await visitor.getByText('1 published item(s)').count()).toBe(1)
  })

  test('of each kind is proposed and done', async () => {
    const reader = await openAs('reader@example.org', `/corrections/new?about=${namesake}&kind=split`)
    const send = async (kind: string, fill: () => Promise<void>): Promise<string> => {
      await reader.goto(`/corrections/new?about=${namesake}&kind=${kind}`)
      await fill()
      await reader.getByLabel('How do you know?').fill('I know.')
      await reader.getByRole('button', { name: 'Propose it' }).click()
      await reader.waitForURL(/\/corrections\/\d+$/)
      return new URL(reader.url()).pathname
    }
    const paths = [
      await send('split', () => reader.getByRole('checkbox', { name: 'On braids' }).check()),
      await send('not-my-work', () => reader.getByRole('checkbox', { name: 'On links' }).check()),
      await send('missing-work', () => reader.getByLabel('The work:').fill('W4')),
      await send('wrong-affiliation', () => reader.getByRole('radio', { name: 'University of Jena' }).check()),
    ]
    const page = await openAs(curator, '/desk')
    for (const path of paths) {
      await page.goto(path)
      await page.getByRole('radio', { name: 'Accept' }).check()
      if (path === paths[2]) await page.getByRole('radio', { name: 'Juana Paloma' }).check()
      await page.getByLabel('Reason').fill('It is so.')
      await page.getByRole('button', { name: 'Decide' }).click()
      await page.getByText('Accepted by Cora Curator').waitFor()
    }
    await page.goto(`/authors/${namesake}`)
    expect(await page.getByText('1 published item(s)').count()).toBe(1)
    expect(await page.getByRole('link', { name: 'On tangles' }).count()).toBeGreaterThan(0)
    expect(await page.getByText('Affiliation not imported').count()).toBe(1)
    for (const path of paths.toReversed()) {
      await page.goto(path)
      await page.getByLabel('Why it is taken back').fill('It is not so.')
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('Undone by Cora Curator').waitFor()
    }
    await page.goto(`/authors/${namesake}`)
    expect(await page.getByText('2 published item(s)').count()).toBe(1)
  })

  test('that is refused stands there as it was typed', async () => {
    const reader = await openAs('reader@example.org', `/corrections/new?about=${namesake}&kind=merge`, false)
    for (const [kind, choose] of [
      ['merge', () => reader.getByRole('radio', { name: 'The other one' }).check()],
      [
        'split',
        () =>
          reader
            .getByRole('checkbox', { name: /On links|On braids/ })
            .first()
            .check(),
      ],
    ] as const) {
      await reader.goto(`/corrections/new?about=${namesake}&kind=${kind}`)
      await choose()
      await reader.getByLabel(/other (?:record:|person’s record)/).fill('"><b>nobody</b>')
      await reader.getByLabel('How do you know?').fill('</textarea><script>alert(1)</script>\nI know.')
      await reader.getByLabel('Where that can be seen').fill('https://example.org/page')
      const typed = await fieldsOf(reader, 'Propose it')
      await reader.getByRole('button', { name: 'Propose it' }).click()
      expect(await reader.getByRole('alert').textContent()).toContain('Name the record by the address of its page')
      expect(await fieldsOf(reader, 'Propose it')).toEqual(typed)
    }
  })

  test('of a pair that was told apart is taken back where it was decided', async () => {
    const address = `/desk/duplicates/${jane}-${coauthor}`
    const page = await openAs(curator, address)
    const give = async (label: string, button: string): Promise<void> => {
      await page.getByLabel(label).fill('I looked.')
      await page.getByRole('button', { name: button }).click()
    }
    await page.getByRole('radio', { name: 'Two people' }).check()
    await give('Reason', 'Decide')
    await page.waitForURL('**/desk?kind=duplicate')
    await page.goto(address)
    await page.getByText('Cora Curator told these two apart on').waitFor()
    expect(await page.getByRole('radio', { name: 'Two people' }).count()).toBe(0)
    const barriers = await findBarriers(page, { colorScheme: 'light', width: 320 })
    expect([...barriers, ...(await findOverflow(page))]).toEqual([])
    await give('Why it is taken back', 'Take it back')
    await page.getByText('Nobody proposes these two as one').waitFor()
    expect(await page.getByRole('radio', { name: 'Two people' }).count()).toBe(1)
  })

  test('keeps nobody out, at 320 and 1280 px, in light and dark', async () => {
    const page = await openAs(curator, '/desk')
    for (const address of [
      '/corrections',
      '/corrections?status=undone',
      '/corrections/1',
      '/corrections/2',
      `/corrections/new?about=${jane}`,
      ...['merge', 'split', 'not-my-work', 'missing-work', 'wrong-affiliation'].map(
        (kind) => `/corrections/new?about=${namesake}&kind=${kind}`,
      ),
      '/desk',
      '/desk?kind=duplicate',
      `/desk/duplicates/${jane}-${namesake}`,
    ]) {
      await page.goto(address)
      for (const width of [320, 1280]) {
        const seen = await findBarriers(page, { colorScheme: 'light', width })
        const recoloured = await findBarriers(page, { colorScheme: 'dark', width, isRecoloured: true })
        expect([address, width, ...seen, ...recoloured]).toEqual([address, width])
        expect([address, width, ...(await findOverflow(page))]).toEqual([address, width])
      }
    }
  })

  test('of somebody else is no one’s to decide or withdraw, and a forged form changes nothing', async () => {
    const reader = await openAs('second@example.org', `/corrections/new?about=${jane}&kind=merge`)
    const send = (path: string, form: Record<string, string>, headers = { origin: site.origin }) =>
      reader.request.post(`${site.origin}${path}`, { form, headers, maxRedirects: 0 })
    await reader.getByLabel('The other record').fill(coauthor)
    await reader.getByLabel('How do you know?').fill('A guess.')
    await reader.getByRole('button', { name: 'Propose it' }).click()
    await reader.waitForURL(/\/corrections\/\d+$/)
    const path = new URL(reader.url()).pathname
    const stranger = await openAs('third@example.org', path)
    const verdict = { verdict: 'accept', reason: 'x' }
    for (const [action, form] of [
      ['decide', verdict],
      ['undo', { reason: 'x' }],
      ['withdraw', {}],
    ] as const) {
      const answer = await stranger.request.post(`${site.origin}${path}?/${action}`, {
        form,
        headers: { origin: site.origin },
        maxRedirects: 0,
      })
      expect([action, answer.status()]).toEqual([action, 403])
    }
    expect((await send(`${path}?/withdraw`, {}, { origin: 'https://evil.example' })).status()).toBe(403)
    expect(
      (
        await send(`/desk/duplicates/${jane}-${namesake}?/decide`, { verdict: 'same', stays: jane, reason: 'x' })
      ).status(),
    ).toBe(403)
    expect(
      (await send(`/desk/duplicates/${jane}-${namesake}?/decide`, { verdict: 'same', reason: 'x' })).status(),
    ).toBe(400)
    expect((await send(`/desk/duplicates/${jane}-${namesake}?/reopen`, { reason: 'x' })).status()).toBe(403)
    expect((await send(`${path}?/decide`, { verdict: 'constructor', reason: 'x' })).status()).toBe(400)
    const merge = `/corrections/new?/propose&about=${jane}&kind=merge`
    for (const form of [
      { other: 'W1' },
      { other: jane },
      { other: 'A99' },
      { other: 'x' },
      {},
      { other: coauthor, address: 'http://x.example' },
    ]) {
      const answer = await send(merge, { reason: 'x', ...form })
      expect([form, [400, 404].includes(answer.status())]).toEqual([form, true])
    }
    for (const address of [
      '/corrections/99',
      '/corrections/0',
      '/corrections/1e9',
      '/corrections/new?about=W1',
      '/corrections/new',
    ])
      expect([address, (await reader.request.get(`${site.origin}${address}`)).status()]).toEqual([address, 404])
    for (const address of ['/corrections?status=x', '/corrections?before=x'])
      expect([address, (await reader.request.get(`${site.origin}${address}`)).status()]).toEqual([address, 400])
    expect((await reader.request.get(`${site.origin}/desk`)).status()).toBe(403)
    await reader.goto(path)
    await reader.getByRole('button', { name: 'Withdraw this correction' }).click()
    await reader.getByText('Withdrawn', { exact: true }).first().waitFor()
  })
})
