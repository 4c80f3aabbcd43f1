import { randomUUID } from 'node:crypto'
import { type AccountContext, createAccounts, sendNotices } from '@bzpeer/accounts'
import { appendDecision, hideRecord, insertClaim, insertCorrection, insertObjection, showRecord } from '@bzpeer/store'
import { type MailServer, startMailServer } from '@bzpeer/testkit/mail-server'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Accounts, openAccounts, origin, signInByMail, Visitor } from './visitor.ts'

describeOnEachDatabase('what becomes of a claim or a correction', (database) => {
  let accounts: Accounts
  let server: MailServer
  let claimant: string
  let objector: string
  const claimId = randomUUID()
  const at = new Date('2100-01-01T00:00:00Z')

  beforeAll(async () => {
    accounts = await openAccounts(database)
    server = await startMailServer()
    const join = async (email: string, client: string) => {
      const visitor = await signInByMail(accounts, email, new Visitor(client))
      return (await visitor.signedIn(accounts)).accountId
    }
    claimant = await join('claimant@example.org', '192.0.2.1')
    objector = await join('objector@example.org', '192.0.2.2')
    // The clock of these tests stands long after both were shown.
    await accounts.store.db.updateTable('account_emails').set({ lapses_at: null }).execute()
    await accounts.store.db
      .insertInto('authors')
      .values({ id: 4, display_name: 'Ré\n\nClick http://evil.example', alternative_names: [], is_stub: false })
      .execute()
    await accounts.store.transaction(async (tx) => {
      const claim = { id: claimId, author_id: 4, account_id: claimant, status: 'contested', statement: '' }
      await insertClaim(tx, { ...claim, opened_at: at, window_ends_at: at }, [])
      await insertObjection(tx, {
        id: randomUUID(),
        claim_id: claimId,
        author_id: 4,
        account_id: objector,
        kind: 'contest',
        reason: 'No.',
        evidence_url: null,
        opened_at: at,
      })
    })
  })
  afterAll(async () => {
    await accounts[Symbol.asyncDispose]()
    await server.stop()
  })
  beforeEach(() => accounts.store.db.deleteFrom('notices').execute())

  async function decide(act: string, by: string | null): Promise<void> {
    await accounts.store.transaction((tx) =>
      appendDecision(tx, {
        id: randomUUID(),
        at,
        act,
        author_id: 4,
        subject: `claim:${claimId}`,
        account_id: by,
        rule: by === null ? 'window-uncontested' : null,
        reason: 'Buy at http://evil.example',
      }),
    )
  }

  const claimMails = () =>
    (accounts.context.mailbox?.list() ?? []).filter(({ subject }) => subject.startsWith('A claim'))

  test('is mailed to everyone whose case it is, once, with a link and no words of anybody’s', async () => {
    await decide('claim.rejected', null)
    expect(await sendNotices({ ...accounts.context, now: () => at }, origin)).toBe(2)
    expect(await sendNotices({ ...accounts.context, now: () => at }, origin)).toBe(0)
    const mails = claimMails()
    expect(mails.map(({ to }) => to).toSorted()).toEqual(['claimant@example.org', 'objector@example.org'])
    expect(mails[0]?.text).toContain(`${origin}/claims/${claimId}`)
    expect(mails[0]?.text).toContain('was rejected. It can be appealed')
    expect(mails[0]?.text).not.toContain('Buy at')
    expect(mails[0]?.text).toMatch(/^The claim on the record Ré {2}Click http:\/\/evil.example at/)
  })

  test('is not mailed to who did it, and not where it is nobody’s news', async () => {
    const before = claimMails().length
    await decide('claim.objected', objector)
    await decide('profile.edited', claimant)
    expect(await sendNotices({ ...accounts.context, now: () => at }, origin)).toBe(1)
    expect(
      claimMails()
        .slice(0, claimMails().length - before)
        .map(({ to }) => to),
    ).toEqual(['claimant@example.org'])
  })

  test('is not mailed to an address that has lapsed: somebody else may read it by now', async () => {
    const lapse = (lapses_at: Date | null) =>
      accounts.store.db.updateTable('account_emails').set({ lapses_at }).where('account_id', '=', objector).execute()
    await lapse(at)
    const before = claimMails().length
    await decide('claim.rejected', null)
    await sendNotices({ ...accounts.context, now: () => at }, origin)
    expect(claimMails()).toHaveLength(before + 1)
    expect(claimMails()[0]?.to).toBe('claimant@example.org')
    await lapse(null)
  })

  test('is tried again while the mail server is away, for hours, each time later, and told to the others meanwhile', async () => {
    await decide('claim.accepted', null)
    const before = claimMails().length
    let minutes = 0
    const away: AccountContext = {
      ...accounts.context,
      now: () => new Date(at.getTime() + minutes * 60_000),
      mailer: {
        send: async (mail) =>
          mail.to.startsWith('claimant') ? Promise.reject(new Error('away')) : accounts.context.mailer.send(mail),
      },
    }
    expect(await sendNotices(away, origin)).toBe(1)
    expect(claimMails()).toHaveLength(before + 1)
    const tries: number[] = []
    for (minutes = 0; minutes < 600; minutes++) {
      const reported = accounts.reports.length
      expect(await sendNotices(away, origin)).toBe(0)
      if (accounts.reports.length > reported) tries.push(minutes)
    }
    expect(tries).toEqual([1, 3, 7, 15, 31, 63, 127, 255])
    expect(await accounts.store.db.selectFrom('notices').select('attempts').execute()).toEqual([])
  })

  test('names no record that is hidden', async () => {
    const author = { kind: 'author', id: 4 } as const
    await accounts.store.transaction((tx) => hideRecord(tx, { ref: author, correction: 7, at }))
    await decide('claim.accepted', null)
    await sendNotices({ ...accounts.context, now: () => at }, origin)
    await accounts.store.transaction((tx) => showRecord(tx, 7))
    const [mail] = claimMails()
    expect(mail?.text).toContain('The claim on a record that is not shown at localhost:3000 was accepted.')
    expect(mail?.text).not.toContain('Ré')
  })

  /** Mails that came over the wire of what a curator said about a correction of these records. */
  async function correct(details: Parameters<typeof insertCorrection>[1]['details'], names: readonly string[]) {
    const sending = createAccounts({
      store: accounts.store,
      settings: {
        secret: 'a secret of 32 characters or more',
        mail: { smtpUrl: server.url, from: 'BZPEER <bzpeer@people.example>' },
        sessions: { idleHours: 24, days: 14 },
        providers: [],
      },
      report: (error) => void accounts.reports.push(error),
      now: () => at,
    })
    await accounts.store.transaction(async (tx) => {
      const records = names.map((name, index) => ({ authorId: 4 + index, name }))
      const correction = { details, statement: 'Mine.', evidenceUrl: null, proposedBy: objector, at, records }
      const number = await insertCorrection(tx, correction)
      await appendDecision(tx, {
        id: randomUUID(),
        at,
        act: 'correction.refused',
        author_id: 4,
        subject: `correction:${number}`,
        account_id: randomUUID(),
        reason: 'They are\r\n\r\ntwo people.',
      })
    })
    const told = await sendNotices(sending, origin)
    return { told, mails: server.mails.slice(-told) }
  }

  test('is mailed of a correction with what was proposed and a curator’s reason, in one line', async () => {
    const { told, mails } = await correct({ kind: 'merge', authorId: 4, intoId: 5 }, ['Chris Ré', 'C. Re'])
    expect(told).toBe(2)
    const [mail] = mails
    expect(mails.flatMap(({ to }) => to).toSorted()).toEqual(['claimant@example.org', 'objector@example.org'])
    expect(mail?.raw).toMatch(/^Subject: Correction #\d+ at localhost:3000\r$/m)
    expect(mail?.text).toMatch(/^A correction of the record Ré .* and the record C\. Re at localhost:3000 was refused/)
    expect(mail?.text).toContain('Proposed: Two records are one person')
    expect(mail?.text).toContain('Reason: They are    two people.')
    expect(mail?.text).toContain(`${origin}/corrections/`)
    expect(mail?.text).not.toContain('Mine.')
  })

  test('names neither a record that asks not to be shown, nor the reason', async () => {
    const { told, mails } = await correct({ kind: 'hide', authorId: 4 }, ['Chris Ré'])
    expect(told).toBe(1)
    const [{ to, text } = { to: [], text: '' }] = mails
    expect(to).toEqual(['objector@example.org'])
    expect(text).toContain('A correction of a record that is not shown at localhost:3000 was refused')
    expect(text).not.toMatch(/Ré|two people/)
  })

  test('names neither a record that was merged into one that is hidden', async () => {
    const kept = { kind: 'author', id: 5 } as const
    await accounts.store.db.insertInto('merged_ids').values({ kind: 2, id: 6, into_id: 5, final_id: 5 }).execute()
    await accounts.store.transaction((tx) => hideRecord(tx, { ref: kept, correction: 7, at }))
    const { mails } = await correct({ kind: 'split', authorId: 4, workIds: [1], intoId: 6 }, [
      'Chris Ré',
      'C. Re',
      'Gone',
    ])
    await accounts.store.transaction((tx) => showRecord(tx, 7))
    expect(mails[0]?.text).not.toMatch(/C\. Re|Gone|two people/)
  })
})
