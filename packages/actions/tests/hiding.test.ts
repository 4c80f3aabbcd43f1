import {
  decideCorrection,
  exportClaims,
  NotAllowedError,
  NotFoundError,
  openClaim,
  proposeCorrection,
  type Proposed,
  settleClaims,
  undoCorrection,
} from '@bzpeer/actions'
import { type Caller, defaultClaimPolicy } from '@bzpeer/domain'
import { findHidden, listDecisions, writeMerges } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { after, failing, start, useClaiming } from './claiming.ts'
import { author, institution, orcidOf, slot, work } from './made-records.ts'
import { useStore } from './test-store.ts'

/** Has an address on a byline. */
const ada = 1
/** Has an iD, and an institution with a home page. */
const dao = 3
/** Has the institution alone. */
const re = 4
const printedEmail = 'ada@quiet.example'

const stanford = institution(1, 'Stanford University', {
  ror: 'https://ror.org/00f54p054',
  homepage_url: 'https://www.stanford.edu',
})
const records = [
  stanford,
  author(ada, 'Ada One'),
  author(dao, 'Tri Dao', { orcid: `https://orcid.org/${orcidOf(dao)}` }),
  author(re, 'Christopher Ré'),
  work(1, 'On quiet rooms', {
    authorships: [
      { ...slot(ada, [], 'Ada One'), raw_affiliation_strings: [`Institute of Quiet, ${printedEmail}`] },
      slot(dao, [1], 'Tri Dao'),
      slot(re, [1], 'Christopher Ré'),
    ],
  }),
]

