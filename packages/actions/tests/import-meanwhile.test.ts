import { setTimeout } from 'node:timers/promises'
import {
  type ActionContext,
  contestClaim,
  decideCorrection,
  followAccountChange,
  NotFoundError,
  openClaim,
  proposeCorrection,
  type Proposed,
  settleClaims,
  tellDuplicatesApart,
} from '@bzpeer/actions'
import { type Caller, defaultClaimPolicy } from '@bzpeer/domain'
import {
  findClaim,
  findHidden,
  holdMerges,
  lockClaims,
  lockVouches,
  recordTrustChange,
  type StoreTransaction,
  writeMerges,
} from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { after, failing, start, useClaiming } from './claiming.ts'
import { author, orcidOf, slot, work } from './made-records.ts'
import { useStore } from './test-store.ts'

const printedEmail = 'ada@quiet.example'
const [ada, other, known] = [1, 3, 9]

describeOnEachDatabase('while the transaction of an import is open', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  // The embedded database does one transaction after the other.
  const isEmbedded = database.kind === 'embedded'

  beforeEach(async () => {
    await it.empty()
    await it.importLines(
      author(ada, 'Ada One'),
      author(other, 'Ada C. One'),
      author(known, 'Ada One', { orcid: `https://orcid.org/${orcidOf(known)}` }),
      work(1, 'Rooms', {
        authorships: [{ ...slot(ada, [], 'Ada One'), raw_affiliation_strings: [`Institute, ${printedEmail}`] }],
      }),
    )
  })

  const hide = (caller: Caller, authorId: number): Promise<Proposed> =>
    proposeCorrection(people.as(caller), { details: { kind: 'hide', authorId }, statement: '', evidenceUrl: null })
  const isHidden = async (id: number): Promise<boolean> =>
    (await findHidden(it.store.db, { kind: 'author', id })) !== undefined
  const settle = (at: Date): Promise<number> =>
    settleClaims({ store: it.store, now: () => at, claimPolicy: defaultClaimPolicy }, failing)

  /** What `act` comes to that begins once the merge is written, and goes on once it is there for good. */
  async function duringMerge<T>(intoId: number, act: () => Promise<T>): Promise<T | undefined> {
    const begun: Promise<T>[] = []
    await it.store.transaction(async (tx) => {
      await writeMerges(tx, [{ kind: 'author', id: ada, intoId }], start)
      begun.push(act())
      // What it can do before the merge is there, it has done by then.
      await Promise.race([setTimeout(300), Promise.allSettled(begun)])
    })
    return begun[0]
  }

  test.skipIf(isEmbedded)('a record is hidden, and another claimed, that it does not merge', async () => {
    const person = await people.join('Ada One', { email: printedEmail })
    await it.store.transaction(async (tx) => {
      await tx.session.query(`update authors set display_name = 'Ada Two' where id = any($1)`, [[ada, other]])
      expect((await hide(person, ada)).isAccepted).toBe(true)
      expect(await people.statusOf(await people.claim(await people.join('Ada C. One'), other))).toBe('open')
    })
    expect([await isHidden(ada), await isHidden(other)]).toEqual([true, false])
  })

  test.skipIf(isEmbedded)('a record that it merges is hidden under no number that leads to it unhidden', async () => {
    const person = await people.join('Ada One', { email: printedEmail })
    await expect(duringMerge(other, () => hide(person, ada))).rejects.toThrow(NotFoundError)
    expect((await hide(person, other)).isAccepted).toBe(true)
    expect(await isHidden(other)).toBe(true)
  })

  test.skipIf(isEmbedded)('a claim is opened on no record that it merges', async () => {
    const claimant = people.as(await people.join('Ada One'))
    const claiming = () => openClaim(claimant, { authorId: ada, statement: '', works: [] })
    await expect(duringMerge(other, claiming)).rejects.toThrow(NotFoundError)
    expect(await it.store.db.selectFrom('claims').selectAll().execute()).toEqual([])
  })

  test.skipIf(isEmbedded)('a claim is judged by the record that it comes to be on', async () => {
    const claim = await people.claim(await people.join('Ada One'), ada)
    await duringMerge(known, () => settle(after(7)))
    await settle(after(7))
    expect(await findClaim(it.store.db, claim)).toMatchObject({
      author_id: known,
      status: 'contested',
      contest_rule: 'orcid-not-shown',
    })
  })

  test.skipIf(isEmbedded)(
    'who objects, and what an account can show, finds the claim on the record that it comes to be on',
    async () => {
      const claimant = await people.join('Ada One')
      const claimId = await people.claim(claimant, ada)
      const objector = people.as(await people.join('Objector'))
      await duringMerge(other, () => contestClaim(objector, { claimId, reason: 'No.', evidenceUrl: null }))
      const objections = it.store.db.selectFrom('claim_objections').select('author_id')
      expect([await objections.execute(), await people.statusOf(claimId)]).toEqual([
        [{ author_id: other }],
        'contested',
      ])

      await it.importLines(author(ada, 'Ada One'))
      const second = await people.join('Ada One', { email: printedEmail })
      const change = (tx: StoreTransaction) =>
        followAccountChange(tx, second.accountId, { at: after(1), policy: defaultClaimPolicy })
      const claims = await people.claim(second, known)
      const merging = it.store.transaction(async (tx) => {
        await writeMerges(tx, [{ kind: 'author', id: known, intoId: other }], start)
        await setTimeout(300)
      })
      await setTimeout(100)
      await it.store.transaction(change)
      await merging
      const kept = it.store.db.selectFrom('evidence').select('author_id').where('claim_id', '=', claims).distinct()
      expect(await kept.execute()).toEqual([{ author_id: other }])
    },
  )

  test.skipIf(isEmbedded)(
    'nobody waits for somebody who waits for them: an account that changes, and one that gives up a record',
    async () => {
      const person = await people.join('Ada One')
      for (const authorId of [ada, other]) await people.claim(person, authorId)
      const leaving = it.store.transaction(async (tx) => {
        // As withdrawing a claim does that somebody vouched with.
        await lockVouches(tx.db)
        await lockClaims(tx, other)
        await setTimeout(400)
        await recordTrustChange(tx, ada, after(1), 'evidence.revoked')
      })
      await setTimeout(100)
      const changing = it.store.transaction((tx) =>
        followAccountChange(tx, person.accountId, { at: after(1), policy: defaultClaimPolicy }),
      )
      expect((await Promise.allSettled([leaving, changing])).map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
      ])
    },
  )

  describe.skipIf(isEmbedded)('nobody waits for somebody who waits for them: two records are told apart', () => {
    const reason = 'Two people.'
    const ways: Readonly<Record<string, (curator: ActionContext) => Promise<void>>> = {
      'by what is said of a pair': (curator) => tellDuplicatesApart(curator, { authorId: other, intoId: ada, reason }),
      'by a merge that is refused': async (curator) => {
        const details = { kind: 'merge', authorId: other, intoId: ada } as const
        const proposal = { details, statement: 'I know them.', evidenceUrl: null }
        const { number } = await proposeCorrection(people.as(await people.join('A reader')), proposal)
        await decideCorrection(curator, { number, verdict: 'refuse', reason })
      },
    }

    const changes = [
      // As whoever follows an account does, and as withdrawing a claim does whose owner has vouched.
      { by: 'one who holds merges off', hold: (tx: StoreTransaction) => holdMerges(tx), ids: [ada, other] },
      { by: 'one who holds all vouches', hold: ({ db }: StoreTransaction) => lockVouches(db), ids: [other, ada] },
    ] as const

    test.each(Object.keys(ways).flatMap((way) => changes.map((change) => ({ way, ...change }))))(
      '$way, while the trust of both is changed by $by',
      async ({ way, hold, ids }) => {
        const curator = people.as(await people.join('A curator', { role: 'curator' }))
        const changing = it.store.transaction(async (tx) => {
          await hold(tx)
          await recordTrustChange(tx, ids[0], after(1), 'evidence.revoked')
          await setTimeout(400)
          await recordTrustChange(tx, ids[1], after(1), 'evidence.revoked')
        })
        await setTimeout(100)
        const ended = await Promise.allSettled([changing, ways[way]?.(curator)])
        expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
      },
    )
  })
})
