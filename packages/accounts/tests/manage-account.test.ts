import { setTimeout as sleep } from 'node:timers/promises'
import {
  confirmByLink,
  deleteAccount,
  endSession,
  endSessionsElsewhere,
  exportAccount,
  findSignedIn,
  makePrimary,
  readSettings,
  removeEmail,
  removePasskey,
  renameAccount,
  renamePasskey,
  requestConfirmLink,
  requestSignInLink,
  type SignedIn,
  signInByLink,
  unlinkSignIn,
} from '@bzpeer/accounts'
import {
  deleteAccount as deleteRows,
  findAccount,
  holdAccount,
  removeEmail as removeRow,
  setRole,
  type StoreTransaction,
} from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Accounts, openAccounts, signInByMail, tokenFor, Visitor } from './visitor.ts'

describeOnEachDatabase('an account', (database) => {
  let accounts: Accounts
  beforeAll(async () => void (accounts = await openAccounts(database)))
  afterAll(() => accounts[Symbol.asyncDispose]())

  let visitors = 0
  let testNumber = 0
  let owner: Visitor
  let me: SignedIn
  const newVisitor = () => new Visitor(`192.0.2.${++visitors}`)
  const nameOne = (who: string) => `${who}-${testNumber}@example.org`

  beforeEach(async () => {
    testNumber++
    owner = await signInByMail(accounts, nameOne('owner'), newVisitor())
    me = await owner.signedIn(accounts)
    accounts.changes.length = 0
  })

  async function addEmail(email: string): Promise<string> {
    await requestConfirmLink(accounts.context, owner.visit, me, email)
    await confirmByLink(accounts.context, owner.visit, me, tokenFor(accounts, email))
    const { emails } = await readSettings(accounts.context, me)
    return emails.find((each) => each.email === email && each.removed_at === null)?.id ?? ''
  }

  /** Everything about accounts that is in the database. */
  async function everything(): Promise<string> {
    const tables = ['accounts', 'account_emails', 'sign_ins', 'sign_in_facts', 'passkeys', 'sessions'] as const
    const rows = await Promise.all(
      tables.map((table) => accounts.store.db.selectFrom(table).selectAll().orderBy('id').execute()),
    )
    return JSON.stringify(rows)
  }

  async function changesNothing(work: () => Promise<unknown>, code: string): Promise<void> {
    const before = await everything()
    const told = accounts.changes.length
    await expect(work()).rejects.toMatchObject({ code })
    expect(await everything()).toBe(before)
    expect(accounts.changes).toHaveLength(told)
  }

  test('has several addresses, each of which signs in to it', async () => {
    const second = nameOne('second')
    await addEmail(second)
    const there = await signInByMail(accounts, second, newVisitor())
    expect(await there.signedIn(accounts)).toMatchObject({ accountId: me.accountId, emails: [me.emails[0], second] })
    expect(accounts.changes).toEqual([
      expect.objectContaining({ kind: 'email-confirmed', email: second, accountId: me.accountId }),
    ])
  })

  test('puts another address first', async () => {
    const id = await addEmail(nameOne('first'))
    await makePrimary(accounts.context, me, id)
    expect((await owner.signedIn(accounts)).emails[0]).toBe(nameOne('first'))
  })

  test('keeps a removed address with its dates, and is not signed in to by it', async () => {
    const former = nameOne('former')
    const id = await addEmail(former)
    await removeEmail(accounts.context, owner.visit, me, id)
    const { emails } = await readSettings(accounts.context, me)
    expect(emails.find((each) => each.id === id)).toMatchObject({ email: former, removed_at: expect.any(Date) as Date })
    expect(accounts.changes.map(({ kind }) => kind)).toEqual(['email-confirmed', 'email-removed'])
    const there = await signInByMail(accounts, former, newVisitor())
    expect((await there.signedIn(accounts)).accountId).not.toBe(me.accountId)
    expect(accounts.context.mailbox?.list().some(({ to, subject }) => to === former && /removed/.test(subject))).toBe(
      true,
    )
  })

  /** On the embedded database everybody waits for a transaction, before their first statement. */
  async function untilWaitedFor(): Promise<void> {
    const waiting =
      "select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    const ask = () => accounts.store.withSession(({ session }) => session.query<{ count: number }>(waiting))
    while (database.kind === 'server' && (await ask()).rows[0]?.count === 0) await sleep(20)
  }

  test.each([
    [
      'removed',
      async ({ db }: StoreTransaction, emailId: string) =>
        void (await removeRow(db, me.accountId, emailId, new Date())),
    ],
    ['deleted with the account', ({ db }: StoreTransaction) => deleteRows(db, me.accountId)],
  ])('is not signed in to by an address that is %s while a link to it is used', async (how, goes) => {
    const going = nameOne('going')
    const emailId = await addEmail(going)
    const reader = newVisitor()
    await requestSignInLink(accounts.context, reader.visit, { email: going, next: null })
    const token = tokenFor(accounts, going)
    const signingIn = await accounts.store.transaction(async (tx) => {
      await holdAccount(tx.db, me.accountId)
      const outcome = signInByLink(accounts.context, reader.visit, token)
      await untilWaitedFor()
      await goes(tx, emailId)
      return { outcome }
    })
    // On the embedded database the link has gone with the account before it is used.
    if (database.kind === 'embedded' && how !== 'removed')
      return expect(signingIn.outcome).rejects.toMatchObject({ code: 'link-spent' })
    reader.keep((await signingIn.outcome).cookies)
    const there = await reader.signedIn(accounts)
    expect(there).toMatchObject({ emails: [going] })
    expect(there.accountId).not.toBe(me.accountId)
    expect((await findAccount(accounts.store.db, me.accountId, new Date()))?.emails ?? []).not.toContain(going)
  })

  test('of two accounts that confirm one address, the first has it, and the other is told once it reads the mail', async () => {
    const shared = nameOne('shared')
    const other = await signInByMail(accounts, nameOne('other'), newVisitor())
    const them = await other.signedIn(accounts)
    await requestConfirmLink(accounts.context, other.visit, them, shared)
    const token = tokenFor(accounts, shared)
    await addEmail(shared)
    await changesNothing(() => confirmByLink(accounts.context, other.visit, them, token), 'email-taken')
  })

  test('asks the same of an address that belongs to somebody else', async () => {
    const other = nameOne('other')
    await signInByMail(accounts, other, newVisitor())
    const answers = [
      await requestConfirmLink(accounts.context, owner.visit, me, other),
      await requestConfirmLink(accounts.context, owner.visit, me, nameOne('nobody')),
    ]
    expect(answers).toEqual([undefined, undefined])
  })

  test('a link to confirm an address works for the account that asked for it alone', async () => {
    const email = nameOne('tricked')
    await requestConfirmLink(accounts.context, owner.visit, me, email)
    const victim = await signInByMail(accounts, nameOne('victim'), newVisitor())
    const them = await victim.signedIn(accounts)
    const token = tokenFor(accounts, email)
    await changesNothing(() => confirmByLink(accounts.context, victim.visit, them, token), 'other-account')
    await confirmByLink(accounts.context, owner.visit, me, token)
    await changesNothing(() => confirmByLink(accounts.context, owner.visit, me, token), 'link-spent')
  })

  test('keeps the last way to sign in', async () => {
    const [email] = (await readSettings(accounts.context, me)).emails
    await changesNothing(() => removeEmail(accounts.context, owner.visit, me, email?.id ?? ''), 'last-way-in')
  })

  test('of two removals at once that would leave no way in, one is done', async () => {
    const ids = [await addEmail(nameOne('one')), (await readSettings(accounts.context, me)).emails[0]?.id ?? '']
    const outcomes = await Promise.allSettled(ids.map((id) => removeEmail(accounts.context, owner.visit, me, id)))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await owner.signedIn(accounts)).emails).toHaveLength(1)
  })

  test('ids of another account are nobody’s in every form', async () => {
    const other = await signInByMail(accounts, nameOne('other'), newVisitor())
    const them = await other.signedIn(accounts)
    const theirs = await readSettings(accounts.context, them)
    await accounts.store.db
      .insertInto('passkeys')
      .values({
        account_id: them.accountId,
        name: 'Theirs',
        public_key: 'k',
        credential_id: nameOne('c'),
        counter: 0,
        device_type: 'singleDevice',
        is_backed_up: false,
        transports: null,
        aaguid: null,
      })
      .execute()
    await accounts.store.db
      .insertInto('sign_ins')
      .values({
        account_id: them.accountId,
        provider_id: 'orcid',
        subject: nameOne('s'),
        scope: null,
        announced_at: null,
      })
      .execute()
    const { passkeys, signIns } = await readSettings(accounts.context, them)
    const [emailId, sessionId] = [theirs.emails[0]?.id ?? '', theirs.sessions[0]?.id ?? '']
    const [passkeyId, signInId] = [passkeys[0]?.id ?? '', signIns[0]?.id ?? '']
    const attempts = [
      () => removeEmail(accounts.context, owner.visit, me, emailId),
      () => makePrimary(accounts.context, me, emailId),
      () => endSession(accounts.context, me, sessionId),
      () => removePasskey(accounts.context, me, passkeyId),
      () => renamePasskey(accounts.context, me, { id: passkeyId, name: 'Mine' }),
      () => unlinkSignIn(accounts.context, me, signInId),
    ]
    for (const attempt of attempts) await changesNothing(attempt, 'not-yours')
  })

  test('ends one of its sessions, and then all but this one', async () => {
    const sessions = []
    for (let count = 0; count < 3; count++) sessions.push(await signInByMail(accounts, nameOne('owner'), newVisitor()))
    const [first, ...others] = sessions
    const id = (await first?.signedIn(accounts))?.sessionId ?? ''
    await endSession(accounts.context, me, id)
    expect(first && (await findSignedIn(accounts.context, first.visit))).toBeUndefined()
    await changesNothing(() => endSession(accounts.context, me, id), 'not-yours')
    await endSessionsElsewhere(accounts.context, me)
    for (const other of others) expect(await findSignedIn(accounts.context, other.visit)).toBeUndefined()
    await owner.signedIn(accounts)
    expect((await readSettings(accounts.context, me)).sessions).toMatchObject([{ isThis: true }])
  })

  test('what matters most takes a sign-in within the last quarter of an hour', async () => {
    const id = await addEmail(nameOne('second'))
    accounts.pass(15 * 60_000)
    const attempts = [
      () => requestConfirmLink(accounts.context, owner.visit, me, nameOne('third')),
      () => removeEmail(accounts.context, owner.visit, me, id),
      () => removePasskey(accounts.context, me, id),
      () => unlinkSignIn(accounts.context, me, id),
      () => deleteAccount(accounts.context, owner.visit, me, true),
    ]
    for (const attempt of attempts) await changesNothing(attempt, 'sign-in-again')
    accounts.pass(-15 * 60_000)
    await removeEmail(accounts.context, owner.visit, me, id)
  })

  test('a name is one line of what can be seen', async () => {
    await renameAccount(accounts.context, me, '  Ada\u0000\r\n\u202e <script>alert(1)</script>\u200b  ')
    expect((await owner.signedIn(accounts)).name).toBe('Ada <script>alert(1)</script>')
    await changesNothing(() => renameAccount(accounts.context, me, 'x'.repeat(101)), 'text-too-long')
    await changesNothing(() => renameAccount(accounts.context, me, 'x'.repeat(100_000)), 'text-too-long')
  })

  test('has the role that the operator gave it', async () => {
    expect(me.role).toBe('member')
    await setRole(accounts.store.db, me.accountId, 'curator', new Date())
    expect((await owner.signedIn(accounts)).role).toBe('curator')
  })

  test('is exported whole, with former addresses and without a secret', async () => {
    const former = nameOne('former')
    await removeEmail(accounts.context, owner.visit, me, await addEmail(former))
    const device = {
      device_type: 'singleDevice',
      transports: 'usb,nfc',
      aaguid: 'ee882879-721c-4913-9775-3dfcce97072a',
    }
    await accounts.store.db
      .insertInto('passkeys')
      .values({
        account_id: me.accountId,
        name: 'Key',
        public_key: 'k',
        credential_id: 'c',
        counter: 0,
        is_backed_up: false,
        ...device,
      })
      .execute()
    expect(await exportAccount(accounts.context, me)).toMatchObject({ passkeys: [{ name: 'Key', ...device }] })
    const exported = JSON.stringify(await exportAccount(accounts.context, me))
    for (const part of [me.accountId, nameOne('owner'), former, me.sessionId, 'Test/1.0'])
      expect(exported).toContain(part)
    const [{ token_hash: hash } = { token_hash: '' }] = await accounts.store.db
      .selectFrom('sessions')
      .select('token_hash')
      .where('account_id', '=', me.accountId)
      .execute()
    expect(exported).not.toContain(hash)
  })

  test('is deleted when that is confirmed, with all that says who it was, and tells the rest of the product first', async () => {
    await changesNothing(() => deleteAccount(accounts.context, owner.visit, me, false), 'not-confirmed')
    const elsewhere = await signInByMail(accounts, nameOne('owner'), newVisitor())
    // Links that nobody has followed: to sign in, and to confirm an address that is nobody's yet.
    await requestSignInLink(accounts.context, newVisitor().visit, { email: nameOne('owner'), next: null })
    await requestConfirmLink(accounts.context, owner.visit, me, nameOne('another'))
    await requestSignInLink(accounts.context, newVisitor().visit, { email: nameOne('stranger'), next: null })
    await deleteAccount(accounts.context, owner.visit, me, true)
    expect(accounts.changes.at(-1)).toMatchObject({ kind: 'account-deleted', accountId: me.accountId })
    for (const gone of [owner, elsewhere]) expect(await findSignedIn(accounts.context, gone.visit)).toBeUndefined()
    const left = await everything()
    expect(left).not.toContain(me.accountId)
    expect(left).not.toContain(nameOne('owner'))
    const links = accounts.store.db.selectFrom('verifications').select('value').orderBy('created_at', 'desc')
    const values = (await links.where('value', 'like', `%-${testNumber}@example.org%`).execute()).map(
      ({ value }) => value,
    )
    expect(values.map((value) => value.includes(nameOne('stranger')))).toEqual([true])
    const again = await signInByMail(accounts, nameOne('owner'), newVisitor())
    expect((await again.signedIn(accounts)).accountId).not.toBe(me.accountId)
  })

  test('a deletion that somebody else cannot act on is none', async () => {
    const failing = { ...accounts.context, onChange: () => Promise.reject(new Error('no')) }
    const before = await everything()
    await expect(deleteAccount(failing, owner.visit, me, true)).rejects.toThrow('no')
    expect(await everything()).toBe(before)
    await owner.signedIn(accounts)
  })
})
