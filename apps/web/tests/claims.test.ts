import { randomUUID } from 'node:crypto'
import {
  confirmEmail,
  insertClaim,
  migrate,
  openAccount,
  openStore,
  setRole,
  type StoreTransaction,
} from '@bzpeer/store'
import { type StartedSite, startSite } from '@bzpeer/testkit'
import { findBarriers, findOverflow } from '@bzpeer/testkit/accessibility'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { fieldsOf } from './fields-of.ts'
import { signInByMail } from './sign-in.ts'

const record = '/authors/A1000000000000004'
const curators = ['curator@example.org', 'second@example.org']
const owners = { plain: 'tri@example.org', attested: 'beidi@rice.edu' }
const pairsWaiting = 60
let site: StartedSite

/** The curators' accounts, as an operator would have made them, and two co-authors who own their records. */
async function prepare(dataDir: string): Promise<void> {
  await using store = openStore({ dataDir })
  await migrate(store)
  const at = new Date()
  await store.transaction(async (tx) => {
    for (const email of curators) await setRole(tx.db, await openAs(tx, 'Cora Curator', email), 'curator', at)
    await own(tx, await openAs(tx, 'Tri Dao', owners.plain), 1_000_000_000_000_001)
    await resemble(tx, at)
    // The sample has a work of hers from that university.
    await own(tx, await openAs(tx, 'Beidi Chen', owners.attested), 1_000_000_000_000_002)
  })
}

async function openAs({ db }: StoreTransaction, name: string, email: string): Promise<string> {
  const at = new Date()
  const id = await openAccount(db, { name, at })
  await confirmEmail(db, { accountId: id, email, at })
  return id
}

/** More than one page of records that may be one person's. */
async function resemble({ db }: StoreTransaction, found_at: Date): Promise<void> {
  const pairs = Array.from({ length: pairsWaiting }, (_, index) => ({
    author_id_a: 1_000_000_000_000_010,
    author_id_b: 1_000_000_000_000_011 + index,
    probability: 0.8,
    evidence: '[]',
    status: 'open' as const,
    found_at,
    decided_at: null,
    decided_by: null,
  }))
  await db.insertInto('duplicate_candidates').values(pairs).execute()
}

/** A claim that was accepted long ago. @returns its id. */
async function own(tx: StoreTransaction, accountId: string, authorId: number): Promise<string> {
  const at = new Date('2026-01-01')
  const id = randomUUID()
  const when = { opened_at: at, window_ends_at: at, accepted_at: at }
  await insertClaim(
    tx,
    { id, author_id: authorId, account_id: accountId, status: 'accepted', statement: '', ...when },
    [],
  )
  return id
}

/** As if a week had gone by. */
async function endWindows(dataDir: string): Promise<void> {
  await using store = openStore({ dataDir })
  await store.db.updateTable('claims').set({ window_ends_at: new Date() }).where('status', '=', 'rejected').execute()
}

beforeAll(async () => {
  site = await startSite({ prepare })
})
afterAll(() => site.stop())

