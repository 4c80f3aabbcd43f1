import { findByIdentifier, findMergedInto, hideRecord, MergeImpossibleError, writeMerges } from '@bzpeer/store'
import { NotAllowedError } from '@bzpeer/actions'
import type { CorrectionDetails } from '@bzpeer/domain'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { after, start, useClaiming } from './claiming.ts'
import { useCorrecting, withoutTraces } from './correcting.ts'
import { author, institution, type JsonRecord, orcidOf, slot, topic, work, workTopic } from './made-records.ts'
import { expectSameState, readState } from './store-state.ts'
import { useStore } from './test-store.ts'

const jane = 1
const namesake = 2
const coauthor = 4
const other = 5

const affiliated = (id: number, years = [2019]) => ({ institution: institution(id), years })
const orcid = `https://orcid.org/${orcidOf(77)}`

const works = (updated = '2024-01-01'): JsonRecord[] => [
  work(1, 'One', {
    authorships: [slot(jane, [1], 'Jane Doe'), slot(coauthor)],
    topics: [workTopic(1)],
    updated_date: updated,
  }),
  work(2, 'Two', { authorships: [slot(coauthor), slot(namesake, [2], 'J. Doe')], updated_date: updated }),
  work(3, 'Three', { authorships: [slot(namesake, [2], 'J. Doe'), slot(null, [], 'Jane Doe')], updated_date: updated }),
  work(4, 'Four', {
    authorships: [slot(other, [3], 'Jane B. Doe')],
    doi: 'https://doi.org/10.1234/four',
    updated_date: updated,
  }),
]
const authors = (updated = '2024-01-01'): JsonRecord[] => [
  author(jane, 'Jane Doe', { affiliations: [affiliated(1)], updated_date: updated }),
  author(namesake, 'J. Doe', { orcid, affiliations: [affiliated(2)], updated_date: updated }),
  author(coauthor, 'Ann Lee', { updated_date: updated }),
  author(other, 'Jane B. Doe', { updated_date: updated }),
]
const records = (updated?: string): JsonRecord[] => [
  topic(1, 'Matrices', 'This cluster of papers explores matrices.'),
  ...authors(updated),
  ...works(updated),
]

const merge: CorrectionDetails = { kind: 'merge', authorId: namesake, intoId: jane }

/** Each kind, and whose the names on the four works are once it is accepted. */
const kinds: readonly (readonly [
  string,
  CorrectionDetails,
  { readonly position?: number },
  readonly (number | null)[][],
])[] = [
  ['merges two records', merge, {}, [[jane, coauthor], [coauthor, jane], [jane, null], [other]]],
  [
    'gives a work of a record to another one',
    { kind: 'split', authorId: namesake, workIds: [3], intoId: other },
    {},
    [[jane, coauthor], [coauthor, namesake], [other, null], [other]],
  ],
  [
    'takes a work off a record',
    { kind: 'not-my-work', authorId: namesake, workIds: [2], toId: null },
    {},
    [[jane, coauthor], [coauthor, null], [namesake, null], [other]],
  ],
  [
    'gives a name without a record to one',
    { kind: 'missing-work', authorId: jane, work: 'W3', position: 2 },
    {},
    [[jane, coauthor], [coauthor, namesake], [namesake, jane], [other]],
  ],
  [
    'gives a name of another record to one',
    { kind: 'missing-work', authorId: jane, work: 'doi:10.1234/four', position: null },
    { position: 1 },
    [[jane, coauthor], [coauthor, namesake], [namesake, null], [jane]],
  ],
]

