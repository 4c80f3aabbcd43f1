import { answerAuth, findSignedIn, removePasskey, signOut } from '@bzpeer/accounts'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Accounts, openAccounts, origin, signInByMail, Visitor } from './visitor.ts'

describeOnEachDatabase('a session', (database) => {
  let accounts: Accounts
  let visitor: Visitor
  let visitors = 0
  beforeAll(async () => void (accounts = await openAccounts(database)))
  afterAll(() => accounts[Symbol.asyncDispose]())
  beforeEach(async () => {
    visitor = await signInByMail(accounts, 'ada@example.org', new Visitor(`192.0.2.${++visitors}`))
  })

  /** As if all of it had been so many hours ago. */
  async function letPass(hours: number): Promise<void> {
    const by = sql<Date>`interval '1 hour' * ${hours}`
    await accounts.store.db
      .updateTable('sessions')
      .set({
        created_at: sql`created_at - ${by}`,
        updated_at: sql`updated_at - ${by}`,
        expires_at: sql`expires_at - ${by}`,
      })
      .execute()
  }

  const use = () => findSignedIn(accounts.context, visitor.visit)
  const countSessions = async () => (await accounts.store.db.selectFrom('sessions').select('id').execute()).length

  test('ends after a day without use, and is prolonged by use, in the browser as well', async () => {
    await letPass(23.9)
    const prolonged = await use()
    expect(prolonged?.cookies).toEqual([expect.stringMatching(/^bzpeer\.session_token=[^;]+; Max-Age=86400;/)])
    visitor.keep(prolonged?.cookies ?? [])
    expect((await use())?.cookies).toEqual([])
    await letPass(23.9)
    expect(await use()).toMatchObject({ accountId: prolonged?.accountId })
    await letPass(24.1)
    expect(await use()).toBeUndefined()
  })

  test('is not noted to be in use at every step', async () => {
    await letPass(0.9)
    expect((await use())?.cookies).toEqual([])
    await letPass(0.2)
    expect((await use())?.cookies).toHaveLength(1)
  })

  test('ends after fourteen days in any case, and leaves nothing behind', async () => {
    for (let hours = 12; hours < 14 * 24; hours += 12) {
      await letPass(12)
      expect(await use()).toBeDefined()
    }
    const before = await countSessions()
    await letPass(12)
    expect(await use()).toBeUndefined()
    expect(await countSessions()).toBe(before - 1)
  })

  test('keeps the token out of the database, and ends where it is ended, once it was prolonged', async () => {
    await letPass(12)
    visitor.keep((await use())?.cookies ?? [])
    const [token] = decodeURIComponent([...visitor.cookies.values()].join()).split('.', 1)
    const rows = await accounts.store.db.selectFrom('sessions').select('token_hash').execute()
    expect(rows.map(({ token_hash }) => token_hash)).not.toContain(token)
    await signOut(accounts.context, visitor.visit)
    expect(await use()).toBeUndefined()
  })

  test('is no fresher by being used: what matters most takes a sign-in', async () => {
    const offer = async () => {
      const request = new Request(`${origin}/api/auth/passkey/generate-register-options`)
      return (await answerAuth(accounts.context, visitor.visit, request))?.status
    }
    expect(await offer()).toBe(200)
    await letPass(2)
    const prolonged = await visitor.signedIn(accounts)
    expect(prolonged.cookies).toHaveLength(1)
    expect(await offer()).toBe(403)
    await expect(removePasskey(accounts.context, prolonged, 'any')).rejects.toMatchObject({ code: 'sign-in-again' })
  })
})
