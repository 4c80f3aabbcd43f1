import {
  decideClaim,
  decideCorrection,
  exportClaims,
  NotAllowedError,
  NotFoundError,
  openClaim,
  proposeCorrection,
  type Proposed,
  settleClaims,
  undoCorrection,
  withdrawCorrection,
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
/** Stands on another work of hers, once that is imported. */
const otherEmail = 'ada.one@loud.example'

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

const alsoPrinted = work(2, 'On loud rooms', {
  authorships: [{ ...slot(ada, [], 'Ada One'), raw_affiliation_strings: [`Institute of Noise, ${otherEmail}`] }],
})

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
      expect([isNew, isAccepted, await isHidden(ada)]).toEqual([true, true, true])
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
      expect(await ask(lapsed, ada, after(1))).toMatchObject({ number: number + 1, isNew: true, isAccepted: false })
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
      const asked = await ask(person, ada)
      expect(asked).toMatchObject({ number: first.number + 1, isAccepted: true })
      await undo(person, asked.number)
      expect(await isHidden(ada)).toBe(false)
    })

    test('with words of their own, whoever has asked before and takes that back; asked twice by one it is one', async () => {
      const say = (caller: Caller, statement: string) =>
        proposeCorrection(people.as(caller), {
          details: { kind: 'hide', authorId: ada },
          statement,
          evidenceUrl: null,
        })
      const mallory = await people.join('Mallory')
      const person = await people.join('Ada One')
      const first = await say(mallory, 'Just so.')
      const second = await say(person, 'It is me: call the institute.')
      expect(await say(person, 'Once more.')).toMatchObject({ number: second.number, isNew: false })
      await withdrawCorrection(people.as(mallory), first.number)
      const waiting = it.store.db.selectFrom('corrections').select(['number', 'statement']).where('status', '=', 'open')
      expect(await waiting.execute()).toEqual([{ number: second.number, statement: 'It is me: call the institute.' }])
    })
  })

  test('by rule is in the export of whom it was granted to, and what others asked for is not', async () => {
    const stranger = await people.join('Ada One')
    const details = { kind: 'hide', authorId: ada } as const
    const first = { details, statement: 'I am Ada, I swear.', evidenceUrl: 'https://stranger.example/' }
    const { number } = await proposeCorrection(people.as(stranger), first)
    const person = await people.join('Ada One', { email: printedEmail })
    await ask(person, ada)
    const exported = await exportClaims(person.accountId, it.store)
    const granted = { granted_to_this_account: true, proposed_by_this_account: true, decided_rule: 'person-asks' }
    expect(exported).toMatchObject({
      corrections: [{ number: number + 1, ...granted, decided_at: start, statement: '', evidence_url: null }],
      decisions: [{ act: 'correction.proposed' }, { act: 'correction.accepted', rule: 'person-asks' }],
    })
    for (const word of ['swear', 'stranger.example', stranger.accountId])
      expect(JSON.stringify(exported)).not.toContain(word)
    expect(await exportClaims(stranger.accountId, it.store)).toMatchObject({
      corrections: [{ number, statement: first.statement, granted_to_this_account: false }],
    })
  })

  test('leaves every other case of the record to others than the curator who asked for it, while that waits as well', async () => {
    const claim = await people.claim(await people.join('Ada One'), ada)
    const reject = { claimId: claim, verdict: 'reject', reason: 'Not them.' } as const
    const asked = await people.join('Ada One', { role: 'curator' })
    await ask(asked, ada)
    await expect(decideClaim(people.as(asked, after(1)), reject)).rejects.toThrow('your own')
    const stranger = await ask(await people.join('Mallory'), ada)
    const accept = { number: stranger.number, verdict: 'accept', reason: 'So be it.' } as const
    await expect(decideCorrection(people.as(asked, after(1)), accept)).rejects.toThrow('your own')

    const granted = await people.join('Ada One', { email: printedEmail, role: 'curator' })
    expect((await ask(granted, ada, after(1))).isAccepted).toBe(true)
    await expect(decideClaim(people.as(granted, after(8)), reject)).rejects.toThrow('your own')
    // Nor once a source gives the record another number.
    await it.importLines(author(9, 'Ada B. One'))
    await it.store.transaction((tx) => writeMerges(tx, [{ kind: 'author', id: ada, intoId: 9 }], after(8)))
    await expect(decideClaim(people.as(granted, after(9)), reject)).rejects.toThrow('your own')
    await decideClaim(people.as(await people.join('Cora', { role: 'curator' }), after(9)), reject)
    expect(await people.statusOf(claim)).toBe('rejected')
  })

  test('by an owner whom nobody had contested leaves the person a way back: a curator is told, and ends both', async () => {
    const owner = await people.join('Ada One')
    await own(owner, ada)
    const hiding = await ask(owner, ada, after(8))
    const person = await people.join('Ada One', { email: printedEmail })
    await expect(people.claim(person, ada, after(9))).rejects.toThrow(NotFoundError)
    const told = await ask(person, ada, after(9))
    expect(told).toMatchObject({ isNew: true, isAccepted: false })
    const curator = await people.join('Cora', { role: 'curator' })
    const accept = { number: told.number, verdict: 'accept', reason: 'It is hers.' } as const
    await expect(decideCorrection(people.as(curator, after(10)), accept)).rejects.toThrow('hidden already')
    // What it was hidden by, and whose it is, are two cases: each is in the log.
    await undo(curator, hiding.number, after(10))
    const { id: claimId } = await it.store.db.selectFrom('claims').select('id').executeTakeFirstOrThrow()
    const revoke = { claimId, verdict: 'revoke', reason: 'It is somebody else’s.' } as const
    await decideClaim(people.as(curator, after(10)), revoke)
    expect(await isHidden(ada)).toBe(false)
    await people.claim(person, ada, after(11))
    expect(await ask(person, ada, after(11))).toMatchObject({ number: told.number, isAccepted: true })
  })

  test('that somebody else had hidden is for a curator, also where who asks could have had it hidden', async () => {
    await ask(await people.join('Ada One', { email: printedEmail }), ada)
    await it.importLines(alsoPrinted)
    const other = await people.join('Ada One', { email: otherEmail })
    expect(await ask(other, ada, after(1))).toMatchObject({ isNew: true, isAccepted: false })
    expect(await it.store.db.selectFrom('hidden_records').selectAll().execute()).toHaveLength(1)
  })

  test('is refused of a record that is not there, or is hidden already for who asks', async () => {
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

    test('and a claim that waited because of it takes its course again', async () => {
      const claim = await people.claim(await people.join('Ada One'), ada)
      const person = await people.join('Ada One', { email: printedEmail })
      const { number } = await ask(person, ada, after(1))
      await settle(after(7))
      expect(await people.statusOf(claim)).toBe('contested')
      await undo(person, number, after(8))
      expect((await people.log(claim)).at(-1)).toEqual(['claim.reopened', 'nobody-objects-any-more'])
      await settle(after(9))
      expect(await people.statusOf(claim)).toBe('accepted')
    })

    test('by nobody whose own record a source merges into the same one, in whatever order it says so', async () => {
      await it.importLines(author(8, 'Ada B. One'), author(9, 'Ada C. One'))
      const stranger = await people.join('Ada One')
      const claim = await people.claim(stranger, 8, after(-7))
      await settle(start)
      const { number } = await ask(await people.join('Ada One', { email: printedEmail }), ada, after(1))
      const merges = [ada, 8].map((id) => ({ kind: 'author', id, intoId: 9 }) as const)
      await it.store.transaction((tx) => writeMerges(tx, merges, after(2)))
      expect([await people.statusOf(claim), await isHidden(9)]).toEqual(['contested', true])
      expect(await people.log(claim)).toContainEqual(['claim.contested', 'hidden-by-another'])
      await expect(undo(stranger, number, after(3))).rejects.toThrow(NotAllowedError)
    })

    test('by its owner also where a source has given the record another number since', async () => {
      await it.importLines(author(9, 'Ada B. One'))
      const owner = await people.join('Ada One')
      const claim = await people.claim(owner, ada, after(-7))
      await settle(start)
      const { number } = await ask(await people.join('Mallory'), ada)
      const accept = { number, verdict: 'accept', reason: 'They wrote.' } as const
      await decideCorrection(people.as(await people.join('Cora', { role: 'curator' }), after(1)), accept)
      await it.store.transaction((tx) => writeMerges(tx, [{ kind: 'author', id: ada, intoId: 9 }], after(2)))
      expect(await people.statusOf(claim)).toBe('accepted')
      await undo(owner, number, after(3))
      expect(await isHidden(9)).toBe(false)
    })

    test('by a curator, and by nobody else, whatever number they name', async () => {
      const { number } = await ask(await people.join('Ada One', { email: printedEmail }), ada)
      // Whoever can prove that it is theirs, and has not asked, is for a curator to look at as well.
      await it.importLines(alsoPrinted)
      const other = await people.join('Ada One', { email: otherEmail })
      for (const caller of [other, await people.join('Ada One'), await people.join('Mallory')])
        await expect(undo(caller, number)).rejects.toThrow(/^Only who asked/)
      await expect(undo(await people.join('Mallory'), 999)).rejects.toThrow(NotFoundError)
      expect(await isHidden(ada)).toBe(true)
      await undo(await people.join('Cora', { role: 'curator' }), number)
      expect(await isHidden(ada)).toBe(false)
      await expect(undo(await people.join('Cora', { role: 'curator' }), number)).rejects.toThrow(NotAllowedError)
    })
  })
})