describeInBrowser('a claim', ({ newContext }) => {
  const openPage = async (email: string, path: string, javaScriptEnabled = true): Promise<Page> => {
    const page = await (await newContext({ baseURL: site.origin, javaScriptEnabled })).newPage()
    await signInByMail(page, email, path)
    return page
  }

  async function claim(page: Page, name: string): Promise<string> {
    await page.getByLabel('Your name').fill(name)
    await page.getByLabel('For those who may object').fill('I wrote the part on <b>butterflies</b>.')
    await page.getByRole('button', { name: 'Claim this record' }).click()
    await page.waitForURL(/\/claims\//)
    return new URL(page.url()).pathname
  }

  let path = ''

  /** What is answered to a form that the pages of this person do not have. */
  const forge = async (page: Page, action: string, form: Record<string, string> = {}): Promise<number> => {
    const options = { form, headers: { origin: site.origin }, maxRedirects: 0 }
    return (await page.request.post(`${site.origin}${path}?/${action}`, options)).status()
  }

  test('begins on the record’s page, asks three things, and is shown there', async () => {
    const visitor = await (await newContext({ baseURL: site.origin })).newPage()
    await visitor.goto(record)
    await visitor.getByRole('link', { name: 'Log in to claim' }).click()
    await visitor.waitForURL(`**/login?next=${encodeURIComponent(`${record}/claim`)}`)

    const page = await openPage('arjun@example.org', `${record}/claim`, false)
    expect(await page.getByRole('radio', { name: 'Mine', exact: true }).isChecked()).toBe(true)
    expect(await page.getByText('an address at example.org').count()).toBe(1)
    // This site has no sign-in with ORCID.
    expect(await page.locator('a[href="/settings#sign-ins"]').count()).toBe(0)
    path = await claim(page, 'Arjun Desai')
    expect(await page.getByText('I wrote the part on <b>butterflies</b>.').count()).toBe(1)

    await visitor.goto(record)
    const notice = visitor.getByRole('link', { name: 'Arjun Desai claims this record' })
    expect(await notice.getAttribute('href')).toBe(path)
    expect(await visitor.getByText('Unclaimed author', { exact: true }).count()).toBe(1)
    expect(await visitor.content()).not.toContain('arjun@example.org')
    await page.goto(record)
    expect(await page.getByRole('link', { name: 'Your claim' }).getAttribute('href')).toBe(path)
  })

  test('can be objected to by anybody who is signed in, and is decided by a curator, by keyboard', async () => {
    const visitor = await (await newContext({ baseURL: site.origin })).newPage()
    await visitor.goto(path)
    expect(await visitor.getByRole('button', { name: 'Object' }).count()).toBe(0)
    const objector = await openPage('other@example.org', path)
    expect(await objector.getByRole('link', { name: 'State your name' }).getAttribute('href')).toBe('/settings#name')
    await objector.getByLabel('What speaks against this claim').fill('I am Arjun Desai.')
    await objector.getByLabel('Where that can be seen').fill('https://example.org/me')
    await objector.getByRole('button', { name: 'Object' }).click()
    await objector.getByRole('heading', { name: 'You have objected' }).waitFor()
    expect(await objector.getByText('Contested', { exact: true }).count()).toBe(1)
    const stranger = await openPage('stranger@example.org', path)
    expect(await forge(stranger, 'take-back')).toBe(404)
    await visitor.goto(record)
    expect(await visitor.getByText('The score is frozen since').isVisible()).toBe(true)

    const curator = await openPage(curators[0] ?? '', '/desk')
    await curator.keyboard.press('j')
    await curator.keyboard.press('Enter')
    await curator.waitForURL(`**${path}`)
    await curator.keyboard.press('r')
    await curator.keyboard.type('Nothing speaks for it.')
    expect(await curator.getByRole('radio', { name: 'Reject' }).isChecked()).toBe(true)
    await curator.getByRole('button', { name: 'Decide' }).click()
    await curator.getByText('Rejected by Cora Curator').waitFor()
    expect(await forge(stranger, 'appeal', { reason: 'x' })).toBe(403)
    await curator.goto('/desk?kind=claim')
    expect(await curator.getByText('Nothing waits for a curator.').count()).toBe(1)
  })

  test('that was rejected is appealed, goes to another curator, and then makes its owner the owner', async () => {
    const claimant = await openPage('arjun@example.org', '/settings')
    expect(await claimant.getByRole('link', { name: 'the curators’ desk' }).count()).toBe(0)
    await claimant.getByRole('link', { name: 'your claims' }).click()
    expect(await claimant.getByText('The median time from claim to decision').count()).toBe(1)
    await claimant.getByRole('link', { name: 'Arjun Desai' }).click()
    await claimant.getByLabel('What should be looked at again').fill('See the acknowledgements.')
    await claimant.getByRole('button', { name: 'Appeal' }).click()
    await claimant.getByText('Appeal of Arjun Desai').waitFor()
    expect(await claimant.getByRole('button', { name: 'Take the appeal back' }).count()).toBe(1)
    const first = await openPage(curators[0] ?? '', path)
    expect(await first.getByText('You decided this case before.').count()).toBe(1)
    // Nor does the second one accept it before everybody has had the time to object.
    await site.interrupt(endWindows)
    const second = await openPage(curators[1] ?? '', path)
    await second.getByRole('radio', { name: 'Accept' }).check()
    await second.getByLabel('Reason').fill('Seen.')
    await second.getByRole('button', { name: 'Decide' }).click()
    await second.getByText('Accepted by Cora Curator').waitFor()

    const visitor = await (await newContext({ baseURL: site.origin })).newPage()
    await visitor.goto(record)
    expect(await visitor.getByText('Claimed author', { exact: true }).count()).toBe(1)
    expect(await visitor.getByText('Verification L2', { exact: true }).count()).toBe(1)
    await claimant.goto(record)
    expect(await claimant.getByText('This is you').count()).toBe(1)
  })

  test('once accepted lets its owner add to the page, in words and never in markup, until it ends', async () => {
    const owner = await openPage('arjun@example.org', `${record}/edit`)
    await owner.getByLabel('The name you prefer').fill('A. Desai <script>alert(1)</script>')
    await owner.getByLabel('Role').fill('Professor')
    await owner.getByLabel('One or two sentences').fill('I work on <b>structured</b> matrices.')
    await owner.getByLabel('Open to collaborate').uncheck()
    await owner.getByLabel('Address of link 1').fill('https://desai.example/')
    await owner.getByLabel('Work in place 1').selectOption({ index: 1 })
    await owner.getByRole('button', { name: 'Save' }).click()
    await owner.waitForURL(`**${record}`)
    const visitor = await (await newContext({ baseURL: site.origin })).newPage()
    await visitor.goto(record)
    expect(await visitor.getByRole('heading', { level: 1 }).textContent()).toBe('A. Desai <script>alert(1)</script>')
    expect(await visitor.getByText('I work on <b>structured</b> matrices.').count()).toBe(1)
    expect(await visitor.getByText('In the public record: Arjun Desai').count()).toBe(1)
    expect(await visitor.getByRole('link', { name: 'desai.example' }).getAttribute('rel')).toBe('nofollow noopener ugc')
    expect(await visitor.getByRole('heading', { name: 'Shown first by the owner' }).count()).toBe(1)
    expect(await visitor.getByText('Open to collaborate').count()).toBe(0)
    for (const width of [320, 1280]) expect(await findBarriers(owner, { colorScheme: 'light', width })).toEqual([])

    const stranger = await openPage('other@example.org', path)
    const refused = await stranger.request.get(`${site.origin}${record}/edit`)
    expect(refused.status()).toBe(403)
    const form = { name: 'Mallory' }
    const sent = await stranger.request.post(`${site.origin}${record}/edit`, { form, headers: { origin: site.origin } })
    expect(sent.status()).toBe(403)

    await owner.goto(path)
    await owner.getByRole('button', { name: 'Withdraw the claim' }).click()
    await owner.getByText('Withdrawn', { exact: true }).first().waitFor()
    await visitor.goto(record)
    expect(await visitor.getByText('Unclaimed author', { exact: true }).count()).toBe(1)
    expect(await visitor.getByRole('heading', { level: 1 }).textContent()).toBe('Arjun Desai')
    expect((await owner.goto(`${record}/edit`))?.status()).toBe(403)
  })

  test('of somebody else is no one’s to withdraw or decide, and a forged form changes nothing', async () => {
    const claimant = await openPage('arjun@example.org', `${record}/claim`)
    path = await claim(claimant, 'Arjun Desai')
    const stranger = await openPage('other@example.org', path)
    const send = (action: string, form: Record<string, string>, headers = { origin: site.origin }) =>
      stranger.request.post(`${site.origin}${path}?/${action}`, { form, headers, maxRedirects: 0 })
    const decision = { verdict: 'accept', reason: 'x' }
    for (const answer of [await send('withdraw', {}), await send('decide', decision)]) expect(answer.status()).toBe(403)
    expect((await send('contest', { reason: 'x' }, { origin: 'https://evil.example' })).status()).toBe(403)
    expect((await send('decide', { verdict: 'constructor', reason: 'x' })).status()).toBe(400)
    expect((await stranger.request.get(`${site.origin}/desk`)).status()).toBe(403)
    expect((await stranger.request.get(`${site.origin}/claims/not-a-claim`)).status()).toBe(404)
    const page = await claimant.goto(path)
    expect(page?.status()).toBe(200)
    expect(await claimant.getByText('Open', { exact: true }).count()).toBe(1)
  })

  test('checks a home page without calling on anything that is not public', async () => {
    const claimant = await openPage('arjun@example.org', path)
    await claimant.getByLabel('Your home page').fill(`${site.origin}/authors/A1`)
    await claimant.getByRole('button', { name: 'Check it' }).click()
    await claimant.getByRole('alert').waitFor()
    expect(await claimant.getByRole('alert').textContent()).toMatch(/may not name a port/)
  })

  test('that was accepted is vouched for on the record’s page, by an attested co-author; others read what it takes', async () => {
    const owned = '/authors/A1000000000000001'
    const openLevel = async (page: Page) => {
      await page.goto(owned)
      await page.locator('summary', { hasText: 'Verification L' }).click()
    }
    const vouch = (page: Page) => page.getByRole('button', { name: 'Vouch for Tri Dao' })
    const visitor = await (await newContext({ baseURL: site.origin })).newPage()
    await openLevel(visitor)
    expect(await visitor.getByText('Co-authors whose own record is at L4 or above can vouch for it').isVisible()).toBe(
      true,
    )
    const stranger = await openPage('other@example.org', '/settings')
    await openLevel(stranger)
    expect(await stranger.getByText('Co-authors can vouch for it. Claim your own record first').isVisible()).toBe(true)
    const owner = await openPage(owners.plain, '/settings')
    await openLevel(owner)
    for (const page of [visitor, stranger, owner]) expect(await vouch(page).count()).toBe(0)

    const coauthor = await openPage(owners.attested, '/settings')
    await openLevel(coauthor)
    await vouch(coauthor).click()
    await coauthor.waitForURL(/\/claims\//)
    expect(await coauthor.getByText('You have vouched for this record.').count()).toBe(1)
    expect(await forge(stranger, 'take-back-vouch', { author: 'A1000000000000001' })).toBe(404)
    await openLevel(coauthor)
    expect(await vouch(coauthor).count()).toBe(0)
    await coauthor.getByRole('button', { name: 'Take it back' }).click()
    await coauthor.waitForURL(/\/claims\//)
    expect(await vouch(coauthor).count()).toBe(1)
    for (const width of [320, 1280]) {
      expect(await findBarriers(coauthor, { colorScheme: 'light', width })).toEqual([])
      expect(await findOverflow(coauthor)).toEqual([])
    }
  })

  test('that was accepted has its works confirmed by an attested co-author, without JavaScript too, until that is taken back', async () => {
    const owned = '/authors/A1000000000000001'
    const coauthor = await openPage(owners.attested, owned, false)
    const openLevel = async (page: Page) => {
      await page.goto(owned)
      await page.locator('summary', { hasText: 'Verification L' }).click()
    }
    const works = () => coauthor.getByRole('group', { name: 'Works that you wrote together' }).getByRole('checkbox')
    const send = async () => {
      await coauthor.getByRole('button', { name: 'Confirm what is ticked' }).click()
      await coauthor.waitForURL(/\/claims\//)
    }
    const visitor = await (await newContext({ baseURL: site.origin })).newPage()
    /** How many of the works have support, as everybody reads it. */
    const supported = async () => {
      await visitor.goto(owned)
      const text = await visitor.locator('body').textContent()
      return Number(/works with independent support: (\d+) of/.exec(text ?? '')?.[1] ?? 0)
    }
    expect(await supported()).toBe(0)
    await openLevel(coauthor)
    const before = await works().count()
    await works().first().check()
    await send()
    expect([before > 0, await works().count(), await works().first().isChecked()]).toEqual([true, before, true])
    expect(await supported()).toBe(1)
    expect(await visitor.getByRole('button', { name: 'Confirm what is ticked' }).count()).toBe(0)

    await openLevel(coauthor)
    await works().first().uncheck()
    await send()
    expect(await works().first().isChecked()).toBe(false)
    expect(await supported()).toBe(0)
    const stranger = await openPage('other@example.org', owned)
    expect(await forge(stranger, 'confirm-works', { author: 'A1000000000000001', work: 'A1' })).toBe(400)
  })

  test('once accepted has a form that is refused without a loss, shows what was typed as text, and stores it once mended', async () => {
    const owned = '/authors/A1000000000000001'
    const owner = await openPage(owners.plain, `${owned}/edit`, false)
    await owner.getByLabel('The name you prefer').fill('"><script>alert(1)</script>')
    await owner.getByLabel('Role').fill('R&D')
    await owner.getByLabel('One or two sentences').fill('</textarea><script>alert(2)</script>')
    await owner.getByLabel('Open to collaborate').uncheck()
    await owner.getByLabel('Name of link 1').fill('At home')
    await owner.getByLabel('Address of link 1').fill('ftp://dao.example/')
    await owner.getByLabel('Work in place 1').selectOption({ index: 2 })
    await owner.getByRole('group', { name: 'Not shown on the page' }).getByRole('checkbox').first().check()
    const typed = await fieldsOf(owner, 'Save')
    await owner.getByRole('button', { name: 'Save' }).click()
    expect(await owner.getByRole('alert').textContent()).toContain('The address of a link begins with https://')
    expect(await fieldsOf(owner, 'Save')).toEqual(typed)
    expect(await owner.locator('script', { hasText: 'alert' }).count()).toBe(0)

    await owner.getByLabel('Address of link 1').fill('https://dao.example/')
    const mended = Object.fromEntries(await fieldsOf(owner, 'Save'))
    await owner.getByRole('button', { name: 'Save' }).click()
    await owner.waitForURL(`**${owned}`)
    await owner.goto(`${owned}/edit`)
    const stored = Object.fromEntries(await fieldsOf(owner, 'Save'))
    expect(stored).toMatchObject(mended)
    expect(stored).not.toHaveProperty('open')
  })

  test('gives back what was refused to the form that sent it, and to no other of the page', async () => {
    const curator = await openPage(curators[0] ?? '', path)
    const reason = `</textarea><script>alert(1)</script>\n${'x'.repeat(4_000)}`
    await curator.getByRole('radio', { name: 'Reject' }).check()
    const field = curator.getByLabel('Reason')
    await field.evaluate((each) => each.removeAttribute('maxlength'))
    await field.fill(reason)
    await curator.getByRole('button', { name: 'Decide' }).click()
    expect(await curator.getByRole('alert').textContent()).toContain('Say it more briefly.')
    expect(await fieldsOf(curator, 'Decide')).toEqual([
      ['verdict', 'reject'],
      ['reason', reason],
    ])
    expect(await fieldsOf(curator, 'Object')).toEqual([
      ['reason', ''],
      ['address', ''],
    ])

    await curator.getByLabel('What speaks against this claim').fill('Everything.')
    await curator.getByLabel('Where that can be seen').fill('ftp://example.org/')
    await curator.getByRole('button', { name: 'Object' }).click()
    expect(await curator.getByRole('alert').textContent()).toContain('An address begins with https://')
    expect(await fieldsOf(curator, 'Object')).toEqual([
      ['reason', 'Everything.'],
      ['address', 'ftp://example.org/'],
    ])
    expect(await fieldsOf(curator, 'Decide')).toEqual([['reason', '']])
  })

  test('waits at a desk of as many pages as it takes', async () => {
    const curator = await openPage(curators[0] ?? '', '/desk?kind=duplicate')
    const rows = () =>
      curator.locator('[data-row]').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    const first = await rows()
    await curator.getByRole('link', { name: 'What waits behind these' }).click()
    await curator.getByRole('link', { name: 'The most urgent' }).waitFor()
    const second = await rows()
    expect(new Set([...first, ...second]).size).toBe(pairsWaiting)
    expect(first.length + second.length).toBe(pairsWaiting)
    expect(await curator.getByRole('link', { name: 'What waits behind these' }).count()).toBe(0)
    expect((await curator.request.get(`${site.origin}/desk?after=1`)).status()).toBe(400)
  })

  test('keeps nobody out, at 320 and 1280 px, in light and dark', async () => {
    const curator = await openPage(curators[0] ?? '', path)
    for (const address of [path, `${record}/claim`, '/claims', '/desk']) {
      await curator.goto(address)
      for (const width of [320, 1280]) {
        const seen = await findBarriers(curator, { colorScheme: 'light', width })
        const recoloured = await findBarriers(curator, { colorScheme: 'dark', width, isRecoloured: true })
        expect([address, width, ...seen, ...recoloured]).toEqual([address, width])
        expect([address, width, ...(await findOverflow(curator))]).toEqual([address, width])
      }
    }
  })
})
