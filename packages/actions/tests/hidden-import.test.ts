import { resolveIdentities, restoreBackup, writeBackup } from '@bzpeer/actions'
import {
  findAuthorHead,
  findHidden,
  findWorkHead,
  hideRecord,
  readHitsByPrefix,
  showRecord,
  writeMerges,
} from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import { author, institution, slot, work } from './made-records.ts'
import { expectSameState, readState } from './store-state.ts'
import { useStore } from './test-store.ts'

const hiddenAt = new Date('2100-01-01T10:00:00Z')

describeOnEachDatabase('a hidden record', (database) => {
  const it = useStore(database)
  const hide = (id: number, correction = 1): Promise<boolean> =>
    it.store.transaction((tx) => hideRecord(tx, { ref: { kind: 'author', id }, correction, at: hiddenAt }))
  const show = (correction = 1): Promise<number[]> => it.store.transaction((tx) => showRecord(tx, correction))
  const isHidden = async (id: number): Promise<boolean> =>
    (await findHidden(it.store.db, { kind: 'author', id })) !== undefined
  const merge = (id: number, intoId: number) =>
    it.store.transaction((tx) => writeMerges(tx, [{ kind: 'author', id, intoId }], hiddenAt))
  const resolve = () => resolveIdentities({ store: it.store, now: () => hiddenAt }, () => undefined)

  const read = (id: number) => findAuthorHead(it.store.db, id, { topics: 5, collaborators: 5 }, hiddenAt)

  async function find(name: string): Promise<number[]> {
    const hits = await readHitsByPrefix(it.store.db, [['author', 10]], name, 10)
    return hits.map(({ id }) => id)
  }

  /** As it is shown: the name, and whose record it leads to. */
  async function bylineOf(workId: number): Promise<(readonly [string, number | null])[] | undefined> {
    const head = await findWorkHead(it.store.db, workId)
    return head?.byline?.map(([rawName, id, name]) => [name ?? rawName, id])
  }

  const one = author(1, 'Ada One')
  const two = (more = {}) =>
    author(2, 'Hadley Quillfeather', { affiliations: [{ institution: institution(1), years: [2020] }], ...more })
  const three = author(3, 'Cy Three')
  const works = [
    work(1, 'On quiet rooms', { authorships: [slot(1, [1]), slot(2, [1], 'H. Printed')] }),
    work(2, 'On quiet streets', { authorships: [slot(2, [1], 'H. Printed'), slot(3, [1])] }),
  ]

  beforeEach(async () => {
    await it.empty()
    await it.importLines(institution(1), one, two(), three, ...works)
  })

  async function expectUnseen(): Promise<void> {
    expect(await read(2)).toBeUndefined()
    expect(await find('quillfeather')).toEqual([])
    expect((await bylineOf(1))?.[1]).toEqual(['H. Printed', null])
  }

  describe('stays hidden', () => {
    test('when the same files are imported again, and newer versions of it and of its works', async () => {
      await hide(2)
      await it.importLines(institution(1), one, two(), three, ...works)
      await expectUnseen()
      const newer = { updated_date: '2100-01-01T00:00:00', display_name_alternatives: ['H. Quillfeather'] }
      const { updated } = await it.importLines(
        two(newer),
        work(1, 'On quiet rooms, revised', {
          updated_date: '2100-01-01T00:00:00',
          authorships: [slot(1, [1]), slot(2, [1], 'H. Printed')],
        }),
        work(3, 'On quiet gardens', { authorships: [slot(2, [1], 'H. Printed')] }),
      )
      expect(updated).toBe(2)
      await expectUnseen()
      // What was said meanwhile is there once it is shown again.
      await show()
      const head = await read(2)
      expect([head?.works_count, head?.alternative_names]).toEqual([3, ['H. Quillfeather']])
      expect(await find('quillfeather')).toEqual([2])
    })

    test('when a name that a source leaves open is found to be theirs', async () => {
      const open = slot(null, [1], 'Zebedee Nightjar')
      await it.importLines(
        author(6, 'Zebedee Nightjar'),
        work(6, 'On silence', { authorships: [slot(6, [1], 'Zebedee Nightjar'), slot(1, [1])] }),
        work(7, 'On more silence', { authorships: [slot(6, [1], 'Zebedee Nightjar'), slot(1, [1])] }),
      )
      await hide(6)
      await it.importLines(work(8, 'On most silence', { authorships: [open, slot(1, [1])] }))
      await resolve()
      expect(await find('nightjar')).toEqual([])
      expect((await bylineOf(8))?.[0]).toEqual(['Zebedee Nightjar', null])
      await show()
      expect(await find('nightjar')).toEqual([6])
      expect((await bylineOf(8))?.[0]).toEqual(['Zebedee Nightjar', 6])
    })

    test('under the id that a source merges it into, with its works, and its own address', async () => {
      await it.importLines(author(4, 'Hadley Q. Quillfeather'))
      await hide(2)
      await merge(2, 4)
      expect([await isHidden(2), await isHidden(4), await isHidden(3)]).toEqual([true, true, false])
      await expectUnseen()
      expect(await read(4)).toBeUndefined()
      // And further on.
      await it.importLines(author(5, 'H. Quillfeather'))
      await merge(4, 5)
      expect(await isHidden(5)).toBe(true)
      await expectUnseen()
      expect((await show()).toSorted((a, b) => a - b)).toEqual([2, 4, 5])
      expect([await isHidden(2), await isHidden(4), await isHidden(5)]).toEqual([false, false, false])
      expect(await find('quillfeather')).toEqual([5])
      expect((await bylineOf(1))?.[1]).toEqual(['H. Quillfeather', 5])
    })

    test.each([
      [1, 2],
      [2, 1],
    ])(
      'while one of two corrections that hid what a source makes one record stands: %i is undone first',
      async (first, second) => {
        await it.importLines(author(4, 'Hadley Q. Quillfeather'))
        await hide(2, 1)
        await hide(4, 2)
        await hide(3, 3)
        await merge(2, 4)
        expect(await show(first)).not.toEqual([])
        expect([await isHidden(4), await isHidden(3)]).toEqual([true, true])
        await expectUnseen()
        expect(await show(second)).not.toEqual([])
        expect([await isHidden(2), await isHidden(4), await isHidden(3)]).toEqual([false, false, true])
        expect(await find('quillfeather')).toEqual([4])
      },
    )

    test('while one of two that a source merges into a third is not to be shown', async () => {
      await it.importLines(author(4, 'H. Q.'), author(5, 'H. Quillfeather'))
      await hide(2, 1)
      await hide(4, 2)
      await merge(2, 5)
      await merge(4, 5)
      await show(1)
      expect([await isHidden(2), await isHidden(4), await isHidden(5)]).toEqual([false, true, true])
      await show(2)
      expect([await isHidden(4), await isHidden(5)]).toEqual([false, false])
    })

    test('with what is merged into it', async () => {
      await it.importLines(
        author(4, 'Hadley Q. Quillfeather'),
        work(5, 'Loud', { authorships: [slot(4, [], 'H. Loud')] }),
      )
      await hide(2)
      await merge(4, 2)
      await expectUnseen()
      expect(await bylineOf(5)).toEqual([['H. Loud', null]])
      expect(await isHidden(4)).toBe(false)
    })
  })

  test('that this site founded is not given up for another when names are resolved anew', async () => {
    await it.importLines(
      ...[10, 11, 12].map((id) =>
        work(id, `On silence ${id}`, { authorships: [slot(null, [1], 'Zebedee Nightjar'), slot(1, [1])] }),
      ),
    )
    await resolve()
    const [founded] = await find('nightjar')
    await hide(founded ?? 0)
    await it.importLines(work(9, 'On silence 9', { authorships: [slot(null, [1], 'Zebedee Nightjar'), slot(1, [1])] }))
    await resolve()
    expect(await find('nightjar')).toEqual([])
    for (const id of [9, 10, 11, 12]) expect((await bylineOf(id))?.[0]).toEqual(['Zebedee Nightjar', null])
  })

  test('is hidden in a copy as well', async () => {
    await hide(2)
    const path = it.writeFile([])
    await writeBackup(it.store, path, hiddenAt, () => undefined)
    await show()
    await restoreBackup(it.store, path, { replace: true }, () => undefined)
    expect(await isHidden(2)).toBe(true)
    await expectUnseen()
  })

  test('changes nothing else in the store, and shown again leaves no trace in it', async () => {
    const before = await readState(it.store)
    await hide(2)
    const during = new Map(await readState(it.store))
    expect(during.get('hidden_records')).toHaveLength(1)
    during.set('hidden_records', [])
    expectSameState(during, before)
    await show()
    expectSameState(await readState(it.store), before)
  })
})
