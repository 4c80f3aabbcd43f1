import { setTimeout } from 'node:timers/promises'
import {
  contestClaim,
  decideClaim,
  decideCorrection,
  forgetClaimant,
  mergeDuplicates,
  NotAllowedError,
  openClaim,
  settleClaims,
  withdrawCorrection,
} from '@bzpeer/actions'
import { type Caller, defaultClaimPolicy } from '@bzpeer/domain'
import {
  findClaim,
  findHidden,
  findMergedInto,
  hideRecord,
  holdCorrection,
  listCorrections,
  listOpenCorrectionsOf,
  lockVouches,
  writeMerges,
} from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { after, failing, start, useClaiming } from './claiming.ts'
import { useCorrecting } from './correcting.ts'
import { author, orcidOf, slot, work } from './made-records.ts'
import { useStore } from './test-store.ts'

const john = 1
const namesake = 2
const ann = 4
const other = 5
const newer = { updated_date: '2025-01-01' }

describeOnEachDatabase('what happens to decisions about the record', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  const { accept, undo, propose, decide, statusOf, bylineOf } = useCorrecting(it, people)
  beforeEach(async () => {
    await it.empty()
    await it.importLines(
      author(john, 'John Smith'),
      author(namesake, 'J. Smith'),
      author(ann, 'Ann Lee'),
      author(other, 'John B. Smith'),
      work(1, 'One', { authorships: [slot(john, [], 'J. Smith'), slot(john, [], 'J. Smith'), slot(ann)] }),
      work(2, 'Two', { authorships: [slot(john, [], 'J. Smith'), slot(john, [], 'John Smith'), slot(ann)] }),
      work(3, 'Three', { authorships: [slot(namesake, [], 'J. Smith'), slot(ann)] }),
      work(5, 'Five', { authorships: [slot(john, [], 'John Smith')] }),
      work(6, 'Six', { authorships: [slot(ann), slot(namesake, [], 'J. Smith')] }),
    )
  })

  test('a name that was decided about in two places of a byline comes to stand in one', async () => {
    await accept({ kind: 'not-my-work', authorId: john, workIds: [1], toId: null })
    await it.importLines(work(1, 'One', { authorships: [slot(john, [], 'J. Smith'), slot(ann)], ...newer }))
    expect(await bylineOf(1)).toEqual([null, ann])
  })

  test('two names that were decided about move on by one place', async () => {
    const number = await accept({ kind: 'not-my-work', authorId: john, workIds: [2], toId: null })
    const names = [slot(john, [], 'J. Smith'), slot(john, [], 'John Smith'), slot(ann)]
    await it.importLines(work(2, 'Two', { authorships: [slot(9, [], 'New One'), ...names], ...newer }))
    expect(await bylineOf(2)).toEqual([9, null, null, ann])
    await undo(number)
    expect(await bylineOf(2)).toEqual([9, john, john, ann])
  })

  test('two works that one correction is about are merged by a source', async () => {
    await accept({ kind: 'not-my-work', authorId: namesake, workIds: [3, 6], toId: null })
    await it.store.transaction((tx) => writeMerges(tx, [{ kind: 'work', id: 3, intoId: 6 }], start))
    expect(await bylineOf(6)).toEqual([ann, null])
  })

  test('the source gives the place to somebody of another name: the decision waits', async () => {
    await accept({ kind: 'not-my-work', authorId: namesake, workIds: [3], toId: other })
    const byline = [slot(77, [], 'Jane Smith'), slot(ann)]
    await it.importLines(author(77, 'Jane Smith'), work(3, 'Three', { authorships: byline, ...newer }))
    expect(await bylineOf(3)).toEqual([77, ann])
  })

  test('a record is hidden while a claim on it, that disowns a work, is open: a curator can accept it all the same', async () => {
    const caller = await people.join('John Smith')
    const works = [{ workId: 1, isMine: false }]
    const id = await openClaim(people.as(caller), { authorId: john, statement: '', works })
    await it.store.transaction((tx) => hideRecord(tx, { ref: { kind: 'author', id: john }, correction: 99, at: start }))
    await settleClaims({ store: it.store, now: () => after(8), claimPolicy: defaultClaimPolicy }, failing)
    expect(await people.statusOf(id)).toBe('contested')
    const curator = people.as(await people.join('Cora', { role: 'curator' }), after(9))
    await decideClaim(curator, { claimId: id, verdict: 'accept', reason: 'It is his email.' })
    expect(await people.statusOf(id)).toBe('accepted')
  })

  test('a source merges the record into one that the curator claims: it has become their own case', async () => {
    const curator = await people.join('John Smith', { role: 'curator' })
    await people.claim(curator, john)
    const number = await accept({ kind: 'not-my-work', authorId: namesake, workIds: [3], toId: null })
    await it.store.transaction((tx) => writeMerges(tx, [{ kind: 'author', id: namesake, intoId: john }], start))
    await expect(undo(number, curator)).rejects.toThrow(NotAllowedError)
  })

  describe('a source merges a record while something is proposed about it:', () => {
    const source = (kind: 'author' | 'work', id: number, intoId: number) =>
      it.store.transaction((tx) => writeMerges(tx, [{ kind, id, intoId }], start))
    const aboutOf = async (number: number) => {
      const correction = it.store.db.selectFrom('corrections').select(['author_id', 'details'])
      const records = it.store.db.selectFrom('correction_records').select('author_id').where('number', '=', number)
      const rows = await records.orderBy('author_id').execute()
      return {
        ...(await correction.where('number', '=', number).executeTakeFirst()),
        records: rows.map(({ author_id }) => author_id),
      }
    }

    test('it is decided about the record that took its place, and undone', async () => {
      const { number } = await propose({ kind: 'not-my-work', authorId: namesake, workIds: [3, 6], toId: null })
      await source('author', namesake, other)
      await source('work', 3, 6)
      expect(await bylineOf(6)).toEqual([ann, other])
      expect(await listOpenCorrectionsOf(it.store.db, other, 5)).toMatchObject([{ number }])
      await decide(number)
      expect(await bylineOf(6)).toEqual([ann, null])
      expect(await aboutOf(number)).toEqual({
        author_id: other,
        details: { kind: 'not-my-work', authorId: other, workIds: [6], toId: null },
        records: [other],
      })
      await undo(number)
      expect(await bylineOf(6)).toEqual([ann, other])
    })

    test.each([namesake, other])(
      'the curator chooses which of two stays, by its old number or its new one: %i',
      async (staysId) => {
        const { number } = await propose({ kind: 'merge', authorId: namesake, intoId: john })
        await source('author', namesake, other)
        await decide(number, { staysId })
        expect(await findMergedInto({ kind: 'author', id: john }, it.store.db)).toBe(other)
        expect((await aboutOf(number)).records).toEqual([john, other])
        await undo(number)
        expect(await findMergedInto({ kind: 'author', id: john }, it.store.db)).toBeUndefined()
      },
    )

    test('two that are to be merged are one by then, which can be refused or withdrawn', async () => {
      const reader = await people.join('A reader')
      const { number } = await propose({ kind: 'merge', authorId: namesake, intoId: john }, reader)
      const { number: split } = await propose({ kind: 'split', authorId: namesake, workIds: [3], intoId: john }, reader)
      await source('author', namesake, john)
      for (const each of [number, split]) await expect(decide(each)).rejects.toThrow('is one by now')
      const curator = people.as(await people.join('A curator', { role: 'curator' }))
      await decideCorrection(curator, { number, verdict: 'refuse', reason: 'They are one.' })
      await withdrawCorrection(people.as(reader), split)
      expect([await statusOf(number), await statusOf(split)]).toEqual(['refused', 'withdrawn'])
      expect(await it.store.db.selectFrom('duplicate_candidates').selectAll().execute()).toEqual([])
    })

    test('who asked to be hidden is hidden under the other number', async () => {
      const { number } = await propose({ kind: 'hide', authorId: namesake })
      await source('author', namesake, other)
      await decide(number)
      expect(await findHidden(it.store.db, { kind: 'author', id: other })).toMatchObject({ correction: number })
      await undo(number)
      expect(await findHidden(it.store.db, { kind: 'author', id: other })).toBeUndefined()
    })
  })

  test('a record is hidden that another was merged into: neither is named any more', async () => {
    await accept({ kind: 'merge', authorId: namesake, intoId: john })
    await it.store.transaction((tx) => hideRecord(tx, { ref: { kind: 'author', id: john }, correction: 99, at: start }))
    const [listed] = await listCorrections(it.store.db, { status: null, before: null, limit: 1 })
    expect(listed?.records.map(([id, , , isHidden]) => [id, isHidden])).toEqual([
      [namesake, true],
      [john, true],
    ])
  })

  test('a record that people merged is hidden with what a source merged it into since: it stays so once that is undone', async () => {
    const number = await accept({ kind: 'merge', authorId: namesake, intoId: john })
    await it.store.transaction((tx) => writeMerges(tx, [{ kind: 'author', id: john, intoId: other }], start))
    const hiding = await accept({ kind: 'hide', authorId: other })
    await undo(number)
    const found = await findHidden(it.store.db, { kind: 'author', id: namesake })
    expect(found).toMatchObject({ correction: hiding })
    await undo(hiding)
    expect(await findHidden(it.store.db, { kind: 'author', id: namesake })).toBeUndefined()
  })

  test('works leave the record before a split of the others is decided: it is left one work', async () => {
    const { number } = await propose({ kind: 'split', authorId: namesake, workIds: [3], intoId: null })
    const away = await accept({ kind: 'not-my-work', authorId: namesake, workIds: [6], toId: null })
    await expect(decide(number)).rejects.toThrow('at least one work')
    expect(await bylineOf(3)).toEqual([namesake, ann])
    await undo(away)
    await decide(number)
    expect(await bylineOf(3)).not.toEqual([namesake, ann])
  })

  test('an account is deleted after its record was merged: its words are gone from what an undo keeps', async () => {
    const caller = await people.join('J. Smith')
    await openClaim(people.as(caller), { authorId: namesake, statement: 'A long story', works: [] })
    await accept({ kind: 'merge', authorId: namesake, intoId: john })
    await it.store.transaction((tx) =>
      forgetClaimant(tx, caller.accountId, { at: after(1), policy: defaultClaimPolicy }),
    )
    const kept = await it.store.db.selectFrom('correction_changes').select(['before', 'after']).execute()
    expect(kept.length).toBeGreaterThan(0)
    expect(JSON.stringify(kept)).not.toContain('A long story')
  })

  const own = async (caller: Caller, authorId: number): Promise<string> => {
    const claimId = await people.claim(caller, authorId, after(-7))
    const curator = people.as(await people.join('A curator', { role: 'curator' }))
    await decideClaim(curator, { claimId, verdict: 'accept', reason: 'It is them.' })
    return claimId
  }
  const forget = async ({ accountId }: Caller): Promise<void> =>
    it.store.transaction(async (tx) => {
      await forgetClaimant(tx, accountId, { at: after(1), policy: defaultClaimPolicy })
      await tx.db.deleteFrom('account_emails').where('account_id', '=', accountId).execute()
      await tx.db.deleteFrom('accounts').where('id', '=', accountId).execute()
    })

  test('an account is deleted after its records were merged: undoing that gives it none', async () => {
    const caller = await people.join('J. Smith')
    const [gone] = [await own(caller, namesake), await own(caller, john)]
    const number = await accept({ kind: 'merge', authorId: namesake, intoId: john })
    await forget(caller)
    await undo(number, undefined, after(2))
    expect(await people.statusOf(gone)).toBe('withdrawn')
  })

  test('an owned record is merged into one that its owner claims: both claims are as before once that is undone', async () => {
    const caller = await people.join('J. Smith')
    const claims = [await own(caller, namesake), await people.claim(caller, john)]
    const objection = { claimId: claims[1] ?? '', reason: 'A long story', evidenceUrl: null }
    await contestClaim(people.as(await people.join('Objector')), objection)
    const objections = it.store.db.selectFrom('claim_objections').select(['claim_id', 'author_id', 'outcome'])
    const now = async () =>
      Promise.all(
        claims.map(async (id) => {
          const claim = await findClaim(it.store.db, id)
          return [claim?.author_id, claim?.status]
        }),
      )
    const before = await now()
    const number = await accept({ kind: 'merge', authorId: namesake, intoId: john })
    expect(await now()).toEqual([
      [john, 'accepted'],
      [john, 'withdrawn'],
    ])
    expect(await objections.execute()).toEqual([{ claim_id: claims[0], author_id: john, outcome: null }])
    const kept = await it.store.db.selectFrom('correction_changes').select('before').execute()
    expect(JSON.stringify(kept)).not.toContain('A long story')
    await undo(number, undefined, after(1))
    expect(await now()).toEqual(before)
    expect(await objections.execute()).toEqual([{ claim_id: claims[1], author_id: john, outcome: null }])
  })

  test('an owned record is to be merged into one with an iD: its owner signs in with that before', async () => {
    const [known, iD] = [9, orcidOf(9)]
    await it.importLines(author(known, 'John Smith', { orcid: `https://orcid.org/${iD}` }))
    const owner = await people.join('J. Smith')
    const claimId = await own(owner, namesake)
    const { number } = await propose({ kind: 'merge', authorId: namesake, intoId: known })
    await expect(decide(number)).rejects.toThrow('the owner of A2 has not signed in with it')
    const stated = { account_id: owner.accountId, provider_id: 'orcid', issuer: 'https://orcid.org', claims: '{}' }
    await it.store.db
      .insertInto('sign_in_facts')
      .values({ ...stated, subject: iD, observed_at: start, renewed_at: start, ended_at: null })
      .execute()
    await decide(number)
    expect(await findClaim(it.store.db, claimId)).toMatchObject({ author_id: known, status: 'accepted' })
  })

  test('an account is deleted while what it proposed is being decided: neither waits for the other for ever', async () => {
    const caller = await people.join('J. Smith')
    const { number } = await propose({ kind: 'merge', authorId: namesake, intoId: john }, caller)
    let forgetting: Promise<void> | undefined
    const deciding = it.store.transaction(async (tx) => {
      await holdCorrection(tx, number)
      forgetting = forget(caller)
      await setTimeout(300)
      await lockVouches(tx.db)
    })
    await expect(deciding).resolves.toBeUndefined()
    await expect(forgetting).resolves.toBeUndefined()
    expect(await statusOf(number)).toBe('withdrawn')
  })

  test('a work is to be taken from a record that is hidden: it is not', async () => {
    const details = { kind: 'missing-work', authorId: john, work: 'W3', position: 1 } as const
    const { number } = await propose(details)
    const hidden = { ref: { kind: 'author', id: namesake }, correction: 99, at: start } as const
    await it.store.transaction((tx) => hideRecord(tx, hidden))
    await expect(decide(number)).rejects.toThrow('hidden on request')
    await expect(propose({ ...details, work: 'W6', position: 2 })).rejects.toThrow('hidden on request')
    expect(await bylineOf(3)).toEqual([namesake, ann])
  })

  test.each([
    { kind: 'not-my-work', authorId: namesake, workIds: [3], toId: other },
    { kind: 'split', authorId: namesake, workIds: [3], intoId: other },
    { kind: 'split', authorId: namesake, workIds: [3], intoId: null },
    { kind: 'missing-work', authorId: other, work: 'W3', position: 1 },
  ] as const)(
    'the record that a work was given to is hidden, and that is undone: the work stays there, $kind',
    async (details) => {
      const number = await accept(details)
      const given = await bylineOf(3)
      const id = given[0] ?? 0
      const person = await accept({ kind: 'hide', authorId: id })
      await expect(undo(number)).rejects.toThrow('hidden on request')
      expect([await bylineOf(3), await statusOf(number)]).toEqual([given, 'accepted'])
      await undo(person)
      await undo(number)
      expect(await bylineOf(3)).toEqual([namesake, ann])
    },
  )

  test('two curators merge the same pair in the same instant, each in their own way: one does', async () => {
    const { number } = await propose({ kind: 'merge', authorId: namesake, intoId: john })
    const [one, two] = [await people.join('C1', { role: 'curator' }), await people.join('C2', { role: 'curator' })]
    const done = await Promise.allSettled([
      decideCorrection(people.as(one), { number, verdict: 'accept', reason: 'The same person.' }),
      mergeDuplicates(people.as(two), { authorId: namesake, intoId: john, reason: 'The same person.' }),
    ])
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = done.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))
    expect(refused.join()).not.toContain('deadlock')
  })
})
