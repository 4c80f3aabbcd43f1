import {
  confirmWorks,
  contestClaim,
  exportClaims,
  followAccountChange,
  forgetClaimant,
  settleClaims,
  withdrawClaim,
} from '@bzpeer/actions'
import { type Caller, defaultClaimPolicy } from '@bzpeer/domain'
import { addEvidence, confirmEmail, findTrustBasis, listClaimEvidence } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { after, failing, useClaiming } from './claiming.ts'
import { author, type JsonRecord, work } from './made-records.ts'
import { ada, ben, dan, nameOn, names, university, useSupporting } from './supporting.ts'
import { useStore } from './test-store.ts'

/** The address of the first stands on the bylines of two of four works. */
const address = 'ada.ahn@uni-jena.de'

describeOnEachDatabase('works with support', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  const { own, importAt, supportOf } = useSupporting(it, people)
  const shared = (id: number, affiliation?: string, more: JsonRecord = {}) =>
    work(id, `Work ${id}`, { authorships: [nameOn(ada, affiliation), nameOn(ben)], ...more })
  const mailed = `Institute 1, Jena (${address})`
  beforeAll(async () => {
    await it.importLines(
      university,
      ...[...names].map(([id, name]) => author(id, name)),
      shared(1, mailed),
      shared(2, mailed),
      shared(3),
      work(4, 'Alone', { authorships: [nameOn(ada)] }),
      work(5, 'Other', { authorships: [nameOn(ben), nameOn(dan)] }),
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
  const follow = ({ accountId }: Caller, at: Date) =>
    it.store.transaction((tx) => followAccountChange(tx, accountId, { at, policy }))

  async function setEmail({ accountId }: Caller, change: { removed_at: Date } | { renewed_at: Date }): Promise<void> {
    await it.store.db.updateTable('account_emails').set(change).where('account_id', '=', accountId).execute()
  }

  describe('by a co-author', () => {
    test('are those that both have, each once, until that is taken back', async () => {
      const [confirmer] = [await own(ada), await own(ben)]
      const confirm = (workIds: readonly number[], days: number) =>
        confirmWorks(people.as(confirmer, after(days)), { authorId: ben, workIds })
      expect(await supportOf(ben, 8)).toBe('none')
      await confirm([2, 1], 9)
      await confirm([1, 2, 2], 9)
      expect(await supportOf(ben, 9)).toBe(`2 of 4 by A${ada}`)
      expect(
        await it.store.db.selectFrom('evidence').where('issuer', '=', `A${ada}`).selectAll().execute(),
      ).toHaveLength(1)
      await confirm([1, 2, 3], 10)
      expect(await supportOf(ben, 10)).toBe(`3 of 4 by A${ada}`)
      await confirm([3], 11)
      expect(await supportOf(ben, 11)).toBe(`1 of 4 by A${ada}`)
      await confirm([], 12)
      await confirm([], 12)
      expect(await supportOf(ben, 12)).toBe('none')
    })

    test('count once together with the address on their bylines, and are no evidence of the owner’s to take back', async () => {
      const [owner, confirmer] = [await own(ada), await own(ben)]
      await confirmWorks(people.as(confirmer, after(9)), { authorId: ada, workIds: [2, 3] })
      expect(await supportOf(ada, 9)).toBe(`3 of 4 by A${ben}`)
      await follow(owner, after(10))
      expect(await supportOf(ada, 10)).toBe(`3 of 4 by A${ben}`)
      await confirmWorks(people.as(confirmer, after(11)), { authorId: ada, workIds: [] })
      expect(await supportOf(ada, 11)).toBe('2 of 4 by this site')
    })

    test('are refused of who is not attested, does not have them, or is the owner', async () => {
      const [confirmer, plain] = [await own(ada), await own(ben, { email: 'ben@mail.example' })]
      const at = after(9)
      const asked = { authorId: ben, workIds: [1] }
      await expect(confirmWorks(people.as(plain, at), { authorId: ada, workIds: [1] })).rejects.toThrow('at L2')
      await expect(confirmWorks(people.as(confirmer, at), { ...asked, workIds: [1, 5] })).rejects.toThrow(
        'own record too',
      )
      await expect(confirmWorks(people.as(confirmer, at), { ...asked, workIds: [4] })).rejects.toThrow('own record too')
      await expect(confirmWorks(people.as(plain, at), asked)).rejects.toThrow('your own')
      await expect(confirmWorks(people.as(confirmer, at), { authorId: dan, workIds: [1] })).rejects.toThrow('claimed')
      const nobody = await people.join('Nobody')
      await expect(confirmWorks(people.as(nobody, at), asked)).rejects.toThrow('Claim your own')
      const many = Array.from({ length: 101 }, (_, id) => id + 1)
      await expect(confirmWorks(people.as(confirmer, at), { ...asked, workIds: many })).rejects.toThrow('100 works')
      expect(await supportOf(ben, 9)).toBe('none')
    })

    test('have no support any more once the confirmer’s own claim ends', async () => {
      const [confirmer] = [await own(ada), await own(ben)]
      await confirmWorks(people.as(confirmer, after(9)), { authorId: ben, workIds: [1] })
      await withdrawClaim(people.as(confirmer, after(10)), confirmer.claimId)
      expect(await supportOf(ben, 10)).toBe('none')
    })

    test('have none when the record has another owner', async () => {
      const [confirmer, owner] = [await own(ada), await own(ben)]
      await confirmWorks(people.as(confirmer, after(9)), { authorId: ben, workIds: [1] })
      await withdrawClaim(people.as(owner, after(10)), owner.claimId)
      expect(await supportOf(ben, 10)).toBe('none')
      const next = await people.claim(await people.join('Ben Bly'), ben, after(10))
      await settleClaims({ store: it.store, now: () => after(20), claimPolicy: policy }, failing)
      expect([await people.statusOf(next), await supportOf(ben, 20)]).toEqual(['accepted', 'none'])
    })

    test('are in the export of both, and go with the account of who confirmed them', async () => {
      const [confirmer, owner] = [await own(ada), await own(ben)]
      await confirmWorks(people.as(confirmer, after(9)), { authorId: ben, workIds: [1, 2] })
      const said = { author_id: ben, issuer: `A${ada}`, work_ids: [1, 2], revoked_at: null }
      expect(await exportClaims(confirmer.accountId, it.store)).toMatchObject({
        confirmations: [said],
        confirmations_received: [],
      })
      expect(await exportClaims(owner.accountId, it.store)).toMatchObject({
        confirmations: [],
        confirmations_received: [said],
      })
      await it.store.transaction((tx) => forgetClaimant(tx, confirmer.accountId, { at: after(10), policy }))
      expect(await supportOf(ben, 10)).toBe('none')
    })
  })

  describe('by an email on their bylines', () => {
    test('are those and no others, from when the claim is accepted until it ends', async () => {
      const caller = await people.join('Ada Ahn', { email: address })
      const claimId = await people.claim(caller, ada)
      expect(await supportOf(ada, 0)).toBe('none')
      await settleClaims({ store: it.store, now: () => after(8), claimPolicy: policy }, failing)
      expect(await supportOf(ada, 8)).toBe('2 of 4 by this site')
      expect(await supportOf(ben, 8)).toBe('none')
      await withdrawClaim(people.as(caller, after(9)), claimId)
      expect(await supportOf(ada, 9)).toBe('none')
    })

    test('lose it in the transaction in which the address is removed', async () => {
      const owner = await own(ada)
      await it.store.transaction(async (tx) => {
        await tx.db
          .updateTable('account_emails')
          .set({ removed_at: after(9) })
          .execute()
        await followAccountChange(tx, owner.accountId, { at: after(9), policy })
      })
      expect(await supportOf(ada, 9)).toBe('none')
    })

    test('lose it when the address lapses, with nobody doing anything, and have it again once it is shown again', async () => {
      const owner = await own(ada, { lapsesAt: after(30) })
      expect([await supportOf(ada, 29), await supportOf(ada, 30)]).toEqual(['2 of 4 by this site', 'none'])
      const { accountId } = owner
      await it.store.transaction(async (tx) => {
        await confirmEmail(tx.db, { accountId, email: address, at: after(60) })
        await followAccountChange(tx, accountId, { at: after(60), policy })
      })
      expect([await supportOf(ada, 59), await supportOf(ada, 60), await supportOf(ada, 900)]).toEqual([
        'none',
        '2 of 4 by this site',
        'none',
      ])
    })

    test('stay as they were while the score is frozen, whatever is imported or removed', async () => {
      const owner = await own(ada)
      const objector = await people.join('Objector')
      const objection = { claimId: owner.claimId, reason: 'No.', evidenceUrl: null }
      await contestClaim(people.as(objector, after(9)), objection)
      await importAt(after(10), shared(2, 'Jena', { updated_date: '2100-06-01' }))
      expect(await supportOf(ada, 10)).toBe('2 of 4 by this site')
      await setEmail(owner, { removed_at: after(11) })
      await follow(owner, after(11))
      expect(await supportOf(ada, 11)).toBe('2 of 4 by this site')
      await importAt(after(12), shared(2, mailed, { updated_date: '2100-06-02' }))
    })

    test('are no reason to take back what somebody else confirms', async () => {
      const owner = await own(ada)
      const { accountId } = await people.join('Ben Bly')
      const theirs = { authorId: ada, claimId: owner.claimId, accountId, kind: 'authorship.supported' } as const
      const said = { issuer: `A${ben}`, source: '/works/W3', observedAt: after(9), expiresAt: null }
      await it.store.transaction((tx) => addEvidence(tx, { ...theirs, ...said, detail: { work_ids: [3, 5] } }))
      expect(await supportOf(ada, 9)).toBe(`3 of 4 by A${ben}`)
      await setEmail(owner, { renewed_at: after(10) })
      await follow(owner, after(10))
      expect(await supportOf(ada, 10)).toBe('3 of 4 by this site')
      await setEmail(owner, { removed_at: after(11) })
      await follow(owner, after(11))
      expect(await supportOf(ada, 11)).toBe(`1 of 4 by A${ben}`)
    })

    test('are named by no address, and renewing it a hundred times costs a page no more', async () => {
      const owner = await own(ada)
      for (let renewal = 0; renewal < 100; renewal++) {
        await setEmail(owner, { renewed_at: after(9 + renewal / 100) })
        await follow(owner, after(9 + renewal / 100))
      }
      const evidence = await listClaimEvidence(it.store.db, owner.claimId)
      expect(JSON.stringify(evidence)).not.toContain('ada.ahn')
      const basis = await findTrustBasis(it.store.db, ada, after(10))
      expect(basis?.evidence.filter(({ kind }) => kind === 'authorship.supported')).toHaveLength(2)
    })

    // The last: the record counts from this import on.
    test('have it after an import as before, and lose it with the address also then', async () => {
      const owner = await own(ada)
      await importAt(after(10), author(ada, 'Ada Ahn', { updated_date: '2100-05-01' }))
      expect(await supportOf(ada, 11)).toBe('2 of 4 by this site')
      await importAt(after(12), shared(3, mailed, { updated_date: '2100-05-02' }))
      expect(await supportOf(ada, 12)).toBe('3 of 4 by this site')
      await setEmail(owner, { removed_at: after(13) })
      await follow(owner, after(13))
      expect(await supportOf(ada, 13)).toBe('none')
      await importAt(after(14), shared(3, 'Jena', { updated_date: '2100-05-03' }))
    })
  })
})
