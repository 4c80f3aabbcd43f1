import {
  confirmWorks,
  contestClaim,
  decideCorrection,
  followAccountChange,
  resolveIdentities,
  undoCorrection,
  vouchFor,
  withdrawClaim,
} from '@bzpeer/actions'
import {
  type Caller,
  type CorrectionDetails,
  defaultClaimPolicy,
  isDisputedAt,
  toEvidenceFileJson,
} from '@bzpeer/domain'
import {
  addEvidence,
  findTrustBasis,
  hideRecord,
  listConfirmations,
  migrate,
  openStore,
  showRecord,
  writeMerges,
} from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { after, useClaiming } from './claiming.ts'
import { useCorrecting } from './correcting.ts'
import { author, type JsonRecord, orcidOf, work } from './made-records.ts'
import { ada, ben, cleo, dan, nameOn, names, university, useSupporting } from './supporting.ts'
import { useStore } from './test-store.ts'

/** A second record of Ben's, with works of its own. */
const other = 10
const newer = { updated_date: '2100-06-01' }
const onAll = [nameOn(ada), nameOn(ben), nameOn(dan), nameOn(cleo)]

describeOnEachDatabase('confirmed works', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  const { propose } = useCorrecting(it, people)
  const { own, ownToo, importAt, supportOf } = useSupporting(it, people)
  const shared = (id: number, more: JsonRecord = {}) =>
    work(id, `Work ${id}`, { authorships: [nameOn(ada), nameOn(ben)], ...more })
  beforeEach(async () => {
    await it.empty()
    await it.importLines(
      university,
      ...[...names].map(([id, name]) => author(id, name)),
      author(other, 'Ben Bly'),
      ...[1, 2, 3].map((id) => shared(id)),
      work(4, 'All', { authorships: onAll }),
      work(5, 'Others', { authorships: [nameOn(ada), nameOn(other)] }),
    )
  })

  const confirm = (by: Caller, authorId: number, workIds: readonly number[], days: number) =>
    confirmWorks(people.as(by, after(days)), { authorId, workIds })
  const said = async ({ accountId }: Caller, authorId: number) =>
    (await listConfirmations(it.store.db, { accountId, authorId })).map(({ issuer, workIds }) => [issuer, ...workIds])
  const mergeWorks = (id: number, intoId: number, days: number) =>
    it.store.transaction((tx) => writeMerges(tx, [{ kind: 'work', id, intoId }], after(days)))
  const exportOf = async (authorId: number, days: number) => {
    const basis = await findTrustBasis(it.store.db, authorId, after(days))
    return basis && JSON.stringify(toEvidenceFileJson(basis, 'A', after(days)))
  }
  const notes = async (authorId: number) => {
    const rows = it.store.db.selectFrom('trust_history').select('cause').where('author_id', '=', authorId)
    return (await rows.orderBy('at').execute()).map(({ cause }) => cause)
  }
  const freeze = async ({ claimId }: { readonly claimId: string }, days: number) =>
    contestClaim(people.as(await people.join('Objector'), after(days)), { claimId, reason: 'No.', evidenceUrl: null })

  async function correct(details: CorrectionDetails, days: number): Promise<number> {
    const { number } = await propose(details)
    const curator = people.as(await people.join('A curator', { role: 'curator' }), after(days))
    await decideCorrection(curator, { number, verdict: 'accept', reason: 'It is so.' })
    return number
  }

  async function undo(number: number, days: number): Promise<void> {
    const curator = people.as(await people.join('Another curator', { role: 'curator' }), after(days))
    await undoCorrection(curator, { number, reason: 'It was not so.' })
  }

  test('count once where the author stands twice on the byline, by an iD and without', async () => {
    const iD = `https://orcid.org/${orcidOf(11)}`
    const slotOf = (orcid: string | null) => ({ ...nameOn(11), author: { ...(nameOn(11)['author'] as object), orcid } })
    await it.importLines(
      author(11, 'Eve Ell', { orcid: iD }),
      work(6, 'Twice', { authorships: [slotOf(iD), nameOn(ben), slotOf(null)] }),
      work(7, 'Once', { authorships: [slotOf(null)] }),
    )
    expect(await supportOf(11, 1)).toBe('1 of 2 by this site')
    const { accountId } = await people.join('Ben Bly')
    const confirmed = { authorId: 11, claimId: null, accountId, kind: 'authorship.supported' } as const
    const statement = { issuer: `A${ben}`, source: '/works/W6', observedAt: after(2), expiresAt: null }
    await it.store.transaction((tx) => addEvidence(tx, { ...confirmed, ...statement, detail: { work_ids: [6] } }))
    expect(await supportOf(11, 2)).toBe('1 of 2 by this site')
  })

  test('count for as long as who confirms them is on them too, and can be taken back after that', async () => {
    const [confirmer] = [await own(ada), await own(ben)]
    await confirm(confirmer, ben, [1, 2], 9)
    await importAt(after(10), shared(2, { authorships: [nameOn(ben)], ...newer }))
    expect(await supportOf(ben, 10)).toBe(`1 of 4 by A${ada}`)
    expect(await said(confirmer, ben)).toEqual([[`A${ada}`, 1, 2]])
    await confirm(confirmer, ben, [1], 11)
    expect(await said(confirmer, ben)).toEqual([[`A${ada}`, 1]])
  })

  test('go with a work that is merged into another, each once, and are taken back by its new number', async () => {
    const [confirmer] = [await own(ada), await own(ben)]
    await confirm(confirmer, ben, [2, 3], 9)
    await mergeWorks(2, 3, 10)
    await importAt(after(10))
    expect(await supportOf(ben, 10)).toBe(`1 of 3 by A${ada}`)
    await mergeWorks(3, 1, 11)
    await importAt(after(11))
    expect(await supportOf(ben, 11)).toBe(`1 of 2 by A${ada}`)
    expect(await said(confirmer, ben)).toEqual([[`A${ada}`, 1]])
    await confirm(confirmer, ben, [], 12)
    expect(await supportOf(ben, 12)).toBe('none')
  })

  describe('of a record that is merged into another', () => {
    test('go along with its owner, and back once that is undone', async () => {
      const [confirmer] = [await own(ada), await own(ben)]
      await confirm(confirmer, ben, [1, 2], 9)
      const number = await correct({ kind: 'merge', authorId: ben, intoId: other }, 10)
      expect(await supportOf(other, 10)).toBe(`2 of 5 by A${ada}`)
      await confirm(confirmer, other, [1, 2, 5], 11)
      expect(await supportOf(other, 11)).toBe(`3 of 5 by A${ada}`)
      await undo(number, 12)
      // The last is none of the record's any more; it can be taken back.
      expect(await supportOf(ben, 12)).toBe(`2 of 4 by A${ada}`)
      await confirm(confirmer, ben, [1], 13)
      expect(await supportOf(ben, 13)).toBe(`1 of 4 by A${ada}`)
    })

    test('count on where it is the confirmer’s, and once that is undone', async () => {
      const [confirmer] = [await own(ben), await own(ada)]
      await confirm(confirmer, ada, [1, 2], 9)
      const number = await correct({ kind: 'merge', authorId: ben, intoId: other }, 10)
      expect(await supportOf(ada, 10)).toBe(`2 of 5 by A${ben}`)
      await confirm(confirmer, ada, [1, 2, 5], 11)
      expect(await said(confirmer, ada)).toEqual([
        [`A${ben}`, 1, 2],
        [`A${other}`, 5],
      ])
      expect(await supportOf(ada, 11)).toBe(`3 of 5 by A${other}`)
      await undo(number, 12)
      expect(await supportOf(ada, 12)).toBe(`2 of 5 by A${ben}`)
    })
  })

  test('count on while the confirmer’s record is hidden, which nobody is told the number of', async () => {
    const [confirmer, owner] = [await own(ada), await own(ben)]
    const friend = await own(dan)
    await confirm(confirmer, ben, [1, 2], 9)
    await vouchFor(people.as(confirmer, after(9)), ben)
    await vouchFor(people.as(friend, after(9)), ben)
    const scored = await exportOf(ben, 10)
    expect(scored).toContain(`"A${ada}"`)
    const ref = { kind: 'author', id: ada } as const
    await it.store.transaction((tx) => hideRecord(tx, { ref, correction: 1, at: after(10) }))
    expect(await supportOf(ben, 10)).toBe('2 of 4 by hidden record 1')
    expect((await exportOf(ben, 10))?.match(/"issuer":"[^"]*"/g)).toContain('"issuer":"hidden record 1"')
    expect(await exportOf(ben, 10)).not.toContain(`A${ada}"`)
    expect(await exportOf(ben, 10)).toContain(`"A${dan}"`)
    await it.store.transaction((tx) => showRecord(tx, 1))
    expect(await exportOf(ben, 10)).toBe(scored)

    await freeze(owner, 11)
    expect(await exportOf(ben, 11)).toContain(`/authors/A${ada}"`)
    await it.store.transaction((tx) => hideRecord(tx, { ref, correction: 1, at: after(12) }))
    expect(await exportOf(ben, 12)).not.toContain(`A${ada}"`)
    expect(await supportOf(ben, 12)).toBe('2 of 4 by hidden record 1')
  })

  test('stay those of then while the score is frozen, whatever is confirmed, taken back or merged', async () => {
    const [confirmer, owner] = [await own(ada), await own(ben)]
    await confirm(confirmer, ben, [1, 2], 9)
    await freeze(owner, 10)
    const frozen = `2 of 4 by A${ada}`
    await confirm(confirmer, ben, [1, 2, 3], 11)
    expect(await supportOf(ben, 11)).toBe(frozen)
    await mergeWorks(2, 3, 12)
    await importAt(after(12))
    expect(await supportOf(ben, 12)).toBe(frozen)
    await confirm(confirmer, ben, [], 13)
    expect(await supportOf(ben, 13)).toBe(frozen)
    const basis = await findTrustBasis(it.store.db, ben, after(13))
    expect(basis && isDisputedAt(basis, after(13))).toBe(true)
  })

  test('push no others out of a frozen score when they are taken back one by one', async () => {
    const [confirmer, witness, owner] = [await own(ada), await own(dan), await own(ben)]
    await confirm(witness, ben, [4], 9)
    await confirm(confirmer, ben, [1, 2, 3], 10)
    await freeze(owner, 11)
    await confirm(confirmer, ben, [1, 2], 12)
    await confirm(confirmer, ben, [1], 13)
    const basis = await findTrustBasis(it.store.db, ben, after(14))
    expect(
      basis?.evidence.filter(({ kind, issuer }) => kind === 'authorship.supported' && issuer === `A${ada}`),
    ).toHaveLength(1)
    expect(await supportOf(ben, 14)).toMatch(/^4 of 4/)
  })

  test('are those of every record that the confirmer owns, each by the one that has it', async () => {
    const [owner, confirmer] = [await own(ada), await own(ben)]
    await ownToo(confirmer, other)
    await confirm(confirmer, ada, [1, 5], 9)
    expect(await supportOf(ada, 9)).toMatch(/^2 of 5/)
    expect(new Map((await said(confirmer, ada)).map(([issuer, ...ids]) => [issuer, ids]))).toEqual(
      new Map([
        [`A${other}`, [5]],
        [`A${ben}`, [1]],
      ]),
    )
    await confirm(confirmer, ada, [5], 10)
    expect(await supportOf(ada, 10)).toBe(`1 of 5 by A${other}`)
    // The record that is not attested is the first that they own, and stands in the way of nothing.
    await it.importLines(author(12, 'Ben Bly'), work(8, 'Elsewhere', { authorships: [nameOn(ada), plain(12)] }))
    const late = await people.join('Ben Bly', { email: 'ben@uni-jena.de' })
    await withdrawClaim(people.as(confirmer, after(11)), confirmer.claimId)
    await ownToo(late, 12)
    await ownToo(late, ben)
    await vouchFor(people.as(late, after(12)), ada)
    const vouch = it.store.db.selectFrom('evidence').select('issuer').where('kind', '=', 'attestation.vouch')
    expect(await vouch.execute()).toEqual([{ issuer: `A${ben}` }])
    expect(await people.statusOf(owner.claimId)).toBe('accepted')
  })

  const plain = (id: number): JsonRecord => ({ ...nameOn(id), institutions: [], raw_affiliation_strings: [] })

  test('are taken back also after the owner’s claim has ended, in part and whole, and none is added then', async () => {
    const [confirmer, owner] = [await own(ada), await own(ben)]
    await confirm(confirmer, ben, [1, 2], 9)
    await withdrawClaim(people.as(owner, after(10)), owner.claimId)
    await confirm(confirmer, ben, [2], 11)
    expect(await said(confirmer, ben)).toEqual([[`A${ada}`, 2]])
    await expect(confirm(confirmer, ben, [2, 3], 12)).rejects.toThrow('has been claimed')
    await confirm(confirmer, ben, [], 13)
    expect(await said(confirmer, ben)).toEqual([])
  })

  test('of a former owner are none of the next one’s, and are taken back with what is said of theirs', async () => {
    const [confirmer, owner] = [await own(ada), await own(ben)]
    await confirm(confirmer, ben, [1, 2], 9)
    await withdrawClaim(people.as(owner, after(10)), owner.claimId)
    await ownToo(await people.join('Ben Bly', { email: 'b.bly@uni-jena.de' }), ben)
    expect(await supportOf(ben, 20)).toBe('none')
    await confirm(confirmer, ben, [1], 21)
    expect(await supportOf(ben, 21)).toBe(`1 of 4 by A${ada}`)
    expect(await said(confirmer, ben)).toEqual([[`A${ada}`, 1]])
  })

  /** As often as that within the hours before a day, and taken back. */
  async function saidBefore(by: Caller, kind: string, count: number, days: number): Promise<void> {
    await sql`
      insert into evidence (id, author_id, account_id, kind, issuer, source, observed_at, revoked_at)
      select gen_random_uuid(), ${dan}, ${by.accountId}::uuid, ${kind}, ${`A${ada}`}, '',
        ${after(days)}::timestamptz - n * interval '1 minute', ${after(days)}
      from generate_series(1, ${count}::integer) n`.execute(it.store.db)
  }

  test('are confirmed fifty times a day, and taken back without number', async () => {
    const [confirmer] = [await own(ada), await own(ben)]
    await saidBefore(confirmer, 'authorship.supported', 48, 9)
    await confirm(confirmer, ben, [1, 2, 3], 9)
    await confirm(confirmer, ben, [1, 2], 9.01)
    await confirm(confirmer, ben, [1], 9.02)
    await confirm(confirmer, ben, [1, 2], 9.03)
    await confirm(confirmer, ben, [1], 9.04)
    expect(await supportOf(ben, 9.04)).toBe(`1 of 4 by A${ada}`)
    await expect(confirm(confirmer, ben, [1, 2], 9.05)).rejects.toThrow('50 times a day')
    await confirm(confirmer, ben, [], 9.06)
    await confirm(confirmer, ben, [1, 2], 10.1)
    expect(await supportOf(ben, 10.1)).toBe(`2 of 4 by A${ada}`)
  })

  test('like vouches, of which an account gives fifty a day', async () => {
    const [voucher] = [await own(ada), await own(ben)]
    await saidBefore(voucher, 'attestation.vouch', 50, 9)
    await expect(vouchFor(people.as(voucher, after(9)), ben)).rejects.toThrow('50 times a day')
    await vouchFor(people.as(voucher, after(10)), ben)
  })

  test('are no word of who is attested by the word of their owner: support does not go round', async () => {
    const [owner, friend] = [await own(ada), await own(dan)]
    const confirmer = await own(cleo, { email: 'cleo@mail.example' })
    await vouchFor(people.as(owner, after(9)), cleo)
    await vouchFor(people.as(friend, after(9)), cleo)
    await expect(confirm(confirmer, ada, [4], 10)).rejects.toThrow('at L2, without the word of those')
    await vouchFor(people.as(await own(ben), after(10)), cleo)
    await confirm(confirmer, ada, [4], 11)
    expect(await supportOf(ada, 11)).toBe(`1 of 5 by A${cleo}`)
    // Who is attested by others confirms works of who confirms theirs.
    await confirm(owner, cleo, [4], 12)
    expect(await supportOf(cleo, 12)).toBe(`1 of 1 by A${ada}`)
  })

  test('that lapse are not noted as what sources changed, also where they give the record anew', async () => {
    await importAt(
      after(1),
      shared(1, { authorships: [nameOn(ada, 'Jena (ada.ahn@uni-jena.de)'), nameOn(ben)], ...newer }),
    )
    await own(ada, { lapsesAt: after(30) })
    const before = await notes(ada)
    await importAt(after(40), author(20, 'Somebody else'))
    expect(await notes(ada)).toEqual(before)
    await importAt(after(41), author(ada, 'Ada Ahn', newer))
    expect(await notes(ada)).toEqual(before)
  })

  test('that lapse are not noted after a resolution either, and what it finds is', async () => {
    await own(ada, { lapsesAt: after(30) })
    const before = await notes(ada)
    await resolveIdentities({ store: it.store, now: () => after(10) }, () => undefined)
    expect(await notes(ada)).toEqual([...before, 'record.imported'])
    await resolveIdentities({ store: it.store, now: () => after(40) }, () => undefined)
    expect(await notes(ada)).toEqual([...before, 'record.imported'])
  })

  test('by an email from before that counted are so from the migration on, and the next pass leaves them', async () => {
    await using store = openStore(await database.createLocation({ empty: true }))
    await migrate(store, '0018-own-requests')
    const [accountId, claimId] = [crypto.randomUUID(), crypto.randomUUID()]
    const at = new Date('2026-01-01')
    const lapses_at = new Date('2199-01-01')
    await store.db
      .insertInto('accounts')
      .values({ id: accountId, handle: accountId, name: 'Ada Ahn', role: 'member' })
      .execute()
    const email = { account_id: accountId, email: 'ada.ahn@uni-jena.de', is_primary: true, removed_at: null, lapses_at }
    await store.db
      .insertInto('account_emails')
      .values({ ...email, confirmed_at: at, renewed_at: at })
      .execute()
    await sql`insert into claims (id, author_id, account_id, status, statement, opened_at, window_ends_at, accepted_at)
      values (${claimId}, ${ada}, ${accountId}, 'accepted', '', ${at}, ${at}, ${at})`.execute(store.db)
    for (const [id, affiliation] of [
      [11, 'Jena (Ada.Ahn@uni-jena.de)'],
      [9, 'ada.ahn@uni-jena.de'],
      [10, 'ada-ahn@uni-jena.de'],
    ] as const) {
      await sql`insert into authorships (work_id, position, author_id, is_repeat, raw_name, raw_affiliations)
        values (${id}, 1, ${ada}, false, 'A. Ahn', array[${affiliation}])`.execute(store.db)
      await sql`insert into author_works (author_id, publication_year, work_id, position, byline_size)
        values (${ada}, 2020, ${id}, 1, 1)`.execute(store.db)
    }
    await migrate(store)
    const evidence = () =>
      store.db.selectFrom('evidence').selectAll().where('kind', '=', 'authorship.supported').execute()
    const derived = await evidence()
    expect(derived).toMatchObject([
      { claim_id: claimId, source: 'an address at uni-jena.de', expires_at: lapses_at, detail: { work_ids: [9, 11] } },
    ])
    await store.transaction((tx) => followAccountChange(tx, accountId, { at: new Date(), policy: defaultClaimPolicy }))
    expect(await evidence()).toEqual(derived)
  })
})
