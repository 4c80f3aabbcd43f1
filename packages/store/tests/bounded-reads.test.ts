import { countEntities, migrate, openStore, StatementTimeoutError, type Store } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

describeOnEachDatabase('reading', (database) => {
  let store: Store
  beforeAll(async () => {
    store = openStore(await database.createLocation())
    await migrate(store)
  })
  afterAll(() => store.close())

  test('counts a table that was never analysed up to a bound, and takes the estimate afterwards', async () => {
    await sql`alter table topics set (autovacuum_enabled = off)`.execute(store.db)
    const add = (first: number, last: number) =>
      sql`insert into topics (id, display_name, is_stub)
        select id, 'Topic', false from generate_series(${sql.lit(first)}, ${sql.lit(last)}) as id`.execute(store.db)
    await add(1, 20_000)
    expect(await countEntities(store.reading)).toMatchObject({ topic: 20_000, author: 0 })
    await add(20_001, 20_500)
    expect(await countEntities(store.reading)).toMatchObject({ topic: 20_001 })
    await sql`analyze topics`.execute(store.db)
    expect((await countEntities(store.reading)).topic).toBeCloseTo(20_500, -2)
  })

  test.skipIf(database.kind === 'embedded')(
    'is given up after five seconds, and what else uses the database is not (an embedded one has no timers)',
    async () => {
      const sleep = (db: Store['db']) => sql`select pg_sleep(6)`.execute(db)
      const [reading, other] = await Promise.allSettled([sleep(store.reading), sleep(store.db)])
      expect(reading.status === 'rejected' && reading.reason).toBeInstanceOf(StatementTimeoutError)
      expect(other.status).toBe('fulfilled')
      // The session goes on.
      expect((await sql`select 1 as one`.execute(store.reading)).rows).toEqual([{ one: 1 }])
    },
  )
})
