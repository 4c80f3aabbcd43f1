import { randomUUID } from 'node:crypto'
import {
  contestClaim,
  decideClaim,
  followAccountChange,
  NotAllowedError,
  NotFoundError,
  openClaim,
  settleClaims,
  withdrawClaim,
  withdrawObjection,
} from '@bzpeer/actions'
import { defaultClaimPolicy, judgeTrust } from '@bzpeer/domain'
import { appendDecision, findTrustBasis, listClaimEvidence, listDecisions, listNotices } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { after, failing, start, useClaiming } from './claiming.ts'
import { author, slot, work } from './made-records.ts'
import { useStore } from './test-store.ts'

const re = 4
const dao = 5
const others = Array.from({ length: 10 }, (_, index) => 100 + index)

describeOnEachDatabase('a claim', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  beforeAll(async () => {
    await it.importLines(
      author(re, 'Christopher Ré'),
      author(dao, 'Tri Dao', { orcid: 'https://orcid.org/0000-0002-1825-0097' }),
      work(1, 'Monarch', { authorships: [slot(re, [], 'Christopher Ré'), slot(dao, [], 'Tri Dao')] }),
      ...others.map((id) => author(id, 'Chris Re')),
    )
  })
  beforeEach(async () => {
    await it.store.withSession(({ session }) =>
      session.query(
        'truncate claims, claim_works, claim_objections, decisions, notices, evidence, trust_history, sign_in_facts',
      ),
    )
  })

  async function isFrozen(authorId: number, at: Date): Promise<boolean> {
    const basis = await findTrustBasis(it.store.db, authorId, at)
    return basis !== undefined && judgeTrust(basis, at).trust.frozen
  }

  const settle = (at: Date) =>
    settleClaims({ store: it.store, now: () => at, claimPolicy: defaultClaimPolicy }, failing)

  describe('that nobody contests', () => {
    test('is accepted by rule when its window ends, and not a moment before', async () => {
      const claim = await people.claim(await people.join('Chris Re'), re)
      expect(await settle(new Date(after(7).getTime() - 1))).toBe(0)
      expect(await people.statusOf(claim)).toBe('open')
      expect(await settle(after(7))).toBe(1)
      expect(await people.statusOf(claim)).toBe('accepted')
      expect(await settle(after(8))).toBe(0)
      expect((await people.log(claim)).at(-1)).toEqual(['claim.accepted', 'window-uncontested'])
    })

    test('is not accepted while its email has lapsed, and is let go thirty days later', async () => {
      const claimant = await people.join('Christopher Re', { lapsesAt: after(6.9) })
      const claim = await people.claim(claimant, re)
      await settle(after(7))
      expect(await people.statusOf(claim)).toBe('open')
      await settle(after(37))
      expect(await people.statusOf(claim)).toBe('expired')
      expect((await people.log(claim)).at(-1)).toEqual(['claim.expired', 'email-not-confirmed'])
    })

    test('by somebody of another name, or on a record whose iD was not shown, goes to a curator', async () => {
      const other = await people.claim(await people.join('Mallory'), re)
      const namesake = await people.claim(await people.join('Tri Dao'), dao)
      await settle(after(7))
      expect([await people.statusOf(other), await people.statusOf(namesake)]).toEqual(['contested', 'contested'])
      expect((await people.log(other)).at(-1)).toEqual(['claim.contested', 'name-differs'])
      expect((await people.log(namesake)).at(-1)).toEqual(['claim.contested', 'orcid-not-shown'])
    })

    test('under a name that could not be the record’s goes to a curator at once, whatever name comes later', async () => {
      const claimant = await people.join('Mallory')
      const claim = await people.claim(claimant, re)
      const accomplice = await people.join('Somebody')
      const rival = await people.claim(accomplice, re)
      await it.store.db.updateTable('accounts').set({ name: 'Chris Re' }).where('id', '=', claimant.accountId).execute()
      await withdrawClaim(people.as(accomplice, after(1)), rival)
      await settle(after(100))
      expect(await people.statusOf(claim)).toBe('contested')
      expect((await people.log(claim)).at(-1)).toEqual(['claim.contested', 'name-differs'])
    })

    test('gives the account the name that it is made under, and where it is refused, no name', async () => {
      const claimant = await people.join('')
      const nameOf = async () =>
        (await it.store.db.selectFrom('accounts').select('name').where('id', '=', claimant.accountId).execute())[0]
          ?.name
      const asked = { name: 'Chris Re', statement: '', works: [] }
      await expect(openClaim(people.as(claimant), { ...asked, authorId: 99 })).rejects.toThrow(NotFoundError)
      expect(await nameOf()).toBe('')
      const claim = await openClaim(people.as(claimant), { ...asked, authorId: re })
      expect([await nameOf(), await people.statusOf(claim)]).toEqual(['Chris Re', 'open'])
    })

    test('given twice by one account is one', async () => {
      const claimant = await people.join('Christopher Re')
      const [first, second] = await Promise.all([people.claim(claimant, re), people.claim(claimant, re)])
      expect(second).toBe(first)
    })

    test('ends when it is withdrawn, accepted or not, and can be given again', async () => {
      const claimant = await people.join('Christopher Re')
      const claim = await people.claim(claimant, re)
      await settle(after(7))
      await withdrawClaim(people.as(claimant, after(8)), claim)
      expect(await people.statusOf(claim)).toBe('withdrawn')
      await expect(withdrawClaim(people.as(claimant), claim)).rejects.toThrow('ended already')
      expect(await people.claim(claimant, re)).not.toBe(claim)
    })

    test('speaks only of works on the record, and of records that exist', async () => {
      const context = people.as(await people.join('Christopher Re'))
      const about = (authorId: number, workId: number) =>
        openClaim(context, { authorId, statement: '', works: [{ workId, isMine: true }] })
      await expect(about(re, 99)).rejects.toThrow(NotAllowedError)
      await expect(about(99, 1)).rejects.toThrow(NotFoundError)
      expect(await about(re, 1)).toMatch(/^[0-9a-f-]{36}$/)
    })
  })

  test('is one of ten that an account may have undecided', async () => {
    const claimant = await people.join('Chris Re')
    for (const id of others) await people.claim(claimant, id)
    await expect(people.claim(claimant, re)).rejects.toThrow('10 claims that are not decided')
  })

  test('of two hundred on one record is as good as the only one, and holds up none on another record', async () => {
    const crowd = Array.from({ length: 200 }, (_, index) => ({
      id: randomUUID(),
      author_id: re,
      account_id: randomUUID(),
      status: 'open',
      statement: '',
      opened_at: after(index / 1000),
      window_ends_at: after(7 + index / 1000),
    }))
    await it.store.db.insertInto('claims').values(crowd).execute()
    const last = await people.claim(await people.join('Chris Re'), re, after(1))
    const elsewhere = await people.claim(await people.join('Chris Re'), others[0] ?? 0, after(1))
    const ofRecord = it.store.db.selectFrom('claims').select('status').distinct().where('author_id', '=', re)
    expect(await ofRecord.execute()).toEqual([{ status: 'contested' }])
    await settle(after(8))
    expect(await people.statusOf(elsewhere)).toBe('accepted')
    const curator = await people.join('Curator', { role: 'curator' })
    await decideClaim(people.as(curator, after(9)), { claimId: last, verdict: 'accept', reason: 'The only person.' })
    expect(await ofRecord.orderBy('status').execute()).toEqual([{ status: 'accepted' }, { status: 'rejected' }])
    expect(await isFrozen(re, after(9))).toBe(false)
  })

  describe('of two on one record', () => {
    test('given in the same instant is decided by neither of them, but by a curator', async () => {
      const [one, two] = [await people.join('Chris Re'), await people.join('Christopher Re')]
      const [first, second] = await Promise.all([people.claim(one, re), people.claim(two, re)])
      await settle(after(100))
      expect([await people.statusOf(first), await people.statusOf(second)]).toEqual(['contested', 'contested'])

      const curator = await people.join('Curator', { role: 'curator' })
      await decideClaim(people.as(curator, after(9)), {
        claimId: second,
        verdict: 'accept',
        reason: 'It is her email.',
      })
      expect([await people.statusOf(first), await people.statusOf(second)]).toEqual(['rejected', 'accepted'])
      expect((await people.log(second)).at(-1)).toEqual(['claim.accepted', curator.accountId])
    })

    test('takes its course again when the other is withdrawn, with a day to object', async () => {
      const [one, two] = [await people.join('Chris Re'), await people.join('Christopher Re')]
      const first = await people.claim(one, re)
      const second = await people.claim(two, re, after(6))
      await withdrawClaim(people.as(two, after(7)), second)
      expect(await people.statusOf(first)).toBe('open')
      await settle(after(7.5))
      expect(await people.statusOf(first)).toBe('open')
      await settle(after(8))
      expect(await people.statusOf(first)).toBe('accepted')
    })

    test('takes a record from its owner only by a curator, who may be neither of them', async () => {
      const owner = await people.join('Chris Re', { role: 'curator' })
      const first = await people.claim(owner, re)
      await settle(after(7))
      const rival = await people.join('Christopher Re', { role: 'operator' })
      const second = await people.claim(rival, re, after(8))
      await settle(after(100))
      expect([await people.statusOf(first), await people.statusOf(second)]).toEqual(['accepted', 'contested'])
      for (const party of [owner, rival]) {
        const own = { claimId: second, verdict: 'accept', reason: 'Mine' } as const
        await expect(decideClaim(people.as(party), own)).rejects.toThrow('This case is your own')
      }
      expect([await people.statusOf(first), await people.statusOf(second)]).toEqual(['accepted', 'contested'])
      const curator = await people.join('Curator', { role: 'curator' })
      await decideClaim(people.as(curator, after(100)), {
        claimId: second,
        verdict: 'accept',
        reason: 'The email is his.',
      })
      expect([await people.statusOf(first), await people.statusOf(second)]).toEqual(['transferred', 'accepted'])
    })
  })

  describe('that somebody objects to', () => {
    test('waits for a curator, and goes on when the objection is taken back', async () => {
      const claim = await people.claim(await people.join('Chris Re'), re)
      const objector = await people.join('Objector')
      const objection = { claimId: claim, reason: 'He is my colleague.', evidenceUrl: null }
      await contestClaim(people.as(objector), objection)
      await expect(contestClaim(people.as(objector), objection)).rejects.toThrow('can be done once')
      await settle(after(50))
      expect(await people.statusOf(claim)).toBe('contested')
      await withdrawObjection(people.as(objector, after(51)), claim)
      await expect(withdrawObjection(people.as(objector), claim)).rejects.toThrow(NotFoundError)
      expect(await people.statusOf(claim)).toBe('open')
      await expect(contestClaim(people.as(objector, after(51)), objection)).rejects.toThrow('can be done once')
      await settle(after(52))
      expect(await people.statusOf(claim)).toBe('accepted')
    })

    test('once it was accepted, is settled by a curator either way', async () => {
      const owner = await people.join('Chris Re')
      const claim = await people.claim(owner, re)
      await settle(after(7))
      await contestClaim(people.as(await people.join('Objector'), after(8)), {
        claimId: claim,
        reason: 'No.',
        evidenceUrl: null,
      })
      expect(await isFrozen(re, after(9))).toBe(true)
      const curator = await people.join('Curator', { role: 'curator' })
      const dismiss = { claimId: claim, verdict: 'dismiss', reason: 'It is his email.' } as const
      await decideClaim(people.as(curator, after(10)), dismiss)
      expect([await people.statusOf(claim), await isFrozen(re, after(11))]).toEqual(['accepted', false])
      await expect(decideClaim(people.as(curator), dismiss)).rejects.toThrow('No objection stands')
    })

    test('ends with it: nobody is left frozen by an objection to what is not there', async () => {
      const claimant = await people.join('Chris Re')
      const claim = await people.claim(claimant, re)
      const objection = { claimId: claim, reason: 'No.', evidenceUrl: null }
      await contestClaim(people.as(await people.join('Objector')), objection)
      expect(await isFrozen(re, after(1))).toBe(true)
      await withdrawClaim(people.as(claimant, after(2)), claim)
      expect(await isFrozen(re, after(3))).toBe(false)
      const next = await people.claim(await people.join('C. Re'), re, after(3))
      await settle(after(10))
      expect([await people.statusOf(next), await isFrozen(re, after(11))]).toEqual(['accepted', false])
    })

    test('is not rid of the objection by being withdrawn and given again, but by a curator, or who objected', async () => {
      const claimant = await people.join('Chris Re')
      const objector = await people.join('Objector')
      const objection = { claimId: await people.claim(claimant, re), reason: 'No.', evidenceUrl: null }
      await contestClaim(people.as(objector, after(1)), objection)
      const again = async (claimId: string, days: number) => {
        await withdrawClaim(people.as(claimant, after(days)), claimId)
        await it.store.db.deleteFrom('notices').execute()
        return people.claim(claimant, re, after(days))
      }
      const second = await again(objection.claimId, 2)
      const notices = await listNotices(it.store.db, after(3), 10)
      expect(notices.map(({ account_id, act }) => [account_id, act])).toEqual(
        expect.arrayContaining([[objector.accountId, 'claim.contested']]),
      )
      await settle(after(60))
      expect([await people.statusOf(second), await isFrozen(re, after(60))]).toEqual(['contested', true])
      await withdrawObjection(people.as(objector, after(61)), second)
      const third = await again(second, 62)
      expect(await people.statusOf(third)).toBe('open')

      await contestClaim(people.as(objector, after(62)), { ...objection, claimId: third })
      const fourth = await again(third, 63)
      const curator = people.as(await people.join('Curator', { role: 'curator' }), after(70))
      await decideClaim(curator, { claimId: fourth, verdict: 'accept', reason: 'It is his email.' })
      expect(await people.statusOf(await again(fourth, 71))).toBe('open')
    })

    test('is decided by nobody who is no curator, nor by who objected', async () => {
      const claimant = await people.join('Chris Re')
      const claim = await people.claim(claimant, re)
      const objector = await people.join('Objector', { role: 'curator' })
      await contestClaim(people.as(objector), { claimId: claim, reason: 'No.', evidenceUrl: null })
      const decision = { claimId: claim, verdict: 'reject', reason: 'No.' } as const
      for (const caller of [objector, claimant, await people.join('Member')])
        await expect(decideClaim(people.as(caller), decision)).rejects.toThrow(NotAllowedError)
      expect(await people.statusOf(claim)).toBe('contested')
      await expect(contestClaim(people.as(claimant), { ...decision, evidenceUrl: null })).rejects.toThrow('your own')
    })
  })

  test('is accepted by a curator neither within its window nor without a confirmed email', async () => {
    const curator = await people.join('Curator', { role: 'curator' })
    const accept = (claimId: string, days: number) =>
      decideClaim(people.as(curator, after(days)), { claimId, verdict: 'accept', reason: 'So it is.' })
    const unread = await people.claim(await people.join('Mallory', { email: null }), re)
    await expect(accept(unread, 8)).rejects.toThrow('no confirmed email')
    const objected = await people.claim(await people.join('Chris Re'), others[0] ?? 0)
    const objection = { claimId: objected, reason: 'No.', evidenceUrl: null }
    for (const status of ['open', 'contested']) {
      expect(await people.statusOf(objected)).toBe(status)
      await expect(accept(objected, 6.9)).rejects.toThrow('until 2100-03-08 12:00 UTC')
      if (status === 'open') await contestClaim(people.as(await people.join('Objector'), after(1)), objection)
    }
    await accept(objected, 7)
    expect([await people.statusOf(objected), await people.statusOf(unread)]).toEqual(['accepted', 'contested'])
  })

  test('is decided by nobody who ever claimed the record, whatever became of that', async () => {
    const former = await people.join('Chris Re', { role: 'curator' })
    await withdrawClaim(people.as(former, after(1)), await people.claim(former, re))
    const claim = await people.claim(await people.join('C. Re'), re, after(2))
    const decision = { claimId: claim, verdict: 'reject', reason: 'It is mine.' } as const
    await expect(decideClaim(people.as(former, after(3)), decision)).rejects.toThrow('This case is your own')
  })

  test('on a record with an iD is accepted by rule for who has signed in with it', async () => {
    const owner = await people.join('Tri Dao')
    const claim = await people.claim(owner, dao)
    const stated = { account_id: owner.accountId, provider_id: 'orcid', issuer: 'https://orcid.org', claims: '{}' }
    await it.store.db
      .insertInto('sign_in_facts')
      .values({ ...stated, subject: '0000-0002-1825-0097', observed_at: start, renewed_at: start, ended_at: null })
      .execute()
    await it.store.transaction((tx) =>
      followAccountChange(tx, owner.accountId, { at: start, policy: defaultClaimPolicy }),
    )
    await settle(after(1))
    expect(await people.statusOf(claim)).toBe('accepted')
  })

  test('that cannot be settled is reported, and holds up no other', async () => {
    const broken = await people.claim(await people.join('Chris Re'), others[0] ?? 0)
    const whole = await people.claim(await people.join('Chris Re'), re)
    await it.store.db.updateTable('claims').set({ window_ends_at: start }).where('id', '=', broken).execute()
    await it.store.withSession(({ session }) =>
      session.query(
        `create or replace function trial() returns trigger language plpgsql as $$ begin if new.author_id = ${others[0]} then raise exception 'broken'; end if; return new; end $$;`,
      ),
    )
    await it.store.withSession(({ session }) =>
      session.query('create trigger trial before update on claims for each row execute function trial()'),
    )
    const reported: unknown[] = []
    const context = { store: it.store, now: () => after(7), claimPolicy: defaultClaimPolicy }
    await settleClaims(context, (error) => void reported.push(error))
    await it.store.withSession(({ session }) => session.query('drop trigger trial on claims'))
    expect(reported).toHaveLength(1)
    expect([await people.statusOf(broken), await people.statusOf(whole)]).toEqual(['open', 'accepted'])
  })

  test('once accepted is ended by a curator, with the reason kept', async () => {
    const claim = await people.claim(await people.join('Chris Re'), re)
    await settle(after(7))
    const curator = await people.join('Curator', { role: 'curator' })
    const reject = { claimId: claim, verdict: 'reject', reason: 'x' } as const
    await expect(decideClaim(people.as(curator), reject)).rejects.toThrow('can be revoked')
    await decideClaim(people.as(curator, after(9)), { claimId: claim, verdict: 'revoke', reason: 'Impersonation.' })
    expect(await people.statusOf(claim)).toBe('revoked')
    await expect(decideClaim(people.as(curator), { ...reject, verdict: 'revoke' })).rejects.toThrow('Only an accepted')
  })

  test('leaves in the log how many works its evidence named when it was decided, and the first of them', async () => {
    const [id = 0] = others
    const workIds = Array.from({ length: 100 }, (_, index) => 1_000 + index)
    const authorships = [{ ...slot(id, [], 'Chris Re'), raw_affiliation_strings: ['Jena (chris.re@uni-jena.de)'] }]
    await it.importLines(...workIds.map((workId) => work(workId, `Work ${workId}`, { authorships })))
    const claimId = await people.claim(await people.join('Chris Re', { email: 'chris.re@uni-jena.de' }), id)
    const curator = await people.join('Curator', { role: 'curator' })
    await decideClaim(people.as(curator, after(1)), { claimId, verdict: 'accept', reason: 'His address.' })
    const shown = await listClaimEvidence(it.store.db, claimId)
    expect(shown.find(({ kind }) => kind === 'authorship.supported')?.detail).toEqual({ work_ids: workIds })
    const logged = (await listDecisions(it.store.db, `claim:${claimId}`)).at(-1)?.evidence
    expect(logged).toHaveLength(shown.length)
    const detail: unknown = expect.objectContaining({ works: 100, work_ids: workIds.slice(0, 10) })
    expect(logged).toContainEqual(expect.objectContaining({ kind: 'authorship.supported', detail }))
  })

  test('leaves a log in the order in which things were done, also of one instant', async () => {
    const acts = Array.from({ length: 20 }, (_, index) => `profile.edited-${index}`)
    const { accountId } = await people.join('Chris Re')
    const subject = 'claim:ordered'
    await it.store.transaction(async (tx) => {
      for (const act of acts)
        await appendDecision(tx, {
          id: randomUUID(),
          at: start,
          act,
          author_id: re,
          subject,
          account_id: accountId,
          reason: '',
        })
    })
    expect((await listDecisions(it.store.db, subject)).map(({ act }) => act)).toEqual(acts)
  })

  test('leaves a log that the database itself refuses to change', async () => {
    await people.claim(await people.join('Chris Re'), re)
    for (const change of ["update decisions set reason = ''", 'delete from decisions'])
      await expect(it.store.withSession(({ session }) => session.query(change))).rejects.toThrow('only ever added to')
  })
})
