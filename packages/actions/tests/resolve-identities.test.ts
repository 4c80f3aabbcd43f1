import { resolveIdentities, resolveOpenBylines } from '@bzpeer/actions'
import { findMergedInto, listDuplicates, noteDistinct, readDuplicateCheck } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, expect, test } from 'vitest'
import { author, type JsonRecord, slot, work } from './made-records.ts'
import { expectSameState, readState } from './store-state.ts'
import { useStore } from './test-store.ts'

const uuid = '11111111-1111-4111-8111-111111111111'

/** A work by a name that the source gives no record, with a co-author. */
function byline(id: number, name: string, coauthor: number, more: JsonRecord = {}): JsonRecord {
  return work(id, `Work ${id}`, { authorships: [slot(null, [], name), slot(coauthor)], ...more })
}

describeOnEachDatabase('resolving names', (database) => {
  const it = useStore(database)
  beforeEach(() => it.empty())

  const now = (): Date => new Date('2026-11-26T12:00:00Z')
  const resolve = () => resolveIdentities({ store: it.store, now }, () => undefined)

  async function authorOf(workId: number, position = 1): Promise<number | null> {
    const row = await it.store.db
      .selectFrom('authorships')
      .select('author_id')
      .where('work_id', '=', workId)
      .where('position', '=', position)
      .executeTakeFirstOrThrow()
    return row.author_id
  }

  test('gives bylines of one person one record, with its works and its co-authors, and people of other names others', async () => {
    await it.importLines(
      author(50),
      byline(1, 'Stephen G. Eick', 50),
      byline(2, 'S.G. Eick', 50),
      byline(3, 'Susan Eick', 50),
    )
    expect(await resolve()).toMatchObject({ bylines: 3, joined: 0, founded: 2, candidates: 0 })
    const id = (await authorOf(1)) ?? 0
    expect(id).toBeGreaterThanOrEqual(1_000_000_000_000_000)
    expect(await authorOf(2)).toBe(id)
    expect(await authorOf(3)).not.toBe(id)
    const db = it.store.db
    const record = await db.selectFrom('authors').selectAll().where('id', '=', id).executeTakeFirst()
    expect(record).toEqual({ id, display_name: 'Stephen G. Eick', alternative_names: ['S.G. Eick'], is_stub: true })
    const stats = await db.selectFrom('author_stats').selectAll().where('author_id', '=', id).executeTakeFirst()
    expect(stats).toMatchObject({ works_count: 2, collaborators_count: 1, close_collaborators_count: 1 })
    const other = await db.selectFrom('author_stats').selectAll().where('author_id', '=', 50).executeTakeFirst()
    expect(other).toMatchObject({ works_count: 3, collaborators_count: 2 })
    const said = await db.selectFrom('records').select('source').where('entity_id', '=', id).execute()
    expect(said).toEqual([{ source: 'this site' }])
  })

  test('joins a byline with the record it fits, and says how sure that is and why', async () => {
    await it.importLines(
      author(1, 'Stephen G. Eick'),
      author(50),
      work(1, 'One', { authorships: [slot(1, [], 'Stephen G. Eick'), slot(50)] }),
      byline(2, 'S. G. Eick', 50),
    )
    expect(await resolve()).toMatchObject({ bylines: 1, joined: 1, founded: 0 })
    expect(await authorOf(2)).toBe(1)
    const decision = await it.store.db.selectFrom('byline_resolutions').selectAll().executeTakeFirstOrThrow()
    expect(decision).toMatchObject({ work_id: 2, position: 1, author_id: 1 })
    expect(decision.confidence).toBeGreaterThan(0.75)
    expect(decision.evidence).toContainEqual(['coauthor-shared', 1])
  })

  test('a second time changes nothing', async () => {
    await it.importLines(author(50), byline(1, 'Ada Byron', 50), byline(2, 'A. Byron', 50))
    await resolve()
    const before = await readState(it.store)
    expect(await resolve()).toMatchObject({ bylines: 0, founded: 0, merged: 0 })
    expectSameState(await readState(it.store), before)
  })

  test('stands when the work comes again, changed, and with the name in another place', async () => {
    await it.importLines(author(50), byline(1, 'Ada Byron', 50), byline(2, 'Ada Byron', 50))
    await resolve()
    const id = await authorOf(1)
    await it.importLines(byline(1, 'Ada Byron', 50, { title: 'A better title' }))
    expect(await authorOf(1)).toBe(id)
    await it.importLines(work(1, 'Moved', { authorships: [slot(50), slot(null, [], 'Ada Byron')] }))
    expect(await authorOf(1, 2)).toBe(id)
    const works = await it.store.db
      .selectFrom('author_works')
      .select('position')
      .where('work_id', '=', 1)
      .orderBy('position')
      .execute()
    expect(works).toEqual([{ position: 1 }, { position: 2 }])
    const before = await readState(it.store)
    expect(await resolve()).toMatchObject({ bylines: 0 })
    expectSameState(await readState(it.store), before)
  })

  test('gives way where another name stands there, and where the source says whose it is', async () => {
    await it.importLines(author(7, 'Ada Byron'), byline(1, 'Ada Byron', 50), byline(2, 'Ada Byron', 50))
    await resolve()
    await it.importLines(
      byline(1, 'Charles Babbage', 50),
      work(2, 'Two', { authorships: [slot(8, [], 'Ada Byron'), slot(50)] }),
    )
    expect([await authorOf(1), await authorOf(2)]).toEqual([null, 8])
  })

  test('never joins two records that sources identify, and proposes them until people decide', async () => {
    const alike = (id: number): JsonRecord =>
      work(id, `Work ${id}`, { authorships: [slot(id, [], 'Miriah Meyer'), slot(50), slot(51)] })
    await it.importLines(
      author(1, 'Miriah Meyer', { ids: { openreview: '~Miriah_Meyer1' } }),
      author(2, 'Miriah Meyer', { ids: { vispubdata: 'Miriah Meyer' } }),
      alike(1),
      alike(2),
      work(3, 'Three', { authorships: [slot(null, [], 'Miriah Meyer'), slot(50), slot(51)] }),
    )
    expect(await resolve()).toMatchObject({ merged: 0, candidates: 1, joined: 1 })
    expect([await authorOf(1), await authorOf(2)]).toEqual([1, 2])
    expect(await listDuplicates(it.store.db, 10)).toMatchObject([
      { author_id_a: 1, author_id_b: 2, name_a: 'Miriah Meyer' },
    ])
    expect(await readDuplicateCheck(it.store.db, 1)).toEqual({
      duplicates_checked_at: now(),
      has_open_duplicates: true,
    })
    await it.store.transaction((tx) => noteDistinct(tx, [2, 1], { by: uuid, at: now() }))
    expect(await listDuplicates(it.store.db, 10)).toEqual([])
    expect(await resolve()).toMatchObject({ candidates: 0 })
    expect(await listDuplicates(it.store.db, 10)).toEqual([])
    expect(await readDuplicateCheck(it.store.db, 1)).toEqual({
      duplicates_checked_at: now(),
      has_open_duplicates: false,
    })
  })

  test('a record that this site made leads to the source’s, once that comes', async () => {
    await it.importLines(author(50), byline(1, 'Grace Brewster Hopper', 50), byline(2, 'Grace Brewster Hopper', 50))
    await resolve()
    const made = (await authorOf(1)) ?? 0
    await it.importLines(
      author(1, 'Grace Brewster Hopper'),
      work(3, 'Three', { authorships: [slot(1, [], 'Grace Brewster Hopper'), slot(50)] }),
    )
    expect(await resolve()).toMatchObject({ merged: 1 })
    expect([await authorOf(1), await authorOf(2)]).toEqual([1, 1])
    expect(await findMergedInto({ kind: 'author', id: made }, it.store.db)).toBe(1)
    await it.importLines(byline(1, 'Grace Brewster Hopper', 50, { title: 'A better title' }))
    expect(await authorOf(1)).toBe(1)
  })

  test('a record that people told apart from the source’s stays its own', async () => {
    await it.importLines(author(50), byline(1, 'Grace Brewster Hopper', 50), byline(2, 'Grace Brewster Hopper', 50))
    await resolve()
    const made = (await authorOf(1)) ?? 0
    await it.importLines(
      author(1, 'Grace Brewster Hopper'),
      work(3, 'Three', { authorships: [slot(1, [], 'Grace Brewster Hopper'), slot(50)] }),
    )
    await it.store.transaction((tx) => noteDistinct(tx, [made, 1], { by: uuid, at: now() }))
    expect(await resolve()).toMatchObject({ merged: 0, candidates: 0 })
    expect([await authorOf(1), await authorOf(3)]).toEqual([made, 1])
  })

  test('cut off, goes on where it stopped, and ends where it would have ended', async () => {
    const others = Array.from({ length: 1_300 }, (_, at) => author(1_000 + at, `Given${at} Family${at}`))
    const lines = [
      ...others,
      author(50),
      byline(1, 'Ada Byron', 50),
      byline(2, 'Ada Byron', 50),
      byline(3, 'Zoe Zed', 50),
    ]
    await it.importLines(...lines)
    let told = 0
    const cutOff = resolveIdentities({ store: it.store, now }, () => {
      if (++told > 1) throw new Error('cut off')
    })
    await expect(cutOff).rejects.toThrow('cut off')
    expect(await authorOf(1)).not.toBeNull()
    expect(await authorOf(3)).toBeNull()
    expect(await resolve()).toMatchObject({ isResumed: true, bylines: 3 })
    const resumed = await readState(it.store)
    await it.empty()
    await it.importLines(...lines)
    expect(await resolve()).toMatchObject({ isResumed: false, bylines: 3 })
    expectSameState(await readState(it.store), resumed)
  })

  test('for an import looks at what it brought, and leaves much of it for later', async () => {
    await it.importLines(author(50), byline(1, 'Ada Byron', 50))
    const alone = await resolveOpenBylines({ store: it.store, now }, () => undefined)
    // A name that agrees with no other stays a name.
    expect([alone?.bylines, await authorOf(1)]).toEqual([0, null])
    await it.importLines(byline(2, 'Ada Byron', 50), byline(3, ')*', 50))
    await resolveOpenBylines({ store: it.store, now }, () => undefined)
    const founded = await authorOf(2)
    expect(founded).not.toBeNull()
    expect(await authorOf(1)).toBe(founded)
    expect(await authorOf(3)).toBeNull()
    const many = Array.from({ length: 501 }, (_, at) => slot(null, [], `Given${at} Family${at}`))
    await it.importLines(work(4, 'Many', { authorships: many }))
    expect(await resolveOpenBylines({ store: it.store, now }, () => undefined)).toBeUndefined()
    expect(await authorOf(4)).toBeNull()
  })
})
