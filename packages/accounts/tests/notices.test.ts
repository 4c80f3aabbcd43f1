import { randomUUID } from 'node:crypto'
import { type AccountContext, sendNotices } from '@bzpeer/accounts'
import { appendDecision, insertClaim, insertObjection } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Accounts, openAccounts, origin, signInByMail, Visitor } from './visitor.ts'

describeOnEachDatabase('what becomes of a claim', (database) => {
  let accounts: Accounts
  let claimant: string
  let objector: string
  const claimId = randomUUID()
  const at = new Date('2100-01-01T00:00:00Z')

  beforeAll(async () => {
    accounts = await openAccounts(database)
    const join = async (email: string, client: string) => {
      const visitor = await signInByMail(accounts, email, new Visitor(client))
      return (await visitor.signedIn(accounts)).accountId
    }
    claimant = await join('claimant@example.org', '192.0.2.1')
    objector = await join('objector@example.org', '192.0.2.2')
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
  afterAll(() => accounts[Symbol.asyncDispose]())
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
})
