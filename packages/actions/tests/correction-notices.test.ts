import { decideCorrection, mergeDuplicates, settleClaims, withdrawCorrection } from '@bzpeer/actions'
import { type Caller, type CorrectionDetails, defaultClaimPolicy } from '@bzpeer/domain'
import { addEvidence } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, expect, test } from 'vitest'
import { after, failing, start, useClaiming } from './claiming.ts'
import { useCorrecting } from './correcting.ts'
import { author, slot, work } from './made-records.ts'
import { useStore } from './test-store.ts'

const [jane, namesake] = [1, 2]
const merge: CorrectionDetails = { kind: 'merge', authorId: namesake, intoId: jane }
const disown: CorrectionDetails = { kind: 'not-my-work', authorId: jane, workIds: [2], toId: null }

describeOnEachDatabase('what is told of a correction', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  const { propose, undo, decide, resemble } = useCorrecting(it, people)
  let owner: Caller
  let rival: Caller
  let reader: Caller
  let names: ReadonlyMap<string, string>

  beforeEach(async () => {
    await it.empty()
    await it.importLines(
      author(jane, 'Jane Doe'),
      author(namesake, 'J. Doe'),
      work(1, 'One', { authorships: [slot(jane, [], 'Jane Doe')] }),
      work(2, 'Two', { authorships: [slot(jane, [], 'Jane Doe')] }),
      work(3, 'Three', { authorships: [slot(namesake, [], 'J. Doe')] }),
    )
    owner = await people.join('Jane Doe')
    const claimId = await people.claim(owner, jane)
    await settleClaims({ store: it.store, now: () => after(8), claimPolicy: defaultClaimPolicy }, failing)
    rival = await people.join('J. Doe')
    await people.claim(rival, namesake)
    reader = await people.join('A reader')
    names = new Map([
      [owner.accountId, 'owner'],
      [rival.accountId, 'rival'],
      [reader.accountId, 'reader'],
    ])
    await it.store.transaction((tx) =>
      addEvidence(tx, {
        authorId: jane,
        claimId,
        accountId: owner.accountId,
        kind: 'control.email',
        issuer: 'this site',
        source: 'an address at mail.example',
        observedAt: start,
        expiresAt: null,
        detail: { matches_byline: true },
      }),
    )
    await told()
  })

  /** What has not been told of yet, and to whom; from then on it is as good as told. */
  async function told(): Promise<(readonly [act: string, to: string[]])[]> {
    const rows = await it.store.db
      .selectFrom('notices')
      .innerJoin('decisions', 'decisions.id', 'notices.decision_id')
      .select(['act', 'notices.account_id'])
      .where('act', 'like', 'correction.%')
      .orderBy('ordinal')
      .execute()
    await it.store.db.deleteFrom('notices').execute()
    const acts = [...new Set(rows.map(({ act }) => act))]
    return acts.map((act) => {
      const to = rows.filter((row) => row.act === act).map(({ account_id }) => names.get(account_id) ?? 'somebody else')
      return [act.replace('correction.', ''), to.toSorted()]
    })
  }

  test('goes to who proposed it and to who claims one of the records, whatever becomes of it', async () => {
    const { number } = await propose(merge, reader)
    expect(await told()).toEqual([['proposed', ['owner', 'rival']]])
    await decide(number)
    expect(await told()).toEqual([['accepted', ['owner', 'reader', 'rival']]])
    await undo(number)
    expect(await told()).toEqual([['undone', ['owner', 'reader', 'rival']]])
  })

  test('goes to the owner of the record that a missing work would be taken from, before it is decided', async () => {
    const { number } = await propose({ kind: 'missing-work', authorId: namesake, work: 'W2', position: 1 }, reader)
    expect(await told()).toEqual([['proposed', ['owner', 'rival']]])
    await decide(number)
    expect(await told()).toEqual([['accepted', ['owner', 'reader', 'rival']]])
  })

  test('goes to them where it is refused or withdrawn', async () => {
    const { number } = await propose(merge, reader)
    await told()
    const curator = people.as(await people.join('A curator', { role: 'curator' }))
    await decideCorrection(curator, { number, verdict: 'refuse', reason: 'No.' })
    expect(await told()).toEqual([['refused', ['owner', 'reader', 'rival']]])
    const { number: other } = await propose({ ...disown, workIds: [1] }, reader)
    await told()
    await withdrawCorrection(people.as(reader), other)
    expect(await told()).toEqual([['withdrawn', ['owner']]])
  })

  test('goes to nobody about what they did themselves, by rule or not', async () => {
    const { isAccepted, number } = await propose(disown, owner)
    expect(isAccepted).toBe(true)
    expect(await told()).toEqual([])
    await undo(number, owner)
    expect(await told()).toEqual([])
    await propose(merge, rival)
    expect(await told()).toEqual([['proposed', ['owner']]])
  })

  test('that is made in one step is told once', async () => {
    const curator = people.as(await people.join('A curator', { role: 'curator' }))
    await resemble(jane, namesake)
    await mergeDuplicates(curator, { authorId: namesake, intoId: jane, reason: 'One person.' })
    expect(await told()).toEqual([['accepted', ['owner', 'rival']]])
  })

  test('goes of a request not to be shown to who asks and to the owner, and to nobody who only claims the record', async () => {
    const { number } = await propose({ kind: 'hide', authorId: namesake }, reader)
    expect(await told()).toEqual([])
    await decide(number)
    expect(await told()).toEqual([['accepted', ['reader']]])
    await propose({ kind: 'hide', authorId: jane }, reader)
    expect(await told()).toEqual([['proposed', ['owner']]])
  })
})
