import {
  confirmByLink,
  findSignedIn,
  readLink,
  requestConfirmLink,
  requestSignInLink,
  signInByLink,
  TooManyAttemptsError,
} from '@bzpeer/accounts'
import { listAccountEmails } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Accounts, openAccounts, signInByMail, tokenFor, Visitor } from './visitor.ts'

describeOnEachDatabase('a link by mail', (database) => {
  let accounts: Accounts
  beforeAll(async () => void (accounts = await openAccounts(database)))
  afterAll(() => accounts[Symbol.asyncDispose]())

  let next = 0
  /** Each visitor has an address of their own to count attempts by. */
  const newVisitor = () => new Visitor(`192.0.2.${++next}`)

  const signIn = (email: string, visitor = newVisitor()) => signInByMail(accounts, email, visitor)

  async function countRows() {
    const tables = ['accounts', 'account_emails', 'sessions'] as const
    return Promise.all(
      tables.map(async (table) => {
        const query = accounts.store.db.selectFrom(table).select((each) => each.fn.countAll<number>().as('count'))
        return (await query.executeTakeFirstOrThrow()).count
      }),
    )
  }

  test('opens an account at its first use, and the same one at the next', async () => {
    const first = await (await signIn('Ada@Example.org'.toLowerCase())).signedIn(accounts)
    expect(first).toMatchObject({ emails: ['ada@example.org'], role: 'member', name: '' })
    const second = await (await signIn('ada@example.org')).signedIn(accounts)
    expect(second.accountId).toBe(first.accountId)
    expect(second.sessionId).not.toBe(first.sessionId)
    expect(accounts.changes).toEqual([
      expect.objectContaining({ kind: 'email-confirmed', accountId: first.accountId, email: 'ada@example.org' }),
    ])
  })

  test('used twice, the second time signs nobody in', async () => {
    const visitor = await signIn('twice@example.org')
    const before = await countRows()
    const token = tokenFor(accounts, 'twice@example.org')
    await expect(signInByLink(accounts.context, newVisitor().visit, token)).rejects.toMatchObject({
      code: 'link-spent',
    })
    expect(await countRows()).toEqual(before)
    await visitor.signedIn(accounts)
  })

  test('used by ten at once signs in one', async () => {
    const visitor = newVisitor()
    await requestSignInLink(accounts.context, visitor.visit, { email: 'race@example.org', next: null })
    const token = tokenFor(accounts, 'race@example.org')
    const [opened, , sessions] = await countRows()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => signInByLink(accounts.context, visitor.visit, token)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [nowOpened, , nowSessions] = await countRows()
    expect([nowOpened, nowSessions]).toEqual([Number(opened) + 1, Number(sessions) + 1])
  })

  test('two, of a new address, used at once open one account', async () => {
    const visitors = [newVisitor(), newVisitor()]
    const tokens: string[] = []
    for (const { visit } of visitors) {
      await requestSignInLink(accounts.context, visit, { email: 'both@example.org', next: null })
      tokens.push(tokenFor(accounts, 'both@example.org'))
    }
    const [opened] = await countRows()
    const done = await Promise.all(
      visitors.map(({ visit }, n) => signInByLink(accounts.context, visit, tokens[n] ?? '')),
    )
    done.forEach(({ cookies }, n) => visitors[n]?.keep(cookies))
    const [one, other] = await Promise.all(visitors.map((visitor) => visitor.signedIn(accounts)))
    expect(one?.accountId).toBe(other?.accountId)
    expect((await countRows())[0]).toBe(Number(opened) + 1)
  })

  test('makes an address count for two years, and anew when it is used after a month', async () => {
    const { accountId } = await (await signIn('year@example.org')).signedIn(accounts)
    const lapse = async () => (await listAccountEmails(accounts.store.db, accountId))[0]?.lapses_at?.getTime() ?? 0
    const first = await lapse()
    const days = (first - Date.now()) / 86_400_000
    expect([days > 729, days < 733]).toEqual([true, true])
    await signIn('year@example.org')
    expect(await lapse()).toBe(first)
    accounts.pass(31 * 86_400_000)
    await signIn('year@example.org')
    expect(await lapse()).toBeGreaterThan(first)
    const told = accounts.changes.filter((change) => change.accountId === accountId)
    expect(told.map(({ kind }) => kind)).toEqual(['email-confirmed', 'email-renewed'])
    accounts.pass(-31 * 86_400_000)
  })

  test('to an address that has lapsed counts anew from then on, and the other addresses of the account are told', async () => {
    const visitor = await signIn('old@example.org')
    const me = await visitor.signedIn(accounts)
    await requestConfirmLink(accounts.context, visitor.visit, me, 'new@example.org')
    await confirmByLink(accounts.context, visitor.visit, me, tokenFor(accounts, 'new@example.org'))
    const lapsed = { renewed_at: new Date('2020-01-01'), lapses_at: new Date('2022-01-01') }
    await accounts.store.db.updateTable('account_emails').set(lapsed).where('email', '=', 'old@example.org').execute()
    expect((await visitor.signedIn(accounts)).emails).toEqual(['new@example.org'])
    accounts.changes.length = 0
    const again = await (await signIn('old@example.org')).signedIn(accounts)
    expect(again).toMatchObject({ accountId: me.accountId, emails: ['old@example.org', 'new@example.org'] })
    expect(accounts.changes).toMatchObject([{ kind: 'email-renewed', email: 'old@example.org' }])
    const told = () => accounts.context.mailbox?.list().filter(({ subject }) => subject.includes('lapsed')) ?? []
    expect(told().map(({ to }) => to)).toEqual(['new@example.org'])
    await signIn('old@example.org')
    expect(told()).toHaveLength(1)
  })

  test('works for fifteen minutes', async () => {
    const visitor = newVisitor()
    await requestSignInLink(accounts.context, visitor.visit, { email: 'late@example.org', next: null })
    const token = tokenFor(accounts, 'late@example.org')
    expect(await readLink(accounts.context, visitor.visit, token)).toMatchObject({ email: 'late@example.org' })
    const before = await countRows()
    accounts.pass(15 * 60_000)
    await expect(readLink(accounts.context, visitor.visit, token)).rejects.toMatchObject({ code: 'link-spent' })
    await expect(signInByLink(accounts.context, visitor.visit, token)).rejects.toMatchObject({ code: 'link-spent' })
    accounts.pass(-15 * 60_000)
    expect(await countRows()).toEqual(before)
  })

  test('that somebody made up, or took from the database, is none', async () => {
    const visitor = newVisitor()
    await requestSignInLink(accounts.context, visitor.visit, { email: 'stolen@example.org', next: null })
    const rows = await accounts.store.db.selectFrom('verifications').select(['identifier', 'value']).execute()
    expect(JSON.stringify(rows)).not.toContain(tokenFor(accounts, 'stolen@example.org'))
    const before = await countRows()
    for (const token of ['', 'x', 'A'.repeat(43), "' or true --", ...rows.map(({ identifier }) => identifier)]) {
      await expect(signInByLink(accounts.context, visitor.visit, token)).rejects.toMatchObject({ code: 'link-spent' })
    }
    expect(await countRows()).toEqual(before)
  })

  test('leads to a path of this site only, whatever was asked for', async () => {
    const visitor = newVisitor()
    await requestSignInLink(accounts.context, visitor.visit, { email: 'a@b.org', next: 'https://evil.example/' })
    expect((await signInByLink(accounts.context, visitor.visit, tokenFor(accounts, 'a@b.org'))).next).toBe('/settings')
    await requestSignInLink(accounts.context, visitor.visit, { email: 'a@b.org', next: '/authors/A1' })
    expect((await signInByLink(accounts.context, visitor.visit, tokenFor(accounts, 'a@b.org'))).next).toBe(
      '/authors/A1',
    )
  })

  test('is mailed in the same words to who has an account and to who has none', async () => {
    await signIn('known@example.org')
    const visitor = newVisitor()
    const answers = [
      await requestSignInLink(accounts.context, visitor.visit, { email: 'known@example.org', next: null }),
      await requestSignInLink(accounts.context, visitor.visit, { email: 'unknown@example.org', next: null }),
    ]
    expect(answers).toEqual([undefined, undefined])
    const [unknown, known] = accounts.context.mailbox?.list() ?? []
    const words = (text = '') => text.replace(/token=[\w-]+/, '')
    expect([known?.to, unknown?.to]).toEqual(['known@example.org', 'unknown@example.org'])
    expect(words(known?.text)).toBe(words(unknown?.text))
  })

  test('gives every sign-in a session of its own, and ends the one the browser came with', async () => {
    const visitor = await signIn('fixed@example.org')
    const former = { ...visitor.visit }
    await signIn('fixed@example.org', visitor)
    expect(await findSignedIn(accounts.context, former)).toBeUndefined()
    await visitor.signedIn(accounts)
    const stored = await accounts.store.db.selectFrom('sessions').select('token_hash').execute()
    const cookie = decodeURIComponent([...visitor.cookies.values()].join()).split('.', 1)[0]
    expect(cookie).toMatch(/^\w{32}$/)
    expect(stored.map(({ token_hash }) => token_hash)).not.toContain(cookie)
  })

  test('a cookie that was made up, changed, or taken from the database signs nobody in', async () => {
    const visitor = await signIn('cookie@example.org')
    const [[name, value] = ['', '']] = [...visitor.cookies]
    const [token = '', signature = ''] = decodeURIComponent(value).split(/\.(.*)/s)
    const [{ token_hash: hash } = { token_hash: '' }] = await accounts.store.db
      .selectFrom('sessions')
      .selectAll()
      .execute()
    for (const forged of ['', 'x', token, `${token}.`, `x${token}.${signature}`, `${hash}.${signature}`, hash]) {
      const headers = new Headers({ cookie: `${name}=${encodeURIComponent(forged)}` })
      expect(await findSignedIn(accounts.context, { ...visitor.visit, headers })).toBeUndefined()
    }
    await visitor.signedIn(accounts)
  })

  test('is mailed to one address five times in a quarter of an hour, and no more', async () => {
    const ask = () => requestSignInLink(accounts.context, newVisitor().visit, { email: 'many@example.org', next: null })
    for (let count = 0; count < 5; count++) await ask()
    await expect(ask()).rejects.toThrow(TooManyAttemptsError)
    expect(accounts.context.mailbox?.list().filter(({ to }) => to === 'many@example.org')).toHaveLength(5)
  })

  test('sets a cookie that no script reads and no other site sends; over TLS one that no other host can set', async () => {
    const cookiesAt = async (at: string) => {
      const { visit } = newVisitor()
      await requestSignInLink(accounts.context, { ...visit, origin: at }, { email: 'c@example.org', next: null })
      const token = tokenFor(accounts, 'c@example.org')
      return (await signInByLink(accounts.context, { ...visit, origin: at }, token)).cookies
    }
    expect(await cookiesAt('https://people.example.org')).toEqual([
      expect.stringMatching(
        /^__Host-bzpeer\.session_token=[^;]+; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ])
    expect(await cookiesAt('http://localhost:3000')).toEqual([
      expect.stringMatching(/^bzpeer\.session_token=[^;]+; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
  })

  test('ten thousand attempts from one client: forty mails, and then the time to wait', async () => {
    const { visit } = newVisitor()
    const outcomes = { sent: 0, refused: 0 }
    for (let count = 0; count < 10_000; count++) {
      try {
        await requestSignInLink(accounts.context, visit, { email: `guess-${count}@example.org`, next: null })
        outcomes.sent++
      } catch (error) {
        expect(error).toMatchObject({ code: 'too-many-attempts' })
        expect((error as TooManyAttemptsError).retryAfterSeconds).toBeGreaterThan(0)
        outcomes.refused++
      }
    }
    expect(outcomes.sent).toBeLessThanOrEqual(41)
    expect(outcomes.sent + outcomes.refused).toBe(10_000)
  })
})
