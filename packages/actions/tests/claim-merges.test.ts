import {
  contestClaim,
  decideClaim,
  followAccountChange,
  importFiles,
  settleClaims,
  withdrawClaim,
  withdrawObjection,
} from '@bzpeer/actions'
import { type Caller, defaultClaimPolicy, judgeTrust } from '@bzpeer/domain'
import { openFiles } from '@bzpeer/importers/openalex'
import { findClaim, findTrustBasis, listDecisions, listDueRecords, writeMerges } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { after, failing, start, useClaiming } from './claiming.ts'
import { author, institution, type JsonRecord, orcidOf } from './made-records.ts'
import { useStore } from './test-store.ts'

const [kept, gone, both, known] = [100, 101, 102, 103]
const iD = orcidOf(known)

describeOnEachDatabase('a claim on a record that a source merges', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  beforeEach(async () => {
    await it.empty()
    await it.importLines(
      ...[kept, gone, both].map((id) => author(id, 'Chris Re')),
      author(known, 'Chris Re', { orcid: `https://orcid.org/${iD}` }),
    )
  })

  async function isFrozen(authorId: number, at: Date): Promise<boolean> {
    const basis = await findTrustBasis(it.store.db, authorId, at)
    return basis !== undefined && judgeTrust(basis, at).trust.frozen
  }

  async function importAt(at: Date, ...lines: JsonRecord[]): Promise<void> {
    const { files } = await openFiles([it.writeFile(lines)])
    await importFiles({ store: it.store, now: () => at }, files, () => undefined)
  }

  async function signInWith({ accountId }: Caller, subject: string, at: Date): Promise<void> {
    const stated = { account_id: accountId, provider_id: 'orcid', issuer: 'https://orcid.org', claims: '{}' }
    await it.store.db
      .insertInto('sign_in_facts')
      .values({ ...stated, subject, observed_at: at, renewed_at: at, ended_at: null })
      .execute()
  }

  async function mergeInto(from: number, into: number): Promise<void> {
    await it.store.transaction((tx) => writeMerges(tx, [{ kind: 'author', id: from, intoId: into }], after(20)))
  }

  const settle = (at: Date) =>
    settleClaims({ store: it.store, now: () => at, claimPolicy: defaultClaimPolicy }, failing)

  test('goes with its record where that is merged into another, and to a curator where both are owned', async () => {
    const owner = await people.join('Chris Re')
    const [first, second] = [await people.claim(owner, gone), await people.claim(await people.join('C. Re'), both)]
    await settle(after(7))
    await mergeInto(gone, kept)
    expect((await findClaim(it.store.db, first))?.author_id).toBe(kept)
    expect(await people.statusOf(first)).toBe('accepted')
    expect((await people.log(first)).at(-1)).toEqual(['claim.moved', 'record-merged'])
    await mergeInto(both, kept)
    expect((await findClaim(it.store.db, second))?.author_id).toBe(kept)
    expect([await people.statusOf(first), await people.statusOf(second)]).toEqual(['accepted', 'contested'])
    expect(await findClaim(it.store.db, second)).toMatchObject({ contested_at: after(20), accepted_at: null })
    const decisions = await listDecisions(it.store.db, `claim:${second}`)
    expect(decisions.filter(({ at }) => at.getTime() === after(20).getTime())).toMatchObject([
      { act: 'claim.contested', rule: 'another-claim', author_id: kept },
      { act: 'claim.moved', rule: 'record-merged', reason: `The record A${both} was merged into A${kept}.` },
    ])
  })

  test('that somebody makes on two records ends on the one that is merged into the other', async () => {
    const owner = await people.join('Chris Re')
    const [stays, ends] = [await people.claim(owner, kept), await people.claim(owner, gone)]
    await mergeInto(gone, kept)
    expect([await people.statusOf(stays), await people.statusOf(ends)]).toEqual(['open', 'withdrawn'])
    expect((await findClaim(it.store.db, ends))?.ended_at).toEqual(after(20))
    expect((await people.log(ends)).map(([act]) => act).toSorted()).toEqual([
      'claim.moved',
      'claim.opened',
      'claim.withdrawn',
    ])
  })

  test('goes on where the record that somebody owns is merged into one that they only claim', async () => {
    const owner = await people.join('Chris Re')
    const owned = await people.claim(owner, gone)
    await settle(after(7))
    const claimed = await people.claim(owner, kept, after(8))
    await mergeInto(gone, kept)
    expect(await findClaim(it.store.db, owned)).toMatchObject({ author_id: kept, status: 'accepted' })
    expect(await people.statusOf(claimed)).toBe('withdrawn')
    expect((await people.log(claimed)).at(-1)).toEqual(['claim.withdrawn', 'record-merged'])
  })

  describe('that somebody objects to, and that ends because a merge makes it one with another of the same account', () => {
    const object = async (claimId: string, at: Date) =>
      contestClaim(people.as(await people.join('Objector'), at), { claimId, reason: 'No.', evidenceUrl: null })

    test.each(['the record that it is on stays', 'the record that it is on goes'])(
      'leaves the objection to that other one: %s',
      async (which) => {
        const [claimedId, ownedId] = which.endsWith('stays') ? [kept, gone] : [gone, kept]
        const owner = await people.join('Chris Re')
        const owned = await people.claim(owner, ownedId)
        await settle(after(7))
        const claimed = await people.claim(owner, claimedId, after(8))
        await object(claimed, after(9))
        await mergeInto(gone, kept)
        expect([await people.statusOf(owned), await people.statusOf(claimed)]).toEqual(['accepted', 'withdrawn'])
        const objections = it.store.db.selectFrom('claim_objections').select(['claim_id', 'author_id', 'outcome'])
        expect(await objections.execute()).toEqual([{ claim_id: owned, author_id: kept, outcome: null }])
        expect(await isFrozen(kept, after(21))).toBe(true)
      },
    )

    test('of an objector to both leaves it once', async () => {
      const owner = await people.join('Chris Re')
      const [one, two] = [await people.claim(owner, kept), await people.claim(owner, gone)]
      const objector = people.as(await people.join('Objector'), after(1))
      for (const claimId of [one, two]) await contestClaim(objector, { claimId, reason: 'No.', evidenceUrl: null })
      await mergeInto(gone, kept)
      const objections = it.store.db.selectFrom('claim_objections').select(['claim_id', 'outcome'])
      expect(await objections.orderBy('outcome').execute()).toEqual([
        { claim_id: two, outcome: 'moot' },
        { claim_id: one, outcome: null },
      ])
      await settle(after(30))
      expect(await people.statusOf(one)).toBe('contested')
    })
  })

  test.each(['that one stays', 'that one goes'])(
    'once accepted on a record without an iD goes to a curator where a source makes it one with a record that has one: %s',
    async (which) => {
      const impostor = await people.join('Chris Re')
      const claim = await people.claim(impostor, gone)
      await settle(after(7))
      expect(await people.statusOf(claim)).toBe('accepted')
      await (which === 'that one stays' ? mergeInto(gone, known) : mergeInto(known, gone))
      await settle(after(60))
      expect(await people.statusOf(claim)).toBe('contested')
      expect(await people.log(claim)).toContainEqual(['claim.contested', 'merged-with-orcid'])
    },
  )

  test('and left to a curator stays there when others object and take that back', async () => {
    const claimId = await people.claim(await people.join('Chris Re'), gone)
    await settle(after(7))
    await mergeInto(known, gone)
    const objector = await people.join('Objector')
    await contestClaim(people.as(objector, after(21)), { claimId, reason: 'No.', evidenceUrl: null })
    await withdrawObjection(people.as(objector, after(21)), claimId)
    await settle(after(60))
    expect(await people.statusOf(claimId)).toBe('contested')
  })

  describe('and left to a curator', () => {
    const haveContested = async () => {
      const claimant = await people.join('Chris Re')
      const claimId = await people.claim(claimant, gone)
      await settle(after(7))
      await mergeInto(known, gone)
      return { claimant, claimId }
    }
    const claimAnew = async (claimant: Caller, claimId: string, at: Date) => {
      await withdrawClaim(people.as(claimant, at), claimId)
      return people.claim(claimant, gone, at)
    }

    test('is left to one again when the same account withdraws it and claims anew, as often as it does', async () => {
      const { claimant, claimId } = await haveContested()
      const second = await claimAnew(claimant, claimId, after(21))
      expect(await people.statusOf(second)).toBe('contested')
      expect((await people.log(second)).at(-1)).toEqual(['claim.contested', 'merged-with-orcid'])
      const third = await claimAnew(claimant, second, after(22))
      await settle(after(90))
      expect(await people.statusOf(third)).toBe('contested')
    })

    test('is left to one again when the same account claims anew long after a curator rejected it', async () => {
      const { claimant, claimId } = await haveContested()
      const curator = await people.join('Curator', { role: 'curator' })
      await decideClaim(people.as(curator, after(21)), { claimId, verdict: 'reject', reason: 'Somebody else’s.' })
      const second = await people.claim(claimant, gone, after(60))
      await settle(after(90))
      expect(await people.statusOf(second)).toBe('contested')
    })

    test('is a claim like any other when the same account claims anew after a curator has accepted it', async () => {
      const { claimant, claimId } = await haveContested()
      const curator = await people.join('Curator', { role: 'curator' })
      const accept = { claimId, verdict: 'accept', reason: 'Their works.' } as const
      await decideClaim(people.as(curator, after(21)), accept)
      expect(await people.statusOf(await claimAnew(claimant, claimId, after(22)))).toBe('open')
    })

    test('is not held against another account that claims the record', async () => {
      const { claimant, claimId } = await haveContested()
      await withdrawClaim(people.as(claimant, after(21)), claimId)
      expect(await people.statusOf(await people.claim(await people.join('C. Re'), gone, after(22)))).toBe('open')
    })
  })

  test('and left to a curator because of an iD takes its course again once the source takes that away', async () => {
    const claim = await people.claim(await people.join('Chris Re'), known)
    await settle(after(7))
    expect((await people.log(claim)).at(-1)).toEqual(['claim.contested', 'orcid-not-shown'])
    await settle(after(30))
    expect(await people.statusOf(claim)).toBe('contested')
    await it.importLines(author(known, 'Chris Re', { updated_date: '2100-01-01' }))
    await settle(after(31))
    expect((await people.log(claim)).at(-1)).toEqual(['claim.reopened', 'nobody-objects-any-more'])
    await settle(after(32))
    expect(await people.statusOf(claim)).toBe('accepted')
  })

  test.each([
    ['merged-with-orcid', gone],
    ['orcid-not-shown', known],
  ])(
    'and left to a curator as %s takes its course again once a source states the iD that its claimant has signed in with',
    async (rule, authorId) => {
      const claimant = await people.join('Chris Re')
      const claim = await people.claim(claimant, authorId)
      await settle(after(7))
      if (rule === 'merged-with-orcid') await mergeInto(known, gone)
      expect(await people.log(claim)).toContainEqual(['claim.contested', rule])
      await signInWith(claimant, orcidOf(7), after(21))
      await it.store.transaction((tx) =>
        followAccountChange(tx, claimant.accountId, { at: after(21), policy: defaultClaimPolicy }),
      )
      await settle(after(22))
      expect(await people.statusOf(claim)).toBe('contested')
      const stated = { orcid: `https://orcid.org/${orcidOf(7)}`, updated_date: '2100-04-01' }
      await importAt(after(23), author(authorId, 'Chris Re', stated))
      await settle(after(24))
      expect((await people.log(claim)).at(-1)).toEqual(['claim.reopened', 'nobody-objects-any-more'])
      await settle(after(25))
      expect(await people.statusOf(claim)).toBe('accepted')
    },
  )

  test('and left to a curator because of an iD that is gone is looked at again once nobody else stands against it', async () => {
    const claimId = await people.claim(await people.join('Chris Re'), known)
    await settle(after(7))
    const objector = people.as(await people.join('Objector'), after(8))
    await contestClaim(objector, { claimId, reason: 'No.', evidenceUrl: null })
    const rival = await people.join('C. Re')
    const rivalClaim = await people.claim(rival, known, after(8))
    await importAt(after(9), author(known, 'Chris Re', { updated_date: '2100-01-01' }))
    expect(await listDueRecords(it.store.db, after(10))).toEqual([])
    await withdrawClaim(people.as(rival, after(10)), rivalClaim)
    expect(await listDueRecords(it.store.db, after(10))).toEqual([])
    await withdrawObjection(objector, claimId)
    expect(await people.statusOf(claimId)).toBe('open')
  })

  test('that has another owner freezes the score as that import left it: what the next one brings counts nothing', async () => {
    for (const id of [gone, kept]) await people.claim(await people.join('Chris Re'), id)
    await settle(after(7))
    const scoreIn = async (at: Date) => {
      const basis = await findTrustBasis(it.store.db, kept, at)
      return basis && judgeTrust(basis, at).trust
    }
    await mergeInto(gone, kept)
    await importAt(after(20))
    const frozen = await scoreIn(after(20))
    expect(frozen?.frozen).toBe(true)
    const jena = institution(1, 'University of Jena', { ror: 'https://ror.org/05qpz1x62' })
    const affiliations = [{ institution: jena, years: [2020] }]
    await importAt(after(21), jena, author(kept, 'Chris Re', { affiliations, updated_date: '2100-04-01' }))
    expect(await scoreIn(after(21))).toEqual(frozen)
    const history = it.store.db.selectFrom('trust_history').select(['at', 'is_frozen', 'cause'])
    expect(await history.where('author_id', '=', kept).orderBy('at', 'desc').executeTakeFirst()).toEqual({
      at: after(20),
      is_frozen: true,
      cause: 'record.imported',
    })
  })

  test('once accepted stays so where a source merges its record into one with an iD that the owner has signed in with', async () => {
    const owner = await people.join('Chris Re')
    const claim = await people.claim(owner, gone)
    await settle(after(7))
    await signInWith(owner, iD, start)
    await mergeInto(gone, known)
    expect(await findClaim(it.store.db, claim)).toMatchObject({ author_id: known, status: 'accepted' })
  })
})