describeOnEachDatabase('hiding a record', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  beforeEach(async () => {
    await it.empty()
    await it.importLines(...records)
  })

  const ask = (caller: Caller, authorId: number, at = start): Promise<Proposed> =>
    proposeCorrection(people.as(caller, at), { details: { kind: 'hide', authorId }, statement: '', evidenceUrl: null })
  const undo = (caller: Caller, number: number, at = start): Promise<void> =>
    undoCorrection(people.as(caller, at), { number, reason: 'Shown again.' })
  const isHidden = async (id: number): Promise<boolean> =>
    (await findHidden(it.store.db, { kind: 'author', id })) !== undefined
  /** In no order: of the same instant. */
  const log = async (number: number) =>
    (await listDecisions(it.store.db, `correction:${number}`))
      .map(({ act, rule }) => `${act}, ${rule ?? 'by somebody'}`)
      .toSorted()

  const settle = (at: Date): Promise<number> =>
    settleClaims({ store: it.store, now: () => at, claimPolicy: defaultClaimPolicy }, failing)

  /** Accepted when its window has ended. */
  async function own(caller: Caller, authorId: number): Promise<void> {
    await openClaim(people.as(caller), { authorId, statement: '', works: [] })
    await settle(after(7))
  }

  describe('is granted at once', () => {
    test('to who has confirmed the address on a byline, and the log says by which rule', async () => {
      const { number, isAccepted } = await ask(await people.join('A. Nonymous', { email: printedEmail }), ada)
      expect([isAccepted, await isHidden(ada), await isHidden(dao)]).toEqual([true, true, false])
      expect(await log(number)).toEqual(['correction.accepted, person-asks', 'correction.proposed, by somebody'])
    })

    test('to its owner, and to nobody else while there is one', async () => {
      const owner = await people.join('Ada One')
      const person = await people.join('Ada One', { email: printedEmail })
      await own(owner, ada)
      expect((await ask(person, ada, after(8))).isAccepted).toBe(false)
      expect(await isHidden(ada)).toBe(false)
      const { isNew, isAccepted } = await ask(owner, ada, after(8))
      expect([isNew, isAccepted, await isHidden(ada)]).toEqual([false, true, true])
    })

    test('in the middle of an import as well', async () => {
      const person = await people.join('Ada One', { email: printedEmail })
      await it.store.asOnlyWriter(async () => ask(person, ada))
      expect(await isHidden(ada)).toBe(true)
    })

    test('once, however often it is asked for in the same instant', async () => {
      const person = await people.join('Ada One', { email: printedEmail })
      const asked = await Promise.allSettled([ask(person, ada), ask(person, ada), ask(person, ada)])
      expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await isHidden(ada)).toBe(true)
    })
  })

  describe('waits for a curator', () => {
    test('where somebody has the name alone, or an address that has lapsed', async () => {
      const impostor = await people.join('Ada One')
      const { number } = await ask(impostor, ada)
      const lapsed = await people.join('Ada One', { email: printedEmail, lapsesAt: after(1) })
      expect(await ask(lapsed, ada, after(1))).toMatchObject({ number, isNew: false, isAccepted: false })
      expect(await isHidden(ada)).toBe(false)
      expect(await log(number)).toEqual(['correction.proposed, by somebody'])
    })

    test('where it is an institution that speaks for who asks: it has many people', async () => {
      const person = await people.join('Chris Re', { email: `${crypto.randomUUID()}@cs.stanford.edu` })
      expect([(await ask(person, re)).isAccepted, await isHidden(re)]).toEqual([false, false])
    })

    test('who is not who asked', async () => {
      const asking = await people.join('Ada One', { role: 'curator' })
      const { number } = await ask(asking, ada)
      const accepting = { number, verdict: 'accept', reason: 'They wrote from the institute.' } as const
      await expect(decideCorrection(people.as(asking), accepting)).rejects.toThrow(/your own/)
      expect(await isHidden(ada)).toBe(false)
      await decideCorrection(people.as(await people.join('Cora', { role: 'curator' })), accepting)
      expect(await isHidden(ada)).toBe(true)
      expect(await findHidden(it.store.db, { kind: 'author', id: ada })).toEqual({
        correction: number,
        hiddenAt: start,
      })
    })

    test('of whom a stranger’s request stops nobody who can show more', async () => {
      const first = await ask(await people.join('Ada One'), ada)
      const person = await people.join('Ada One', { email: printedEmail })
      expect(await ask(person, ada)).toMatchObject({ number: first.number, isAccepted: true })
      await undo(person, first.number)
      expect(await isHidden(ada)).toBe(false)
    })
  })

  test('by rule is in the export of whom it was granted to, without the words of who had asked before', async () => {
    const stranger = await people.join('Ada One')
    const details = { kind: 'hide', authorId: ada } as const
    const first = { details, statement: 'I am Ada, I swear.', evidenceUrl: 'https://stranger.example/' }
    const { number } = await proposeCorrection(people.as(stranger), first)
    const person = await people.join('Ada One', { email: printedEmail })
    await ask(person, ada)
    const exported = await exportClaims(person.accountId, it.store)
    const granted = { granted_to_this_account: true, proposed_by_this_account: false, decided_rule: 'person-asks' }
    expect(exported).toMatchObject({
      corrections: [{ number, ...granted, decided_at: start, statement: null, evidence_url: null }],
      decisions: [{ act: 'correction.proposed' }, { act: 'correction.accepted', rule: 'person-asks' }],
    })
    for (const word of ['swear', 'stranger.example', stranger.accountId])
      expect(JSON.stringify(exported)).not.toContain(word)
    expect(await exportClaims(stranger.accountId, it.store)).toMatchObject({
      corrections: [{ number, statement: first.statement, granted_to_this_account: false }],
    })
  })

  test('is refused of a record that is not there, or is hidden already', async () => {
    const person = await people.join('Ada One', { email: printedEmail })
    await expect(ask(person, 999)).rejects.toThrow(NotFoundError)
    await ask(person, ada)
    await expect(ask(person, ada)).rejects.toThrow(NotAllowedError)
    expect(await it.store.db.selectFrom('hidden_records').selectAll().execute()).toHaveLength(1)
  })

  test('leaves nobody a claim to make on the record meanwhile', async () => {
    await ask(await people.join('Ada One', { email: printedEmail }), ada)
    await expect(people.claim(await people.join('Ada One'), ada)).rejects.toThrow(NotFoundError)
  })

  describe('is undone', () => {
    test('by who asked, while they can still show it', async () => {
      const person = await people.join('Ada One', { email: printedEmail, lapsesAt: after(2) })
      const { number } = await ask(person, ada)
      await expect(undo(person, number, after(2))).rejects.toThrow(/does not any more/)
      expect(await isHidden(ada)).toBe(true)
      await undo(person, number, after(1))
      expect(await isHidden(ada)).toBe(false)
      expect((await log(number)).at(-1)).toBe('correction.undone, by somebody')
    })

    test('by who asked, also once a source has merged the record into another one', async () => {
      const person = await people.join('Ada One', { email: printedEmail, lapsesAt: after(2) })
      const { number } = await ask(person, ada)
      await it.importLines(author(9, 'Ada B. One'))
      await it.store.transaction((tx) => writeMerges(tx, [{ kind: 'author', id: ada, intoId: 9 }], start))
      expect(await isHidden(9)).toBe(true)
      await expect(undo(person, number, after(2))).rejects.toThrow(/does not any more/)
      await undo(person, number, after(1))
      expect([await isHidden(ada), await isHidden(9)]).toEqual([false, false])
    })

    test('not by who claimed the record before it was hidden and waited, nor by who owns one that a source merges with it', async () => {
      await it.importLines(author(9, 'Ada B. One'))
      const impostor = await people.join('Ada One')
      const waiting = await people.claim(impostor, ada)
      const elsewhere = await people.claim(impostor, 9, after(-7))
      await settle(after(0.5))
      const person = await people.join('Ada One', { email: printedEmail })
      const { number, isAccepted } = await ask(person, ada, after(1))
      await settle(after(7))
      expect([isAccepted, await people.statusOf(elsewhere), await people.statusOf(waiting)]).toEqual([
        true,
        'accepted',
        'contested',
      ])
      expect((await people.log(waiting)).at(-1)).toEqual(['claim.contested', 'hidden-by-another'])
      await expect(undo(impostor, number, after(8))).rejects.toThrow(NotAllowedError)

      await it.store.transaction((tx) => writeMerges(tx, [{ kind: 'author', id: ada, intoId: 9 }], after(8)))
      expect(await people.log(elsewhere)).toContainEqual(['claim.contested', 'hidden-by-another'])
      await expect(undo(impostor, number, after(9))).rejects.toThrow(NotAllowedError)
      expect([await isHidden(ada), await isHidden(9)]).toEqual([true, true])
    })

    test('by a curator, and by nobody else, whatever number they name', async () => {
      const { number } = await ask(await people.join('Ada One', { email: printedEmail }), ada)
      // Somebody else with an address there has asked for nothing.
      for (const name of ['Ada One', 'Mallory'])
        await expect(undo(await people.join(name), number)).rejects.toThrow(NotAllowedError)
      await expect(undo(await people.join('Mallory'), 999)).rejects.toThrow(NotFoundError)
      expect(await isHidden(ada)).toBe(true)
      await undo(await people.join('Cora', { role: 'curator' }), number)
      expect(await isHidden(ada)).toBe(false)
      await expect(undo(await people.join('Cora', { role: 'curator' }), number)).rejects.toThrow(NotAllowedError)
    })
  })
})
