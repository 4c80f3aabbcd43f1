import { type StartedSite, startSite } from '@bzpeer/testkit'
import { findBarriers, findOverflow } from '@bzpeer/testkit/accessibility'
import { type MailServer, startMailServer } from '@bzpeer/testkit/mail-server'
import { type OpenIdProvider, startOpenIdProvider } from '@bzpeer/testkit/openid-provider'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'

let site: StartedSite
let mail: MailServer
let orcid: OpenIdProvider
/** Passkeys are bound to a name, so the site goes by one. */
let baseURL: string

beforeAll(async () => {
  mail = await startMailServer()
  orcid = await startOpenIdProvider({ kind: 'orcid' })
  site = await startSite({
    env: {
      SMTP_URL: mail.url,
      MAIL_FROM: 'BZPEER <bzpeer@people.example>',
      ORCID_ISSUER: orcid.issuer,
      ORCID_CLIENT_ID: orcid.clientId,
      ORCID_CLIENT_SECRET: orcid.clientSecret,
    },
  })
  baseURL = site.origin.replace('127.0.0.1', 'localhost')
  orcid.redirectUris = [`${baseURL}/api/auth/callback/orcid`]
})
afterAll(async () => {
  await site.stop()
  await orcid.stop()
  await mail.stop()
})

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('Your email address').fill(email)
  await page.getByRole('button', { name: 'Mail me a link' }).click()
  await page.getByRole('heading', { name: 'Look at your mail' }).waitFor()
  const { text } = await mail.waitFor(email)
  await page.goto(/http\S+/.exec(text)?.[0] ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
}

describeInBrowser('signing in', ({ newContext }) => {
  const open = async (javaScriptEnabled = true) => (await newContext({ baseURL, javaScriptEnabled })).newPage()

  test('by a link from a real mail server, without JavaScript, and out again', async () => {
    const page = await open(false)
    await signIn(page, 'reader@example.org')
    const received = await mail.waitFor('reader@example.org')
    expect(received.from).toBe('bzpeer@people.example')
    expect(received.raw).toMatch(/^Subject: Sign in to localhost:\d+\r$/m)
    expect(await page.getByText('reader@example.org', { exact: true }).count()).toBe(1)
    const cookies = await page.context().cookies()
    expect(cookies).toMatchObject([{ name: 'bzpeer.session_token', httpOnly: true, sameSite: 'Lax' }])
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    expect(await page.context().cookies()).toEqual([])
    await page.goto('/settings')
    expect(page.url()).toBe(`${baseURL}/login?next=%2Fsettings`)
  })

  test('with a passkey that was added before, which its owner names and removes', async () => {
    const page = await open()
    const session = await page.context().newCDPSession(page)
    await session.send('WebAuthn.enable')
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await signIn(page, 'keys@example.org')
    expect(await page.getByRole('heading', { name: 'Your first passkey' }).count()).toBe(1)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('The passkey is added.').waitFor()
    expect(await page.getByRole('heading', { name: 'Another passkey' }).count()).toBe(1)
    await page.getByLabel('Name of Passkey 1').fill('My <b>laptop</b>')
    await page.getByRole('button', { name: 'Name: Passkey 1' }).click()
    await page.getByText('My <b>laptop</b>').waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()

    await page.goto('/login?next=/about')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL(`${baseURL}/about`)
    await page.goto('/settings')
    expect(await page.getByText('keys@example.org', { exact: true }).count()).toBe(1)
    await page.getByRole('button', { name: 'Remove: My <b>laptop</b>' }).click()
    await page.getByText('The passkey is removed.').waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()

    await page.goto('/login')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('This passkey does not sign in here.').waitFor()
    expect(await page.context().cookies()).not.toContainEqual(expect.objectContaining({ name: 'bzpeer.session_token' }))
  })

  test('with ORCID, by way of a page that says where it leads, under the policy of the site', async () => {
    orcid.person = { sub: '0000-0002-1825-0097', claims: { name: 'Josiah <i>Carberry</i>' } }
    const page = await open(false)
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto('/login')
    await page.getByRole('button', { name: 'Sign in with ORCID' }).click()
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    expect(await page.getByLabel('Your name').inputValue()).toBe('Josiah <i>Carberry</i>')
    await page.getByText('0000-0002-1825-0097').waitFor()
    expect(complaints).toEqual([])
  })

  test('somebody who refuses at ORCID is told so in words of this site', async () => {
    orcid.person = undefined
    const page = await open(false)
    await page.goto('/login')
    await page.getByRole('button', { name: 'Sign in with ORCID' }).click()
    await page.getByText('You did not let the other site tell us who you are.').waitFor()
    expect(await page.content()).not.toContain('from the provider')
  })

  test('several addresses: one more is added, put first, and the other removed', async () => {
    const page = await open(false)
    await signIn(page, 'first@example.org')
    await page.getByLabel('Another address').fill('second@example.org')
    await page.getByRole('button', { name: 'Mail a link to confirm it' }).click()
    const { text } = await mail.waitFor('second@example.org')
    await page.goto(/http\S+/.exec(text)?.[0] ?? '')
    await page.getByRole('button', { name: 'Confirm this address' }).click()
    await page.getByRole('button', { name: 'Put first: second@example.org' }).click()
    await page.getByRole('button', { name: 'Remove: first@example.org' }).click()
    await page.getByText('One former address').click()
    await page.getByText('first@example.org').waitFor()
    expect((await mail.waitFor('first@example.org')).raw).toContain('removed')
  })

  test('a session elsewhere is seen and ended, and the account deleted', async () => {
    const [here, there] = [await open(false), await open(false)]
    await signIn(here, 'two@example.org')
    await signIn(there, 'two@example.org')
    await here.reload()
    expect(await here.getByText(/Chrome on Linux/).count()).toBe(2)
    await here.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await there.reload()
    expect(there.url()).toContain('/login')
    await here.getByLabel('Yes, delete my account').check()
    await here.getByRole('button', { name: 'Delete my account' }).click()
    await here.getByRole('heading', { name: 'Your account is deleted' }).waitFor()
    expect(await here.context().cookies()).toEqual([])
  })

  test('settings are without a barrier, light and dark, at 320 and 1280 pixels', async () => {
    orcid.person = { sub: '0000-0001-5109-3700' }
    const page = await open()
    await signIn(page, 'a.rather.long.address.of.somebody@department.of.mathematics.example-university.edu')
    await page.getByRole('button', { name: 'Link ORCID' }).click()
    await page.getByText('0000-0001-5109-3700').waitFor()
    await page.goto('/about/your-record')
    expect(await page.getByText('Whoever shows that a record is theirs').textContent()).toContain('with the ORCID iD')
    await page.goto('/settings')
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [320, 1280]) {
        expect(await findBarriers(page, { colorScheme, width })).toEqual([])
        expect(await findOverflow(page)).toEqual([])
      }
  })
})
