import { findAccount, findAccountByEmail, openAccount, confirmEmail, openStore } from '@bzpeer/store'
import { describe, expect, test } from 'vitest'
import { makeDataFolder, run } from './running.ts'

async function folderWith(email: string): Promise<string> {
  const folder = makeDataFolder()
  await using store = openStore({ dataDir: folder })
  const at = new Date()
  await store.transaction(async ({ db }) => {
    await confirmEmail(db, { accountId: await openAccount(db, { name: '', at }), email, at })
  })
  return folder
}

/** What the log has about roles: about whom, by whom or which rule, and what. */
async function loggedIn(folder: string): Promise<(string | null)[][]> {
  await using store = openStore({ dataDir: folder })
  const rows = await store.db.selectFrom('decisions').selectAll().where('act', '=', 'account.role-given').execute()
  const found = await findAccountByEmail(store.db, 'ada@example.org')
  return rows.map(({ subject, account_id, rule, reason }) => [
    subject.replace(found?.id ?? '', 'ada'),
    account_id,
    rule,
    reason,
  ])
}

async function roleIn(folder: string, email: string): Promise<string | undefined> {
  await using store = openStore({ dataDir: folder })
  const found = await findAccountByEmail(store.db, email)
  return found && (await findAccount(store.db, found.id, new Date()))?.role
}

describe('bzpeer role', () => {
  test('makes an account an operator by an address it has confirmed, says what it was, and is in the log once', async () => {
    const folder = await folderWith('ada@example.org')
    const { code, out } = await run(['role', 'Ada@Example.org', 'operator', '--data', folder])
    expect([code, out]).toEqual([0, 'ada@example.org is operator now, and was member.\n'])
    expect(await roleIn(folder, 'ada@example.org')).toBe('operator')
    const again = await run(['role', 'ada@example.org', 'operator', '--data', folder])
    expect(again.out).toBe('ada@example.org is operator already.\n')
    expect(await loggedIn(folder)).toEqual([
      ['account:ada', null, 'operator-shell', 'The role is operator now, and was member.'],
    ])
    const nobody = await run(['role', 'nobody@example.org', 'curator', '--data', folder])
    expect([nobody.code, nobody.err]).toEqual([1, expect.stringMatching(/^No account has the address/)])
  })

  test.for([
    [[], /takes an address and a role/],
    [['ada@example.org'], /takes an address and a role/],
    [['ada@example.org', 'king'], /Expected a role of member, curator, operator/],
    [['ada@example.org', 'member', 'more'], /takes an address and a role/],
  ] as const)('%j is wrong usage', async ([args, message]) => {
    const { code, err } = await run(['role', ...args])
    expect([code, err]).toEqual([2, expect.stringMatching(message)])
  })
})
