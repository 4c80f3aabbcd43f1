import {
  appealClaim,
  checkHomePage,
  contestClaim,
  decideClaim,
  decideCorrection,
  followAccountChange,
  forgetClaimant,
  HomePageError,
  importFiles,
  resolveIdentities,
  settleClaims,
  takeBackVouch,
  vouchFor,
  withdrawClaim,
} from '@bzpeer/actions'
import { type Caller, type CorrectionDetails, defaultClaimPolicy, judgeTrust, lapseOf } from '@bzpeer/domain'
import { openFiles } from '@bzpeer/importers/openalex'
import { confirmEmail, findClaim, findTrustBasis, listClaimEvidence, listDecisions } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { after, failing, start, useClaiming } from './claiming.ts'
import { useCorrecting } from './correcting.ts'
import { author, institution, type JsonRecord, orcidOf, slot, work } from './made-records.ts'
import { useStore } from './test-store.ts'

/** Four co-authors at one institution; the first stands with an email and an iD on the byline. */
const [ada, ben, cleo, dan] = [3, 4, 5, 7]
const names = new Map([
  [ada, 'Ada Ahn'],
  [ben, 'Ben Bly'],
  [cleo, 'Cleo Cox'],
  [dan, 'Dan Dee'],
])
const university = institution(1, 'University of Jena', {
  ror: 'https://ror.org/05qpz1x62',
  homepage_url: 'https://www.uni-jena.de/',
})

