import {
  contestClaim,
  decideClaim,
  decideCorrection,
  exportClaims,
  forgetClaimant,
  mergeDuplicates,
  NotAllowedError,
  openClaim,
  proposeCorrection,
  reopenDuplicates,
  resolveIdentities,
  settleClaims,
  tellDuplicatesApart,
  undoCorrection,
  withdrawCorrection,
} from '@bzpeer/actions'
import { type Caller, type CorrectionDetails, correctionRules, defaultClaimPolicy } from '@bzpeer/domain'
import {
  addEvidence,
  findMergedInto,
  listAliveClaimsOfAccount,
  listDecisions,
  listDuplicates,
  listNotices,
  RecordBusyError,
} from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { after, failing, start, useClaiming } from './claiming.ts'
import { useCorrecting, withoutTraces } from './correcting.ts'
import { author, slot, work } from './made-records.ts'
import { expectSameState, readState } from './store-state.ts'
import { useStore } from './test-store.ts'

const [jane, namesake, coauthor] = [1, 2, 4]
const merge: CorrectionDetails = { kind: 'merge', authorId: namesake, intoId: jane }
const disown = { kind: 'not-my-work', authorId: jane, workIds: [2], toId: null } as const

describeOnEachDatabase('who corrects the record', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  const { propose, decide, undo, accept, resemble, statusOf, bylineOf } = useCorrecting(it, people)
  const curator = () => people.join('A curator', { role: 'curator' })
  const acceptAs = async (caller: Caller, number: number) =>
    decideCorrection(people.as(caller), { number, verdict: 'accept', reason: 'So it is.' })
  const refuseAs = async (caller: Caller, number: number) =>
    decideCorrection(people.as(caller), { number, verdict: 'refuse', reason: 'No.' })
  beforeEach(async () => {
    await it.empty()
    await it.importLines(
      author(jane, 'Jane Doe'),
      author(namesake, 'J. Doe'),
      author(coauthor, 'Ann Lee'),
      work(1, 'One', { authorships: [slot(jane, [], 'Jane Doe'), slot(coauthor)] }),
      work(2, 'Two', { authorships: [slot(jane, [], 'Jane Doe')] }),
      work(3, 'Three', { authorships: [slot(namesake, [], 'J. Doe'), slot(coauthor)] }),
    )
  })

  /** The record's owner, verified at L3 by a home page. */
  async function own(authorId: number, name: string): Promise<Caller> {
    const owner = await people.join(name)
    const claimId = await people.claim(owner, authorId)
    await settleClaims({ store: it.store, now: () => after(8), claimPolicy: defaultClaimPolicy }, failing)
    expect(await people.statusOf(claimId)).toBe('accepted')
    await it.store.transaction((tx) =>
      addEvidence(tx, {
        authorId,
        claimId,
        accountId: owner.accountId,
        kind: 'control.rel-me',
        issuer: 'jane.example',
        source: 'https://jane.example/',
        observedAt: start,
        expiresAt: null,
        detail: { both_ways: true },
      }),
    )
    return owner
  }

  describe('a proposal', () => {
    test('made twice is one, whoever makes it, and another once it is decided', async () => {
      const { number } = await propose(merge)
      expect(number).toBe(1)
      const turned = { kind: 'merge', authorId: jane, intoId: namesake } as const
      expect(await propose(turned)).toEqual({ number, isNew: false, isAccepted: false })
      await refuseAs(await curator(), number)
      expect(await propose(turned)).toEqual({ number: 2, isNew: true, isAccepted: false })
    })

    test('made by many in the same instant is one', async () => {
      const readers = await Promise.all(Array.from({ length: 6 }, () => people.join('A reader')))
      const made = await Promise.all(readers.map((reader) => propose(merge, reader)))
      expect(new Set(made.map(({ number }) => number))).toEqual(new Set([1]))
      expect(made.filter(({ isNew }) => isNew)).toHaveLength(1)
    })

    test('is one of twenty that may wait for one account', async () => {
      await it.importLines(...Array.from({ length: 21 }, (_, index) => author(100 + index)))
      const reader = await people.join('A reader')
      const about = (id: number) => propose({ kind: 'merge', authorId: id, intoId: jane }, reader)
      for (let id = 100; id < 120; id++) await about(id)
      await expect(about(120)).rejects.toThrow('20 of your proposals wait')
      await withdrawCorrection(people.as(reader), 1)
      await expect(about(120)).rejects.toThrow('20 corrections can be proposed in a day')
      await expect(propose({ kind: 'merge', authorId: 120, intoId: jane })).resolves.toMatchObject({ number: 21 })
    })

    test('says why, and is about what stands on the record', async () => {
      const reader = people.as(await people.join('A reader'))
      const silent = { details: merge, statement: ' ', evidenceUrl: null }
      await expect(proposeCorrection(reader, silent)).rejects.toThrow(NotAllowedError)
      await expect(propose({ ...disown, workIds: [3] })).rejects.toThrow('does not stand on')
      await expect(propose({ kind: 'merge', authorId: 99, intoId: jane })).rejects.toThrow('A99')
      const affiliation = { kind: 'wrong-affiliation', authorId: jane, institutionId: 1, rightId: null } as const
      await expect(propose(affiliation)).rejects.toThrow('does not stand on')
      const known = { kind: 'missing-work', authorId: jane, work: 'W1', position: null } as const
      await expect(propose(known)).rejects.toThrow('stands on the record already')
      expect(await it.store.db.selectFrom('corrections').select('number').execute()).toEqual([])
    })

    test('goes with the account that made it, and what was decided stays', async () => {
      const reader = await people.join('A reader')
      const { number: open } = await propose(merge, reader)
      const { number: done } = await propose(disown, reader)
      await decide(done)
      await it.store.transaction((tx) =>
        forgetClaimant(tx, reader.accountId, { at: after(1), policy: defaultClaimPolicy }),
      )
      expect([await statusOf(open), await statusOf(done)]).toEqual(['withdrawn', 'accepted'])
      const rows = await it.store.db
        .selectFrom('corrections')
        .select(['statement', 'ended_by'])
        .orderBy('number')
        .execute()
      expect(rows).toEqual([
        { statement: '', ended_by: reader.accountId },
        { statement: '', ended_by: null },
      ])
      expect((await listDecisions(it.store.db, `correction:${open}`)).at(-1)).toMatchObject({
        act: 'correction.withdrawn',
        account_id: reader.accountId,
        at: after(1),
      })
    })
  })

  describe('a decision', () => {
    test('is a curator’s, never on what they proposed or on a record that they claim', async () => {
      const { number } = await propose(merge)
      await expect(acceptAs(await people.join('A reader'), number)).rejects.toThrow('Only curators')
      const proposer = await curator()
      const { number: proposed } = await propose(disown, proposer)
      await expect(acceptAs(proposer, proposed)).rejects.toThrow('your own')
      const claimant = await curator()
      await people.claim(claimant, namesake)
      await expect(acceptAs(claimant, number)).rejects.toThrow('your own')
      await expect(refuseAs(claimant, number)).rejects.toThrow('your own')
      await decide(number)
      await expect(undo(number, claimant)).rejects.toThrow('your own')
      expect(await statusOf(number)).toBe('accepted')
      const duplicate = { authorId: namesake, intoId: jane, reason: 'Mine.' }
      await undo(number)
      await expect(mergeDuplicates(people.as(claimant), duplicate)).rejects.toThrow('your own')
      await expect(tellDuplicatesApart(people.as(claimant), duplicate)).rejects.toThrow('your own')
    })

    test('that takes a work from another record is not made by whoever claims that one', async () => {
      const claimant = await curator()
      await people.claim(claimant, namesake)
      const { number } = await propose({ kind: 'missing-work', authorId: jane, work: 'W3', position: 1 })
      await expect(acceptAs(claimant, number)).rejects.toThrow('your own')
      expect(await bylineOf(3)).toEqual([namesake, coauthor])
      await decide(number)
      expect(await bylineOf(3)).toEqual([jane, coauthor])
      await expect(undo(number, claimant)).rejects.toThrow('your own')
    })

    test('is not made by them either where the work came after the proposal', async () => {
      const claimant = await curator()
      await people.claim(claimant, namesake)
      const details = { kind: 'missing-work', authorId: jane, work: 'doi:10.1234/late', position: null } as const
      const { number } = await propose(details)
      await it.importLines(
        work(9, 'Late', { doi: 'https://doi.org/10.1234/late', authorships: [slot(namesake, [], 'J. Doe')] }),
      )
      await expect(acceptAs(claimant, number)).rejects.toThrow('that you have claimed')
      await expect(refuseAs(claimant, number)).rejects.toThrow('that you have claimed')
    })

    test.each([1, null])('against it is not either, where the place that is named is %s', async (position) => {
      const claimant = await curator()
      await people.claim(claimant, namesake)
      const { number } = await propose({ kind: 'missing-work', authorId: jane, work: 'W3', position })
      await expect(refuseAs(claimant, number)).rejects.toThrow('your own')
      const { number: late } = await propose({ kind: 'missing-work', authorId: jane, work: 'doi:10.1/x', position: 1 })
      await refuseAs(claimant, late)
      await refuseAs(await curator(), number)
      expect([await statusOf(number), await statusOf(late)]).toEqual(['refused', 'refused'])
    })

    test('is made once, also by two in the same instant', async () => {
      const { number } = await propose(merge)
      const both = await Promise.allSettled([acceptAs(await curator(), number), refuseAs(await curator(), number)])
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      await expect(acceptAs(await curator(), number)).rejects.toThrow('decided already')
    })

    test('is in the log, with who made it and why, and so is everything else that was done', async () => {
      const reader = await people.join('A reader')
      const { number } = await propose(merge, reader)
      await decide(number)
      await undo(number)
      const log = await listDecisions(it.store.db, `correction:${number}`)
      expect(new Map(log.map(({ act, reason }) => [act, reason]))).toEqual(
        new Map([
          ['correction.proposed', ''],
          ['correction.accepted', 'It is so.'],
          ['correction.undone', 'It was not so.'],
        ]),
      )
      expect(log.find(({ act }) => act === 'correction.proposed')?.account_id).toBe(reader.accountId)
      await expect(undo(number)).rejects.toThrow('accepted can be undone')
    })

    test('to merge waits until one of two owners has given up the claim', async () => {
      await own(jane, 'Jane Doe')
      await own(namesake, 'J. Doe')
      const { number } = await propose(merge)
      await expect(decide(number)).rejects.toThrow('two accounts')
      expect(await statusOf(number)).toBe('open')
      expect(await findMergedInto({ kind: 'author', id: namesake }, it.store.db)).toBeUndefined()
    })

    test.skipIf(database.kind === 'embedded')(
      'waits for an import to end, and changes nothing before (one process at a time has an embedded database)',
      async () => {
        const { number } = await propose(merge)
        const before = await readState(it.store)
        await it.store.asOnlyWriter(async () => {
          await expect(decide(number)).rejects.toThrow(RecordBusyError)
        })
        expect(await statusOf(number)).toBe('open')
        expectSameState(withoutTraces(await readState(it.store)), withoutTraces(before))
        await decide(number)
      },
    )
  })

  describe('an owner', () => {
    test('takes works off their own record at once, and puts them back', async () => {
      const owner = await own(jane, 'Jane Doe')
      const before = withoutTraces(await readState(it.store))
      const { number, isAccepted } = await propose(disown, owner)
      expect(isAccepted).toBe(true)
      expect(await bylineOf(2)).toEqual([null])
      await expect(undo(number, await people.join('A stranger'))).rejects.toThrow('Only curators')
      await undo(number, owner)
      expectSameState(withoutTraces(await readState(it.store)), before)
    })

    test('has done at once what somebody else proposed, who cannot take it back', async () => {
      const owner = await own(jane, 'Jane Doe')
      const reader = await people.join('A reader')
      const { number } = await propose(disown, reader)
      expect(await propose(disown, owner)).toEqual({ number, isNew: false, isAccepted: true })
      await expect(undo(number, reader)).rejects.toThrow('Only curators')
    })

    test('has no words of theirs in the log or in a mail, and takes them along', async () => {
      const owner = await own(jane, 'Jane Doe')
      await people.claim(await people.join('J. Doe'), jane, after(9))
      const { number } = await propose(disown, owner)
      await undoCorrection(people.as(owner), { number, reason: 'BUY PILLS' })
      const row = () =>
        it.store.db.selectFrom('corrections').select('end_reason').where('number', '=', number).executeTakeFirst()
      expect(await row()).toEqual({ end_reason: 'BUY PILLS' })
      const kept = async () =>
        JSON.stringify([
          await listDecisions(it.store.db, `correction:${number}`),
          await listNotices(it.store.db, after(20), 100),
        ])
      expect(await kept()).toContain('correction.undone')
      expect(await kept()).not.toContain('PILLS')
      await it.store.transaction((tx) =>
        forgetClaimant(tx, owner.accountId, { at: after(9), policy: defaultClaimPolicy }),
      )
      expect(await row()).toEqual({ end_reason: null })
    })

    test('does what the rules allow at once twenty times a day, and is hidden all the same', async () => {
      const owner = await own(jane, 'Jane Doe')
      for (let turn = 0; turn < 20; turn++) await undo((await propose(disown, owner)).number, owner)
      await expect(propose(disown, owner)).rejects.toThrow('20 corrections can be proposed in a day')
      expect(await propose({ kind: 'hide', authorId: jane }, owner)).toMatchObject({ isAccepted: true })
    })

    test('of another record, or who gives works to somebody, waits like everybody', async () => {
      const owner = await own(jane, 'Jane Doe')
      const given = { ...disown, toId: namesake }
      expect((await propose(given, owner)).isAccepted).toBe(false)
      const foreign = { kind: 'not-my-work', authorId: namesake, workIds: [3], toId: null } as const
      expect((await propose(foreign, owner)).isAccepted).toBe(false)
    })

    test('who said in their claim that a work is not theirs has proposed a correction', async () => {
      const claimant = await people.join('Jane Doe')
      const works = [
        { workId: 1, isMine: true },
        { workId: 2, isMine: false },
      ]
      await openClaim(people.as(claimant), { authorId: jane, statement: '', works })
      await settleClaims({ store: it.store, now: () => after(8), claimPolicy: defaultClaimPolicy }, failing)
      const [row] = await it.store.db.selectFrom('corrections').selectAll().execute()
      expect(row?.details).toEqual({ kind: 'not-my-work', authorId: jane, workIds: [2], toId: null })
      expect([row?.status, row?.proposed_by]).toEqual(['open', claimant.accountId])
      expect(await bylineOf(2)).toEqual([jane])
    })
  })

  test('whose case it is finds in the export of everything about them what others said and decided, and nobody’s name', async () => {
    const owner = await own(jane, 'Jane Doe')
    const [claim] = await listAliveClaimsOfAccount(it.store.db, owner.accountId)
    const claimId = claim?.id ?? ''
    const [objector, voucher, judge] = [await people.join('Objector'), await people.join('Voucher'), await curator()]
    await contestClaim(people.as(objector, after(9)), { claimId, reason: 'She lies.', evidenceUrl: null })
    await decideClaim(people.as(judge, after(10)), { claimId, verdict: 'dismiss', reason: 'No grounds.' })
    const vouch = { authorId: jane, claimId, accountId: voucher.accountId, kind: 'attestation.vouch' } as const
    await it.store.transaction((tx) =>
      addEvidence(tx, { ...vouch, issuer: 'A4', source: '/works/W1', observedAt: after(10), expiresAt: null }),
    )
    const { number } = await propose(disown, owner)
    await undo(number, judge, after(11))

    const exported = await exportClaims(owner.accountId, it.store)
    expect(exported).toMatchObject({
      claims: [{ id: claimId, status: 'accepted', contested_at: null, contest_rule: null }],
      objections_to_claims: [{ claim_id: claimId, reason: 'She lies.', outcome: 'dismissed' }],
      vouches_received: [{ claim_id: claimId, issuer: 'A4', source: '/works/W1', revoked_at: null }],
      corrections: [
        { number, status: 'undone', decided_rule: 'owner-disowns', ended_at: after(11), end_reason: 'It was not so.' },
      ],
    })
    const acts = exported['decisions'] as { act: string; by_this_account: boolean; rule: string; reason: string }[]
    expect(acts.map(({ act, by_this_account: isOwn, rule, reason }) => [act, isOwn, rule, reason])).toEqual([
      ['claim.opened', true, null, ''],
      ['claim.accepted', false, 'window-uncontested', 'The challenge window ended and nobody had objected.'],
      ['claim.objected', false, null, ''],
      ['claim.objection-dismissed', false, null, 'No grounds.'],
      ['correction.proposed', true, null, ''],
      ['correction.accepted', false, 'owner-disowns', correctionRules['owner-disowns']],
      ['correction.undone', false, null, 'It was not so.'],
    ])
    for (const { accountId } of [objector, voucher, judge]) expect(JSON.stringify(exported)).not.toContain(accountId)
    expect(await exportClaims(voucher.accountId, it.store)).toMatchObject({
      vouches: [{ author_id: jane, issuer: 'A4', source: '/works/W1', closes_triangle: null }],
    })
    expect(await exportClaims(judge.accountId, it.store)).toMatchObject({
      corrections: [
        { number, statement: null, reason: null, ended_by_this_account: true, end_reason: 'It was not so.' },
      ],
    })
  })

  describe('two records that resemble each other', () => {
    const pair = { authorId: namesake, intoId: jane, reason: 'I looked.' }
    beforeEach(() => resemble(jane, namesake))

    test('are merged by a curator in one step, which is a correction like any other', async () => {
      const before = withoutTraces(await readState(it.store))
      const number = await mergeDuplicates(people.as(await curator()), pair)
      expect(await findMergedInto({ kind: 'author', id: namesake }, it.store.db)).toBe(jane)
      const log = await listDecisions(it.store.db, `correction:${number}`)
      expect(new Map(log.map(({ act, rule }) => [act, rule]))).toEqual(
        new Map([
          ['correction.proposed', 'resembling-records'],
          ['correction.accepted', null],
        ]),
      )
      await undo(number)
      expectSameState(withoutTraces(await readState(it.store)), before)
    })

    test('are merged by nobody who proposed it themselves, also once they took that back', async () => {
      const proposer = await curator()
      const { number } = await propose(merge, proposer)
      await expect(mergeDuplicates(people.as(proposer), pair)).rejects.toThrow('your own')
      await withdrawCorrection(people.as(proposer), number)
      await expect(mergeDuplicates(people.as(proposer), pair)).rejects.toThrow('your own')
      expect(await findMergedInto({ kind: 'author', id: namesake }, it.store.db)).toBeUndefined()
      await mergeDuplicates(people.as(await curator()), pair)
      expect(await findMergedInto({ kind: 'author', id: namesake }, it.store.db)).toBe(jane)
    })

    test('are never proposed as one again once a curator has told them apart, or refused to merge them', async () => {
      await tellDuplicatesApart(people.as(await curator()), pair)
      expect(await listDuplicates(it.store.db, 10)).toEqual([])
      await resolveIdentities({ store: it.store, now: () => start }, () => undefined)
      expect(await listDuplicates(it.store.db, 10)).toEqual([])
      const { number } = await propose({ kind: 'merge', authorId: coauthor, intoId: jane })
      await refuseAs(await curator(), number)
      const rows = await it.store.db.selectFrom('duplicate_candidates').select(['author_id_b', 'status']).execute()
      expect(rows).toContainEqual({ author_id_b: coauthor, status: 'distinct' })
    })

    test('and were told apart are proposed as one again once a curator takes it back, which is in the log', async () => {
      const apart = { ids: [jane, namesake] as const, reason: 'I was wrong.' }
      const [first, second] = [await curator(), await curator()]
      await expect(reopenDuplicates(people.as(first), apart)).rejects.toThrow('Nobody has told')
      await tellDuplicatesApart(people.as(first), pair)
      await expect(reopenDuplicates(people.as(await people.join('A reader')), apart)).rejects.toThrow('Only curators')
      const claimant = await curator()
      await people.claim(claimant, jane)
      await expect(reopenDuplicates(people.as(claimant), apart)).rejects.toThrow('your own')
      expect(await listDuplicates(it.store.db, 10)).toEqual([])
      await reopenDuplicates(people.as(second, after(1)), apart)
      expect(await listDuplicates(it.store.db, 10)).toMatchObject([{ author_id_a: jane, author_id_b: namesake }])
      const log = await listDecisions(it.store.db, `duplicate:A${jane}:A${namesake}`)
      expect(log.map(({ act, account_id, reason }) => [act, account_id, reason])).toEqual([
        ['duplicate.distinct', first.accountId, 'I looked.'],
        ['duplicate.reopened', second.accountId, 'I was wrong.'],
      ])
    })

    test('and were never measured are looked at by the next resolution once it is taken back that they are two', async () => {
      const resolve = () => resolveIdentities({ store: it.store, now: () => start }, () => undefined)
      await resolve()
      const { number } = await propose({ kind: 'merge', authorId: coauthor, intoId: jane })
      await refuseAs(await curator(), number)
      const unchecked = () =>
        it.store.db.selectFrom('author_blocks').select('author_id').where('checked_at', 'is', null).execute()
      expect(await unchecked()).toEqual([])
      await reopenDuplicates(people.as(await curator()), { ids: [coauthor, jane], reason: 'I was wrong.' })
      const rows = await it.store.db.selectFrom('duplicate_candidates').select('author_id_b').execute()
      expect(rows).not.toContainEqual({ author_id_b: coauthor })
      expect(new Set((await unchecked()).map(({ author_id }) => author_id))).toEqual(new Set([jane, coauthor]))
      await resolve()
      expect(await unchecked()).toEqual([])
    })
  })

  test('two records that nobody proposes as one are merged by no curator alone, but by one whom somebody else asks', async () => {
    const pair = { authorId: namesake, intoId: jane, reason: 'I say so.' }
    await expect(mergeDuplicates(people.as(await curator()), pair)).rejects.toThrow('Nobody proposes these two as one')
    await resemble(jane, namesake)
    await tellDuplicatesApart(people.as(await curator()), pair)
    await expect(mergeDuplicates(people.as(await curator()), pair)).rejects.toThrow('Nobody proposes these two as one')
    expect(await it.store.db.selectFrom('corrections').select('number').execute()).toEqual([])
    const { number } = await propose(merge)
    expect(await mergeDuplicates(people.as(await curator()), pair)).toBe(number)
  })

  test('a resolution leaves alone what people decided', async () => {
    await it.importLines(
      work(5, 'Five', { authorships: [slot(null, [], 'Xaver Quirin Zumthor'), slot(coauthor)] }),
      work(6, 'Six', { authorships: [slot(null, [], 'Xaver Quirin Zumthor'), slot(coauthor)] }),
    )
    const resolve = () => resolveIdentities({ store: it.store, now: () => start }, () => undefined)
    await resolve()
    const [made] = await bylineOf(5)
    expect(await bylineOf(6)).toEqual([made, coauthor])
    await accept({ kind: 'not-my-work', authorId: made ?? 0, workIds: [6], toId: null })
    await resolve()
    expect([await bylineOf(5), await bylineOf(6)]).toEqual([
      [made, coauthor],
      [null, coauthor],
    ])
  })
})
