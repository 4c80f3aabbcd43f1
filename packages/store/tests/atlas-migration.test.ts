import { deriveDirty, migrate, openStore, type Store } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** A record as it was before there was an atlas: three institutions, two works, people, one of them by statement alone. */
const before = [
  `insert into institutions (id, display_name, is_stub) values (1, 'One', false), (2, 'Two', false), (3, 'Three', true)`,
  `insert into authorships (work_id, position, author_id, is_repeat, raw_name, institution_ids) values
     (10, 1, 21, false, 'A', '{1}'), (10, 2, 22, false, 'B', '{2,3}'), (11, 1, 21, false, 'A', '{1}'),
     (11, 2, null, false, 'C', '{2}')`,
  `insert into institution_works (institution_id, publication_year, work_id) values
     (1, 2019, 10), (2, 2019, 10), (3, 2019, 10), (1, 0, 11), (2, 0, 11)`,
  'insert into entity_counts (kind, id, works) values (3, 1, 2), (3, 2, 2), (3, 3, 1)',
  `insert into author_institutions (author_id, rank, institution_id, works, is_stated) values
     (21, 1, 1, 2, false), (22, 1, 2, 1, false), (22, 2, 3, 1, false), (23, 1, 3, 0, true)`,
]

describeOnEachDatabase('a record of before the atlas', (database) => {
  let store: Store
  beforeAll(async () => {
    store = openStore(await database.createLocation({ empty: true }))
    await migrate(store, '0012-hidden-records')
    await store.withSession(async ({ session }) => {
      for (const statement of before) await session.query(statement)
    })
  })
  afterAll(() => store.close())

  test('has its places and ties once the schema is brought up to date, and deriving them again changes nothing', async () => {
    await migrate(store)
    const read = async () => ({
      places: await store.db.selectFrom('institution_places').selectAll().orderBy('institution_id').execute(),
      ties: await store.db
        .selectFrom('institution_ties')
        .selectAll()
        .orderBy('institution_id')
        .orderBy('rank')
        .execute(),
    })
    const filled = await read()
    expect(filled.places).toEqual([
      { institution_id: 1, works: 2, people: 1 },
      { institution_id: 2, works: 2, people: 1 },
      { institution_id: 3, works: 1, people: 2 },
    ])
    expect(
      filled.ties.map(({ institution_id, rank, other_id, shared_works }) => [
        institution_id,
        rank,
        other_id,
        shared_works,
      ]),
    ).toEqual([
      [1, 1, 2, 2],
      [1, 2, 3, 1],
      [2, 1, 1, 2],
      [2, 2, 3, 1],
      [3, 1, 1, 1],
      [3, 2, 2, 1],
    ])
    expect(filled.ties[0]).toMatchObject({ first_year: 2019, last_year: 2019 })
    await sql`insert into dirty_entities (kind, id) values (3, 1), (3, 2), (3, 3)`.execute(store.db)
    await deriveDirty(store, () => undefined)
    expect(await read()).toEqual(filled)
  })
})