describeOnEachDatabase('evidence of a claim', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  const { propose, undo } = useCorrecting(it, people)
  beforeAll(async () => {
    const byline = [...names].map(([id, name]) => slot(id, [1], name))
    const [first, ...rest] = byline
    const authorships = [
      { ...first, raw_affiliation_strings: ['Institute 1, Jena (Ada.Ahn@uni-jena.de)'] },
      ...rest.map((each) => ({ ...each, author: { ...(each['author'] as object), orcid: null } })),
    ]
    await it.importLines(
      university,
      ...[...names].map(([id, name]) => author(id, name)),
      work(1, 'Shared', { authorships, doi: 'https://doi.org/10.1234/1' }),
    )
  })
  beforeEach(async () => {
    await it.store.withSession(({ session }) =>
      session.query(
        'truncate claims, claim_works, claim_objections, decisions, notices, evidence, trust_history, accounts, account_emails, sign_in_facts',
      ),
    )
  })

  const policy = defaultClaimPolicy
  const settle = (at: Date) => settleClaims({ store: it.store, now: () => at, claimPolicy: policy }, failing)
  const follow = ({ accountId }: Caller, at: Date) =>
    it.store.transaction((tx) => followAccountChange(tx, accountId, { at, policy }))

  async function trustIn(authorId: number, at: Date) {
    const basis = await findTrustBasis(it.store.db, authorId, at)
    if (basis === undefined) throw new Error('There is no such author.')
    const { trust, verification } = judgeTrust(basis, at)
    return { level: verification.level, score: trust.score, frozen: trust.frozen }
  }

  /** Their record, claimed and accepted on the eighth day, on the word of an email of the university. */
  async function own(authorId: number): Promise<Caller & { readonly claimId: string }> {
    const name = names.get(authorId) ?? ''
    const caller = await people.join(name, { email: `${name.toLowerCase().replace(' ', '.')}@uni-jena.de` })
    const claimId = await people.claim(caller, authorId)
    await settle(after(8))
    expect(await people.statusOf(claimId)).toBe('accepted')
    return { ...caller, claimId }
  }

  async function correct(details: CorrectionDetails, at: Date): Promise<number> {
    const { number } = await propose(details)
    const curator = await people.join('A curator', { role: 'curator' })
    await decideCorrection(people.as(curator, at), { number, verdict: 'accept', reason: 'It is so.' })
    return number
  }

  async function windowOf(claimId: string): Promise<Date | undefined> {
    return (await findClaim(it.store.db, claimId))?.window_ends_at
  }

  test('is gathered when it is opened, names no address, and shortens the window as it is strong', async () => {
    const stranger = await people.claim(await people.join('Dan Dee'), dan)
    const colleague = await people.claim(await people.join('Ben Bly', { email: 'ben@mail.uni-jena.de' }), ben)
    const herself = await people.claim(await people.join('Ada Ahn', { email: 'ada.ahn@uni-jena.de' }), ada)
    expect(await Promise.all([stranger, colleague, herself].map(windowOf))).toEqual([after(7), after(3), after(1)])
    const evidence = await listClaimEvidence(it.store.db, herself)
    expect(evidence.map(({ kind, source, detail }) => [kind, source, detail])).toEqual(
      expect.arrayContaining([
        ['control.email', 'an address at uni-jena.de', { matches_byline: true }],
        ['attestation.institution', 'https://ror.org/05qpz1x62', { by: 'email', institution: '05qpz1x62' }],
      ]),
    )
    expect(JSON.stringify(evidence)).not.toContain('ada.ahn@')
  })

  test.each(['n.ahn@uni-jena.de', 'da.ahn@uni-jena.de', 'ada.ahn@uni-jena.de.example', 'adaXahn@uni-jena.de'])(
    '%s is not the address on the byline',
    async (email) => {
      const claim = await people.claim(await people.join('Ada Ahn', { email: email.toLowerCase() }), ada)
      const evidence = await listClaimEvidence(it.store.db, claim)
      expect(evidence.find(({ kind }) => kind === 'control.email')?.detail).toEqual({ matches_byline: false })
    },
  )

  test('counts while the claim is the accepted one: not before, and not once it has ended', async () => {
    const before = await trustIn(ada, start)
    const caller = await people.join('Ada Ahn', { email: 'ada.ahn@uni-jena.de' })
    const claimId = await people.claim(caller, ada)
    expect(await trustIn(ada, start)).toEqual(before)
    await settle(after(1))
    const claimed = await trustIn(ada, after(1))
    expect([before.level, claimed.level]).toEqual([1, 4])
    expect(claimed.score).toBeGreaterThanOrEqual(before.score + 20)
    await withdrawClaim(people.as(caller, after(2)), claimId)
    expect(await trustIn(ada, after(2))).toEqual(before)
  })

  test('comes and goes with what the account has, in the transaction of that change', async () => {
    const { accountId, role, claimId } = await own(ben)
    await it.store.db
      .insertInto('sign_in_facts')
      .values({
        account_id: accountId,
        provider_id: 'orcid',
        issuer: 'https://orcid.org',
        subject: orcidOf(4),
        claims: '{}',
        observed_at: after(9),
        renewed_at: after(9),
        ended_at: null,
      })
      .execute()
    await follow({ accountId, role }, after(9))
    await follow({ accountId, role }, after(9))
    const orcids = (await listClaimEvidence(it.store.db, claimId)).filter(({ kind }) => kind === 'control.orcid')
    // Empty or not: an iD that stands nowhere on the record says little.
    expect(orcids.map(({ detail }) => detail)).toEqual([{ independent: false }])

    await it.store.db
      .updateTable('account_emails')
      .set({ removed_at: after(10) })
      .where('account_id', '=', accountId)
      .execute()
    await follow({ accountId, role }, after(10))
    const kinds = (await listClaimEvidence(it.store.db, claimId)).map(({ kind }) => kind)
    expect(kinds).toEqual(['control.orcid'])
    expect((await trustIn(ben, after(11))).level).toBe(1)
  })

  test('goes with the account: its claims end, and the log keeps what was decided', async () => {
    const { accountId, claimId } = await own(ben)
    await it.store.transaction((tx) => forgetClaimant(tx, accountId, { at: after(9), policy }))
    expect(await people.statusOf(claimId)).toBe('withdrawn')
    expect((await findClaim(it.store.db, claimId))?.statement).toBe('')
    expect(await listClaimEvidence(it.store.db, claimId)).toEqual([])
    expect((await people.log(claimId)).map(([act]) => act)).toEqual([
      'claim.opened',
      'claim.accepted',
      'claim.withdrawn',
    ])
    expect((await trustIn(ben, after(9))).level).toBe(1)
  })

  test('that was shown again is kept beside what was shown before, so that a frozen record loses nothing', async () => {
    const { accountId, role, claimId } = await own(ben)
    const before = await trustIn(ben, after(9))
    await it.store.db
      .updateTable('account_emails')
      .set({ renewed_at: after(20) })
      .where('account_id', '=', accountId)
      .execute()
    const objection = { claimId, reason: 'No.', evidenceUrl: null }
    await contestClaim(people.as(await people.join('Objector'), after(10)), objection)
    await follow({ accountId, role }, after(20))
    expect(await trustIn(ben, after(21))).toEqual({ ...before, frozen: true })
  })

  test('of an address that lapsed counts from when it is shown again, in that transaction, and not in between', async () => {
    const email = 'ada.ahn@uni-jena.de'
    const caller = await people.join('Ada Ahn', { email, lapsesAt: after(30) })
    const claimId = await people.claim(caller, ada)
    await settle(after(1))
    await it.store.transaction(async (tx) => {
      expect(await confirmEmail(tx.db, { accountId: caller.accountId, email, at: after(60) })).toBe('revived')
      await followAccountChange(tx, caller.accountId, { at: after(60), policy })
      const evidence = await listClaimEvidence(tx.db, claimId)
      const shown = evidence.filter(({ kind }) => kind === 'control.email')
      expect(shown.map(({ observed_at, expires_at }) => [observed_at, expires_at])).toEqual([
        [start, after(30)],
        [after(60), lapseOf(after(60))],
      ])
    })
    const levels = [29, 45, 60, 700, 800].map(async (days) => (await trustIn(ada, after(days))).level)
    expect(await Promise.all(levels)).toEqual([4, 1, 4, 4, 1])
  })

  test('goes with the work that it stood on, and comes back with it', async () => {
    await own(ada)
    const details = { kind: 'not-my-work', authorId: ada, workIds: [1], toId: null } as const
    expect((await trustIn(ada, after(9))).level).toBe(4)
    const number = await correct(details, after(10))
    expect((await trustIn(ada, after(10))).level).toBe(2)
    await undo(number, undefined, after(12))
    expect((await trustIn(ada, after(12))).level).toBe(4)
  })

  test('of the record that a merge took away stays with the works that it has once that is undone', async () => {
    const { accountId, role } = await own(ben)
    await it.store.db
      .updateTable('account_emails')
      .set({ email: 'ada.ahn@uni-jena.de' })
      .where('account_id', '=', accountId)
      .execute()
    const number = await correct({ kind: 'merge', authorId: ben, intoId: ada }, after(10))
    await follow({ accountId, role }, after(11))
    const evidenceOf = async () => {
      const [claim] = await it.store.db.selectFrom('claims').select('id').execute()
      const rows = await listClaimEvidence(it.store.db, claim?.id ?? '')
      return rows.filter(({ kind }) => kind === 'control.email').map(({ detail }) => detail['matches_byline'])
    }
    expect(await evidenceOf()).toEqual([true])
    await undo(number, undefined, after(12))
    expect(await evidenceOf()).toEqual([false])
  })

  test('comes and goes with what an import or a resolution finds on the record, and a frozen score stands still', async () => {
    const caller = await people.join('Dan Dee')
    const orcid = orcidOf(7)
    await it.store.db
      .insertInto('sign_in_facts')
      .values({
        account_id: caller.accountId,
        provider_id: 'orcid',
        issuer: 'https://orcid.org',
        subject: orcid,
        claims: '{}',
        observed_at: start,
        renewed_at: start,
        ended_at: null,
      })
      .execute()
    const claimId = await people.claim(caller, dan)
    await settle(after(8))
    const named = slot(dan, [], 'Dan Dee')
    const byline = (iD: string | null) => [{ ...named, author: { ...(named['author'] as object), orcid: iD } }]
    const importAt = async (at: Date, line: JsonRecord) => {
      const { files } = await openFiles([it.writeFile([line])])
      await importFiles({ store: it.store, now: () => at }, files, () => undefined)
    }
    const other = (iD: string | null, updated: string) =>
      work(2, 'Another', { authorships: byline(iD), updated_date: updated })
    const level = async (days: number) => (await trustIn(dan, after(days))).level
    expect(await level(8)).toBe(2)
    await importAt(after(9), other(`https://orcid.org/${orcid}`, '2100-04-01'))
    expect(await level(9)).toBe(3)
    await importAt(after(11), other(null, '2100-04-02'))
    expect(await level(11)).toBe(2)
    const setOrcid = async (iD: string | null) =>
      it.store.db.updateTable('authorships').set({ orcid: iD }).where('work_id', '=', 2).execute()
    await setOrcid(orcid)
    await resolveIdentities({ store: it.store, now: () => after(13) }, () => undefined)
    expect(await level(13)).toBe(3)

    await setOrcid(null)
    await resolveIdentities({ store: it.store, now: () => after(15) }, () => undefined)
    const before = await trustIn(dan, after(16))
    const objector = await people.join('Objector')
    await contestClaim(people.as(objector, after(16)), { claimId, reason: 'No.', evidenceUrl: null })
    await importAt(after(17), other(`https://orcid.org/${orcid}`, '2100-04-03'))
    expect(await trustIn(dan, after(18))).toEqual({ ...before, frozen: true })
  })

  test('of an account stays while a dispute freezes the score, where the work goes that it stood on', async () => {
    const { claimId } = await own(ada)
    const objector = await people.join('Objector')
    await contestClaim(people.as(objector, after(9)), { claimId, reason: 'No.', evidenceUrl: null })
    const before = await trustIn(ada, after(9))
    const number = await correct({ kind: 'not-my-work', authorId: ada, workIds: [1], toId: null }, after(10))
    expect(await trustIn(ada, after(10))).toEqual({ ...before, level: 2 })
    await undo(number, undefined, after(12))
  })

  test('of an account that went cannot be accepted on an appeal', async () => {
    const caller = await people.join('Ben Bly')
    const claimId = await people.claim(caller, ben)
    const [first, second] = [
      await people.join('First', { role: 'curator' }),
      await people.join('Second', { role: 'curator' }),
    ]
    await decideClaim(people.as(first, after(1)), { claimId, verdict: 'reject', reason: 'No.' })
    await appealClaim(people.as(caller, after(2)), { claimId, reason: 'Look.' })
    await it.store.transaction((tx) => forgetClaimant(tx, caller.accountId, { at: after(3), policy }))
    const accept = { claimId, verdict: 'accept', reason: 'Yes.' } as const
    await expect(decideClaim(people.as(second, after(4)), accept)).rejects.toThrow('decided already')
  })

  describe('a vouch', () => {
    test('of an attested co-author counts until it is taken back', async () => {
      const voucher = await own(ada)
      const claim = await people.join('Dan Dee')
      const claimId = await people.claim(claim, dan)
      await expect(vouchFor(people.as(voucher, after(8)), dan)).rejects.toThrow('has been claimed')
      await settle(after(8))
      const before = await trustIn(dan, after(8))
      await vouchFor(people.as(voucher, after(9)), dan)
      await vouchFor(people.as(voucher, after(9)), dan)
      expect(await trustIn(dan, after(9))).toEqual({ ...before, score: before.score + 5 })
      expect(await listClaimEvidence(it.store.db, claimId)).toHaveLength(1)
      await takeBackVouch(people.as(voucher, after(10)), dan)
      expect(await trustIn(dan, after(10))).toEqual(before)
    })

    test('of somebody who is not attested, owns nothing, or shares no work is refused', async () => {
      await own(ada)
      await expect(vouchFor(people.as(await people.join('Nobody'), after(9)), ada)).rejects.toThrow('Claim your own')
      const plain = await people.join('Dan Dee')
      await people.claim(plain, dan)
      await settle(after(8))
      await expect(vouchFor(people.as(plain, after(9)), ada)).rejects.toThrow('at L2')
    })

    test('for a record of one’s own is refused, and two for each other in one instant close a ring', async () => {
      const one = await own(ada)
      const claimId = await people.claim(one, dan)
      const curator = await people.join('Curator', { role: 'curator' })
      await decideClaim(people.as(curator, after(9)), { claimId, verdict: 'accept', reason: 'Both.' })
      await expect(vouchFor(people.as(one, after(10)), dan)).rejects.toThrow('your own')
      const two = await own(ben)
      const before = (await trustIn(ada, after(9))).score + (await trustIn(ben, after(9))).score
      await Promise.all([vouchFor(people.as(one, after(10)), ben), vouchFor(people.as(two, after(10)), ada)])
      expect((await trustIn(ada, after(11))).score + (await trustIn(ben, after(11))).score).toBe(before + 5)
    })

    test('that comes back round in a ring counts nothing', async () => {
      const [one, two, three] = [await own(ada), await own(ben), await own(cleo)]
      await vouchFor(people.as(one, after(9)), ben)
      await vouchFor(people.as(two, after(10)), cleo)
      const scores = async () => Promise.all([ada, ben, cleo].map(async (id) => (await trustIn(id, after(12))).score))
      const before = await scores()
      await vouchFor(people.as(three, after(11)), ada)
      await vouchFor(people.as(two, after(11)), ada)
      expect(await scores()).toEqual(before)
    })

    test('comes back round also by another record of the same account', async () => {
      const [one, two] = [await own(ada), await own(ben)]
      const claimId = await people.claim(one, dan)
      const curator = await people.join('Curator', { role: 'curator' })
      await decideClaim(people.as(curator, after(9)), { claimId, verdict: 'accept', reason: 'Both.' })
      await vouchFor(people.as(one, after(10)), ben)
      const before = await trustIn(dan, after(10))
      await vouchFor(people.as(two, after(11)), dan)
      expect(await trustIn(dan, after(11))).toEqual(before)
    })

    test('comes back round where a record has taken the place of the one that it was given with', async () => {
      const [one, two] = [await own(ada), await own(ben)]
      await vouchFor(people.as(one, after(9)), ben)
      const number = await correct({ kind: 'merge', authorId: ada, intoId: dan }, after(10))
      const before = await trustIn(dan, after(10))
      await vouchFor(people.as(two, after(11)), dan)
      expect(await trustIn(dan, after(11))).toEqual(before)
      await undo(number)
    })

    test('goes when a merge ends the claim of who gave it', async () => {
      const [one] = [await own(ada), await own(ben)]
      const claimId = await people.claim(one, dan)
      const curator = await people.join('Curator', { role: 'curator' })
      await decideClaim(people.as(curator, after(9)), { claimId, verdict: 'accept', reason: 'Both.' })
      await vouchFor(people.as(one, after(9)), ben)
      const vouched = await trustIn(ben, after(9))
      const number = await correct({ kind: 'merge', authorId: ada, intoId: dan }, after(10))
      expect((await trustIn(ben, after(10))).score).toBe(vouched.score - 5)
      const changes = it.store.db.selectFrom('trust_history').select(['at', 'cause']).where('author_id', '=', ben)
      expect(await changes.orderBy('at', 'desc').executeTakeFirst()).toEqual({
        at: after(10),
        cause: 'evidence.revoked',
      })
      await undo(number, undefined, after(11))
    })

    test('given with the record that a merge had left them goes when that is undone', async () => {
      const [voucher] = [await own(ada), await own(ben)]
      const number = await correct({ kind: 'merge', authorId: ada, intoId: dan }, after(9))
      await vouchFor(people.as(voucher, after(9)), ben)
      const vouched = await trustIn(ben, after(9))
      await undo(number, undefined, after(10))
      expect((await trustIn(ben, after(10))).score).toBe(vouched.score - 5)
    })

    test('goes when who gave it gives up their own record', async () => {
      const [voucher] = [await own(ada), await own(ben)]
      await vouchFor(people.as(voucher, after(9)), ben)
      const vouched = await trustIn(ben, after(9))
      await withdrawClaim(people.as(voucher, after(10)), voucher.claimId)
      expect((await trustIn(ben, after(10))).score).toBe(vouched.score - 5)
    })

    test('stays when who gave it gives up another record, and goes with the one that it was given with', async () => {
      const [voucher] = [await own(ada), await own(ben)]
      const claimId = await people.claim(voucher, dan)
      const curator = await people.join('Curator', { role: 'curator' })
      await decideClaim(people.as(curator, after(9)), { claimId, verdict: 'accept', reason: 'Both.' })
      await vouchFor(people.as(voucher, after(9)), ben)
      const vouched = await trustIn(ben, after(9))
      await withdrawClaim(people.as(voucher, after(10)), claimId)
      expect((await trustIn(ben, after(10))).score).toBe(vouched.score)
      await withdrawClaim(people.as(voucher, after(11)), voucher.claimId)
      expect((await trustIn(ben, after(11))).score).toBe(vouched.score - 5)
    })

    test('goes when the claim of who gave it is revoked', async () => {
      const [voucher, friend] = [await own(ada), await own(ben)]
      await vouchFor(people.as(voucher, after(9)), ben)
      const vouched = await trustIn(ben, after(9))
      const curator = await people.join('Curator', { role: 'curator' })
      const decision = { claimId: voucher.claimId, verdict: 'revoke', reason: 'Not her.' } as const
      await decideClaim(people.as(curator, after(10)), decision)
      expect((await trustIn(ben, after(10))).score).toBe(vouched.score - 5)
      expect(await people.statusOf(friend.claimId)).toBe('accepted')
    })
  })

  describe('a home page', () => {
    const recordUrl = new URL(`https://site.example/authors/A${dan}`)
    const page = (html: string) => async (url: URL) => ({ html, url })
    const address = new URL('https://dan.example/')

    test('that names the record both ways raises it to L3 for a year', async () => {
      const caller = await people.join('Dan Dee')
      const claimId = await people.claim(caller, dan)
      const fetchPage = page(`<a rel="me" href="${recordUrl.href}">me</a>`)
      await checkHomePage({ ...people.as(caller), fetchPage }, { claimId, address, recordUrl })
      expect(await windowOf(claimId)).toEqual(after(3))
      await settle(after(3))
      expect((await trustIn(dan, after(3))).level).toBe(3)
      expect((await trustIn(dan, after(365))).level).toBe(2)
    })

    test('goes with the account, and the log of what was decided on its word does not name it', async () => {
      const caller = await people.join('Dan Dee')
      const claimId = await people.claim(caller, dan)
      const fetchPage = page(`<a rel="me" href="${recordUrl.href}">me</a>`)
      await checkHomePage({ ...people.as(caller), fetchPage }, { claimId, address, recordUrl })
      const curator = await people.join('Curator', { role: 'curator' })
      await decideClaim(people.as(curator, after(3)), { claimId, verdict: 'accept', reason: 'His page.' })
      await it.store.transaction((tx) => forgetClaimant(tx, caller.accountId, { at: after(4), policy }))
      const log = JSON.stringify(await listDecisions(it.store.db, `claim:${claimId}`))
      expect(log).toContain('control.rel-me')
      expect(log).not.toContain(address.host)
    })

    test('that does not name it changes nothing, and can be tried twenty times a day', async () => {
      const caller = await people.join('Dan Dee')
      const claimId = await people.claim(caller, dan)
      const check = (html: string, at = start) =>
        checkHomePage({ ...people.as(caller, at), fetchPage: page(html) }, { claimId, address, recordUrl })
      for (let turn = 0; turn < 20; turn++)
        await expect(check('<a rel="me" href="/authors/A1">')).rejects.toThrow(HomePageError)
      await expect(check('')).rejects.toThrow('20 pages can be checked in a day')
      await expect(check('', after(1.01))).rejects.toThrow(HomePageError)
      expect((await listClaimEvidence(it.store.db, claimId)).map(({ kind }) => kind)).toEqual(['control.email'])
    })

    test('is checked for the claimant alone', async () => {
      const claimId = await people.claim(await people.join('Dan Dee'), dan)
      const fetchPage = page(`<a rel="me" href="${recordUrl.href}">me</a>`)
      const other = { ...people.as(await people.join('Dan Dee')), fetchPage }
      await expect(checkHomePage(other, { claimId, address, recordUrl })).rejects.toThrow('Only the claimant')
    })
  })
})
