import { answerAuth, startLinking, startSignIn, type WayOut } from '@bzpeer/accounts'
import { listSignInFacts } from '@bzpeer/store'
import { type OpenIdProvider, startOpenIdProvider } from '@bzpeer/testkit/openid-provider'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Accounts, openAccounts, origin, signInByMail, Visitor } from './visitor.ts'

const carberry = '0000-0002-1825-0097'
const another = '0000-0001-5109-3700'

describeOnEachDatabase('sign-in with ORCID and at an institution', (database) => {
  let orcid: OpenIdProvider
  let institution: OpenIdProvider
  let accounts: Accounts
  beforeAll(async () => {
    const start = (kind: 'orcid' | 'institution') =>
      startOpenIdProvider({ kind, redirectUris: [`${origin}/api/auth/callback/${kind}`] })
    ;[orcid, institution] = await Promise.all([start('orcid'), start('institution')])
    const client = ({ issuer, clientId, clientSecret }: OpenIdProvider) => ({ issuer, clientId, clientSecret })
    accounts = await openAccounts(database, {
      providers: [
        { id: 'orcid', name: 'ORCID', ...client(orcid), scopes: ['openid'] },
        { id: 'institution', name: 'Uni', ...client(institution), scopes: ['openid', 'email', 'profile'] },
      ],
    })
  })
  afterAll(async () => {
    await accounts[Symbol.asyncDispose]()
    await Promise.all([orcid.stop(), institution.stop()])
  })

  let next = 0
  const newVisitor = () => new Visitor(`192.0.2.${++next}`)

  /** Goes to the provider and comes back with its answer, without handing that in. */
  async function goThere({ url, cookies }: WayOut, visitor: Visitor): Promise<string> {
    visitor.keep(cookies)
    const jar = new Map<string, string>()
    let at = url
    for (let step = 0; step < 6; step++) {
      const cookie = Array.from(jar, (pair) => pair.join('=')).join('; ')
      const response = await fetch(at, { redirect: 'manual', headers: { cookie } })
      for (const set of response.headers.getSetCookie()) {
        const [name = '', value = ''] = set.split(';', 1)[0]?.split(/=(.*)/s) ?? []
        jar.set(name, value)
      }
      const location = response.headers.get('location')
      if (location === null) throw new Error(`${at} answered ${response.status}: ${await response.text()}`)
      at = new URL(location, at).href
      if (at.startsWith(origin)) return at
    }
    throw new Error('the provider sends round in circles')
  }

  async function comeBack(address: string, visitor: Visitor): Promise<string> {
    const response = await answerAuth(accounts.context, visitor.visit, new Request(address))
    if (response === undefined) throw new Error(`${address} is answered by nobody`)
    visitor.keep(response.headers.getSetCookie())
    return response.headers.get('location') ?? `${response.status}`
  }

  async function signIn(providerId: 'orcid' | 'institution', visitor = newVisitor()): Promise<Visitor> {
    const out = await startSignIn(accounts.context, visitor.visit, { providerId, next: '/authors/A1' })
    expect(new URL(await comeBack(await goThere(out, visitor), visitor), origin).href).toBe(`${origin}/authors/A1`)
    return visitor
  }

  async function countRows() {
    const tables = ['accounts', 'sign_ins', 'sign_in_facts', 'sessions'] as const
    return Promise.all(
      tables.map(async (table) => {
        const query = accounts.store.db.selectFrom(table).select((each) => each.fn.countAll<number>().as('count'))
        return (await query.executeTakeFirstOrThrow()).count
      }),
    )
  }

  test('opens an account with the iD, and the same one the next time', async () => {
    orcid.person = { sub: carberry, claims: { name: 'Josiah Carberry' } }
    const first = await (await signIn('orcid')).signedIn(accounts)
    expect(first).toMatchObject({ name: 'Josiah Carberry', emails: [], orcids: [carberry], role: 'member' })
    const second = await (await signIn('orcid')).signedIn(accounts)
    expect(second.accountId).toBe(first.accountId)
    expect(accounts.changes).toEqual([
      expect.objectContaining({
        kind: 'sign-in-linked',
        provider: 'orcid',
        subject: carberry,
        accountId: first.accountId,
      }),
    ])
    expect(await listSignInFacts(accounts.store.db, first.accountId)).toEqual([
      expect.objectContaining({
        issuer: orcid.issuer,
        subject: carberry,
        claims: { name: 'Josiah Carberry' },
        ended_at: null,
      }),
    ])
  })

  test('asks for no more than who it is, and keeps no token of the other site', async () => {
    const { url } = await startSignIn(accounts.context, newVisitor().visit, { providerId: 'orcid', next: null })
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      scope: 'openid',
      response_type: 'code',
      code_challenge_method: 'S256',
      nonce: expect.stringMatching(/.{20}/) as string,
      state: expect.stringMatching(/.{20}/) as string,
      redirect_uri: `${origin}/api/auth/callback/orcid`,
    })
    const rows = await accounts.store.db.selectFrom('sign_ins').selectAll().execute()
    expect(rows).toEqual(rows.map((row) => ({ ...row, access_token: null, refresh_token: null, id_token: null })))
  })

  test('what an institution states is a dated fact, renewed while it stays the same; its address decides nothing', async () => {
    const known = await signInByMail(accounts, 'ada@uni.example', newVisitor())
    const claims = {
      name: 'Ada',
      email: 'ada@uni.example',
      email_verified: true,
      eduperson_scoped_affiliation: ['faculty@uni.example'],
    }
    institution.person = { sub: 'ada-77', claims }
    const { accountId, emails } = await (await signIn('institution')).signedIn(accounts)
    expect(accountId).not.toBe((await known.signedIn(accounts)).accountId)
    expect(emails).toEqual([])
    await signIn('institution')
    accounts.pass(31 * 86_400_000)
    await signIn('institution')
    institution.person = { sub: 'ada-77', claims: { ...claims, eduperson_scoped_affiliation: ['alum@uni.example'] } }
    await signIn('institution')
    accounts.pass(-31 * 86_400_000)
    const facts = await listSignInFacts(accounts.store.db, accountId)
    const told = accounts.changes.filter((change) => change.accountId === accountId)
    expect(told.map(({ kind }) => kind)).toEqual(['sign-in-linked', 'sign-in-stated', 'sign-in-stated'])
    // What is stated no more has ended.
    expect(facts.map(({ ended_at }) => ended_at === null)).toEqual([false, true])
    expect(facts.map((fact) => fact.claims['eduperson_scoped_affiliation'])).toEqual([
      ['faculty@uni.example'],
      ['alum@uni.example'],
    ])
    expect(facts[0]?.renewed_at.getTime()).toBeGreaterThan(facts[0]?.observed_at.getTime() ?? 0)
    expect(facts[0]).toMatchObject({
      issuer: institution.issuer,
      claims: { email: 'ada@uni.example', email_verified: true },
    })
  })

  test('links to the account that is signed in, and to that of no other', async () => {
    const owner = await signInByMail(accounts, 'owner@example.org', newVisitor())
    const { accountId } = await owner.signedIn(accounts)
    orcid.person = { sub: another }
    const link = async (visitor: Visitor) => {
      const out = await startLinking(accounts.context, visitor.visit, await visitor.signedIn(accounts), 'orcid')
      return comeBack(await goThere(out, visitor), visitor)
    }
    expect(await link(owner)).toBe('/settings')
    expect(await owner.signedIn(accounts)).toMatchObject({ accountId, orcids: [another] })
    expect(await (await signIn('orcid')).signedIn(accounts)).toMatchObject({ accountId })

    const thief = await signInByMail(accounts, 'thief@example.org', newVisitor())
    const before = await countRows()
    expect(await link(thief)).toContain('error=account_already_linked_to_different_user')
    expect(await thief.signedIn(accounts)).toMatchObject({ orcids: [] })
    expect(await countRows()).toEqual(before)
  })

  test('an answer is taken once, from the browser that set out, and with the state it set out with', async () => {
    orcid.person = { sub: carberry }
    const visitor = newVisitor()
    const setOut = () => startSignIn(accounts.context, visitor.visit, { providerId: 'orcid', next: null })
    const address = await goThere(await setOut(), visitor)
    const before = await countRows()
    const forged = new URL(address)
    forged.searchParams.set('state', 'x'.repeat(32))
    const without = new URL(address)
    without.searchParams.delete('state')
    for (const wrong of [forged.href, without.href]) expect(await comeBack(wrong, visitor)).toContain('error=state_')
    expect(await comeBack(address, newVisitor())).toContain('error=state_mismatch')
    expect(await countRows()).toEqual(before)

    const again = await goThere(await setOut(), visitor)
    await comeBack(again, visitor)
    await visitor.signedIn(accounts)
    const after = await countRows()
    expect(await comeBack(again, visitor)).toContain('error=')
    expect(await countRows()).toEqual(after)
  })

  test('an answer that comes too late, to what has been forgotten since, signs in nobody', async () => {
    orcid.person = { sub: carberry }
    const visitor = newVisitor()
    const out = await startSignIn(accounts.context, visitor.visit, { providerId: 'orcid', next: null })
    const address = await goThere(out, visitor)
    // What the state itself says of its end: ten minutes after it was made.
    await accounts.store.withSession(({ session }) =>
      session.query(
        `update verifications set value = jsonb_set(value::jsonb, '{expiresAt}', '${Date.now() - 1_000}')::text where value like '%codeVerifier%'`,
      ),
    )
    const before = await countRows()
    expect(await comeBack(address, visitor)).toContain('error=')
    expect(await countRows()).toEqual(before)
  })

  test('an answer of one provider is none of another', async () => {
    orcid.person = { sub: carberry }
    const visitor = newVisitor()
    const out = await startSignIn(accounts.context, visitor.visit, { providerId: 'orcid', next: null })
    const address = (await goThere(out, visitor)).replace('/callback/orcid', '/callback/institution')
    const before = await countRows()
    expect(await comeBack(address, visitor)).toContain('error=')
    expect(await countRows()).toEqual(before)
  })

  test('a subject that is no ORCID iD, and somebody who refuses, sign in nobody', async () => {
    const before = await countRows()
    for (const person of [{ sub: '0000-0002-1825-0098' }, { sub: 'somebody' }, undefined]) {
      orcid.person = person
      const visitor = newVisitor()
      const out = await startSignIn(accounts.context, visitor.visit, { providerId: 'orcid', next: null })
      expect(await comeBack(await goThere(out, visitor), visitor)).toMatch(/^\/login\?next=.*error=/)
    }
    expect(await countRows()).toEqual(before)
  })

  test('a new linked sign-in that nobody could be told of is told at the next one', async () => {
    const sub = '0000-0002-9079-593X'
    orcid.person = { sub }
    const visitor = newVisitor()
    const out = await startSignIn(accounts.context, visitor.visit, { providerId: 'orcid', next: null })
    const request = new Request(await goThere(out, visitor))
    const failing = { ...accounts.context, onChange: () => Promise.reject(new Error('no')) }
    await expect(answerAuth(failing, visitor.visit, request)).rejects.toThrow('no')
    const told = () => accounts.changes.filter((change) => 'subject' in change && change.subject === sub).length
    expect(told()).toBe(0)
    await signIn('orcid')
    expect(told()).toBe(1)
    await signIn('orcid')
    expect(told()).toBe(1)
  })

  test('nothing else of the library has an address', async () => {
    const paths = [
      '/sign-up/email',
      '/sign-in/email',
      '/sign-in/social',
      '/get-session',
      '/update-user',
      '/open-session',
      '/delete-user',
      '/list-sessions',
      '/passkey/delete-passkey',
      '/ok',
      '/error',
      '/__proto__',
      '',
    ]
    for (const path of paths)
      for (const method of ['GET', 'POST'])
        expect(
          await answerAuth(accounts.context, newVisitor().visit, new Request(`${origin}/api/auth${path}`, { method })),
        ).toBeUndefined()
  })
})
