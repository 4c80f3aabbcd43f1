import { findSignedIn } from '@bzpeer/accounts'
import { listTables } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { expect, test } from 'vitest'
import { openAccounts, signInByMail, Visitor } from './visitor.ts'

describeOnEachDatabase('a copy of the database', (database) => {
  test('holds accounts and their addresses, and nobody’s session or link', async () => {
    await using accounts = await openAccounts(database)
    const visitor = await signInByMail(accounts, 'ada@example.org', new Visitor())
    const copied = (await accounts.store.transaction((tx) => listTables(tx))).map(({ table }) => table)
    expect(copied).toEqual(expect.arrayContaining(['accounts', 'account_emails', 'sign_ins', 'passkeys']))
    expect(copied).not.toContain('sessions')
    expect(copied).not.toContain('verifications')
    expect(await findSignedIn(accounts.context, visitor.visit)).toBeDefined()
  })
})