describeOnEachDatabase('a correction', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  const corrections = useCorrecting(it, people)
  const { accept, undo, propose, decide, bylineOf, worksOf, institutionsOf } = corrections
  const state = async () => withoutTraces(await readState(it.store))
  const bylines = async () => Promise.all([1, 2, 3, 4].map(bylineOf))
  beforeEach(async () => {
    await it.empty()
    await it.importLines(...records())
  })

  describe.each(kinds)('that %s', (_, details, choice, expected) => {
    test('holds whatever is imported, and leaves nothing behind once it is undone', async () => {
      const before = await state()
      const number = await accept(details, choice)
      expect(await bylines()).toEqual(expected)
      const decided = await state()
      await it.importLines(...records())
      expectSameState(await state(), decided)
      await undo(number)
      expectSameState(await state(), before)
    })

    test('holds against newer records, which stand once it is undone', async () => {
      const newer = await it.stateOf(records(), records('2025-01-01'))
      await it.empty()
      await it.importLines(...records())
      const number = await accept(details, choice)
      await it.importLines(...records('2025-01-01'))
      expect(await bylines()).toEqual(expected)
      await undo(number)
      expectSameState(await state(), withoutTraces(newer))
    })

    test('is found on a work whose names changed their places and spelling', async () => {
      const number = await accept(details, choice)
      await it.importLines(
        work(2, 'Two', {
          authorships: [slot(namesake, [2], 'Jane Doe'), slot(9, [], 'Somebody New'), slot(coauthor)],
          updated_date: '2025-01-01',
        }),
        work(3, 'Three', {
          authorships: [slot(null, [], 'Jane Doe'), slot(namesake, [2], 'Jo Doe')],
          updated_date: '2025-01-01',
        }),
      )
      const [, two = [], three = []] = expected
      expect(await bylineOf(2)).toEqual([two[1], 9, two[0]])
      expect(await bylineOf(3)).toEqual([three[1], three[0]])
      await undo(number)
      expect(await bylineOf(2)).toEqual([namesake, 9, coauthor])
      expect(await bylineOf(3)).toEqual([null, namesake])
    })
  })

  describe('that merges two records', () => {
    test('leads from the old address to the one that stays, with works, counts and identifiers', async () => {
      await accept(merge)
      expect(await findMergedInto({ kind: 'author', id: namesake }, it.store.db)).toBe(jane)
      expect(await worksOf(jane)).toBe(3)
      expect(await findByIdentifier(it.store.db, 'orcid', orcidOf(77))).toEqual({ kind: 'author', id: jane })
      await it.importLines(...authors('2025-01-01'))
      expect(await findByIdentifier(it.store.db, 'orcid', orcidOf(77))).toEqual({ kind: 'author', id: jane })
    })

    test('lets the curator choose which of them stays', async () => {
      const number = await accept(merge, { staysId: namesake })
      expect(await findMergedInto({ kind: 'author', id: jane }, it.store.db)).toBe(namesake)
      await undo(number)
      expect(await bylines()).toEqual([[jane, coauthor], [coauthor, namesake], [namesake, null], [other]])
    })

    test('gives works that came since back to whom their source says they are', async () => {
      const number = await accept(merge)
      await it.importLines(work(5, 'Five', { authorships: [slot(namesake, [], 'J. Doe'), slot(jane, [], 'Jane Doe')] }))
      expect(await bylineOf(5)).toEqual([jane, jane])
      expect(await worksOf(jane)).toBe(4)
      await undo(number)
      expect(await bylineOf(5)).toEqual([namesake, jane])
      expect([await worksOf(jane), await worksOf(namesake)]).toEqual([2, 3])
    })

    test('is undone from its far end, one merge at a time', async () => {
      const before = await state()
      const first = await accept(merge)
      const second = await accept({ kind: 'merge', authorId: jane, intoId: other })
      expect(await findMergedInto({ kind: 'author', id: namesake }, it.store.db)).toBe(other)
      expect(await bylines()).toEqual([[other, coauthor], [coauthor, other], [other, null], [other]])
      await expect(undo(first)).rejects.toThrow(MergeImpossibleError)
      expect(await corrections.statusOf(first)).toBe('accepted')
      await undo(second)
      expect(await bylines()).toEqual([[jane, coauthor], [coauthor, jane], [jane, null], [other]])
      await undo(first)
      expectSameState(await state(), before)
    })

    test('is not overridden by a merge of a source, which is made once it is undone', async () => {
      const number = await accept(merge)
      await it.store.transaction((tx) => writeMerges(tx, [{ kind: 'author', id: namesake, intoId: other }], start))
      expect(await findMergedInto({ kind: 'author', id: namesake }, it.store.db)).toBe(jane)
      expect(await bylineOf(2)).toEqual([coauthor, jane])
      await undo(number)
      expect(await findMergedInto({ kind: 'author', id: namesake }, it.store.db)).toBe(other)
      expect(await bylineOf(2)).toEqual([coauthor, other])
    })

    const source = (id: number, intoId: number) =>
      it.store.transaction((tx) => writeMerges(tx, [{ kind: 'author', id, intoId }], start))
    const ledTo = async (id: number) => findMergedInto({ kind: 'author', id }, it.store.db)
    const noLoop = async () => {
      const rows = await it.store.db.selectFrom('merged_ids').selectAll().where('kind', '=', 2).execute()
      expect(rows.filter(({ final_id }) => rows.some(({ id }) => id === final_id))).toEqual([])
    }

    test.each([
      ['the other way round', [[jane, namesake]]],
      [
        'back over a third one',
        [
          [jane, other],
          [other, namesake],
        ],
      ],
    ])('stands against a source that merges them %s, which holds once it is undone', async (_, stated) => {
      for (const [id = 0, intoId = 0] of stated) await source(id, intoId)
      await it.importLines(...records())
      const merged = await state()
      await it.empty()
      await it.importLines(...records())
      const number = await accept(merge)
      for (const [id = 0, intoId = 0] of stated) {
        expect(await source(id, intoId)).toMatchObject({ refused: [] })
        await noLoop()
      }
      const stays = stated.length === 1 ? jane : other
      expect([await ledTo(namesake), await ledTo(stays)]).toEqual([stays, undefined])
      expect(await bylineOf(2)).toEqual([coauthor, stays])
      await undo(number)
      await noLoop()
      expect([await ledTo(jane), await ledTo(namesake)]).toEqual([namesake, undefined])
      expect(await bylineOf(1)).toEqual([namesake, coauthor])
      expectSameState(await state(), merged)
    })

    test('leaves of what a source states the last, as if nobody had decided otherwise', async () => {
      const number = await accept(merge)
      await source(jane, namesake)
      await source(jane, other)
      expect([await ledTo(namesake), await ledTo(jane)]).toEqual([other, other])
      await undo(number)
      expect([await ledTo(namesake), await ledTo(jane)]).toEqual([undefined, other])
      expect(await it.store.db.selectFrom('held_merges').selectAll().execute()).toEqual([])
    })

    test('keeps what a source states the other way round while any decision stands against it', async () => {
      const first = await accept(merge)
      const second = await accept({ kind: 'merge', authorId: jane, intoId: other })
      await source(jane, namesake)
      await undo(second)
      expect([await ledTo(namesake), await ledTo(jane)]).toEqual([jane, undefined])
      await undo(first)
      expect([await ledTo(namesake), await ledTo(jane)]).toEqual([undefined, namesake])
      await noLoop()
    })

    test('takes the claims along, and gives them back as they were, with all of it in the log', async () => {
      const owner = await people.join('J. Doe')
      const claim = await people.claim(owner, namesake)
      const before = await state()
      const number = await accept(merge)
      const claims = it.store.db.selectFrom('claims').select(['author_id', 'status']).where('id', '=', claim)
      expect(await claims.executeTakeFirst()).toEqual({ author_id: jane, status: 'open' })
      await undo(number, undefined, after(1))
      expectSameState(await state(), before)
      expect(await people.log(claim)).toEqual([
        ['claim.opened', owner.accountId],
        ['claim.moved', 'record-merged'],
        ['claim.moved', 'merge-undone'],
      ])
    })

    test('of who is known from bylines alone gives back the name that each had', async () => {
      const known = [
        work(7, 'Seven', { authorships: [slot(21, [], 'Xaver Q. Zumthor'), slot(coauthor)] }),
        work(8, 'Eight', { authorships: [slot(22, [], 'X. Zumthor')] }),
      ]
      await it.importLines(...known)
      const before = await state()
      const number = await accept({ kind: 'merge', authorId: 21, intoId: 22 })
      expect(await findByIdentifier(it.store.db, 'orcid', orcidOf(21))).toEqual({ kind: 'author', id: 22 })
      await it.importLines(...known)
      await undo(number)
      expectSameState(await state(), before)
    })

    test('is undone under the eyes of nobody while the record that stayed is hidden', async () => {
      const number = await accept(merge)
      const hidden = { ref: { kind: 'author', id: jane }, correction: 99, at: new Date() } as const
      await it.store.transaction((tx) => hideRecord(tx, hidden))
      await undo(number)
      const rows = it.store.db.selectFrom('hidden_records').select('entity_id').orderBy('entity_id')
      expect(await rows.execute()).toEqual([{ entity_id: jane }, { entity_id: namesake }])
      await expect(propose(merge)).rejects.toThrow('hidden on request')
    })

    test('is refused where the two have different iDs', async () => {
      await it.importLines(
        author(jane, 'Jane Doe', { orcid: `https://orcid.org/${orcidOf(78)}`, updated_date: '2025-01-01' }),
      )
      await expect(propose(merge)).rejects.toThrow('two different identifiers')
    })
  })

  describe('that splits a record', () => {
    const split = { kind: 'split', authorId: namesake, workIds: [3], intoId: null } as const

    test('makes a record of the works, which no import and no resolution takes back', async () => {
      const before = await state()
      const number = await accept(split)
      const [made] = await bylineOf(3)
      expect(made).toBeGreaterThanOrEqual(1e15)
      expect([await worksOf(made ?? 0), await worksOf(namesake)]).toEqual([1, 1])
      await it.importLines(...records('2023-01-01'))
      expect(await bylineOf(3)).toEqual([made, null])
      await undo(number)
      expectSameState(await state(), before)
    })

    test('leaves the record a work', async () => {
      await expect(propose({ ...split, workIds: [2, 3] })).rejects.toThrow(NotAllowedError)
    })

    test('is not undone while the record that it made has something of its own', async () => {
      const number = await accept(split)
      const [made] = await bylineOf(3)
      await people.claim(await people.join('J. Doe'), made ?? 0)
      await expect(undo(number)).rejects.toThrow('has a claim or other works by now')
      expect(await bylineOf(3)).toEqual([made, null])
    })
  })

  describe('of an affiliation', () => {
    test('takes it off the author’s page, whatever bylines and records say from then on', async () => {
      const before = await state()
      const number = await accept({ kind: 'wrong-affiliation', authorId: jane, institutionId: 1, rightId: null })
      expect(await institutionsOf(jane)).toEqual([])
      await it.importLines(...records('2025-01-01'))
      expect(await institutionsOf(jane)).toEqual([])
      await it.importLines(...records('2023-01-01'))
      await undo(number)
      expect(await institutionsOf(jane)).toEqual([1])
      expect([...before.keys()]).toContain('affiliation_decisions')
    })

    test('puts the right one in its place, also on the record that the author is merged into', async () => {
      const number = await accept({ kind: 'wrong-affiliation', authorId: namesake, institutionId: 2, rightId: 3 })
      expect(await institutionsOf(namesake)).toEqual([3])
      await accept(merge)
      expect(new Set(await institutionsOf(jane))).toEqual(new Set([1, 3]))
      await undo(number)
      expect(new Set(await institutionsOf(jane))).toEqual(new Set([1, 2]))
    })

    test('holds through merges of merges, of authors and of institutions, and of several decisions the last stands', async () => {
      const first = await accept({ kind: 'wrong-affiliation', authorId: namesake, institutionId: 2, rightId: null })
      await accept({ kind: 'wrong-affiliation', authorId: other, institutionId: 3, rightId: 1 })
      await it.store.transaction((tx) =>
        writeMerges(
          tx,
          [
            { kind: 'author', id: namesake, intoId: other },
            { kind: 'author', id: other, intoId: jane },
            { kind: 'institution', id: 2, intoId: 3 },
          ],
          start,
        ),
      )
      await it.importLines(...records('2025-01-01'))
      // At the one of the two that was decided about last, and not at the one that both were.
      expect(await institutionsOf(jane)).toEqual([1])
      await undo(first)
      expect(await institutionsOf(jane)).toEqual([1])
    })
  })

  test('decided later stands above one decided before, and either can be undone', async () => {
    const first = await accept({ kind: 'not-my-work', authorId: namesake, workIds: [2], toId: other })
    const second = await accept({ kind: 'not-my-work', authorId: other, workIds: [2], toId: null })
    expect(await bylineOf(2)).toEqual([coauthor, null])
    await undo(first)
    expect(await bylineOf(2)).toEqual([coauthor, null])
    await undo(second)
    expect(await bylineOf(2)).toEqual([coauthor, namesake])
  })

  test('about a work that is not here yet is decided once it is', async () => {
    const details = { kind: 'missing-work', authorId: jane, work: 'doi:10.1234/late', position: null } as const
    const { number } = await propose(details)
    await expect(decide(number)).rejects.toThrow('not on this site yet')
    await it.importLines(
      work(6, 'Late', { doi: 'https://doi.org/10.1234/late', authorships: [slot(null, [], 'Doe, J.'), slot(7)] }),
    )
    await decide(number)
    expect(await bylineOf(6)).toEqual([jane, 7])
  })
})
