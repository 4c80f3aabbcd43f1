import { randomUUID } from 'node:crypto'
import {
  countEntities,
  migrate,
  openStore,
  readClaimsForExport,
  readCorrectionsForExport,
  StatementTimeoutError,
  type Store,
} from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { RawNode, sql } from 'kysely'
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

  test('finds what an account proposed, decided or ended without looking at all corrections', async () => {
    await sql`
      insert into corrections (number, kind, author_id, details, same_key, status, statement, proposed_by, opened_at)
      select n, 'hide', n, '{}', 'hide ' || n, 'open', '', gen_random_uuid(), now() from generate_series(1, 20000) n`.execute(
      store.db,
    )
    await sql`analyze corrections`.execute(store.db)
    const plan: string[] = []
    const explaining = store.db.withPlugin({
      transformQuery: ({ node }) => RawNode.create(['explain ', ''], [node]),
      transformResult: async ({ result }) => {
        plan.push(...result.rows.map((row) => String(row['QUERY PLAN'])))
        return result
      },
    })
    await readCorrectionsForExport(explaining, randomUUID())
    await readClaimsForExport(explaining, randomUUID())
    expect(plan.filter((line) => line.includes('corrections_by_')).length).toBeGreaterThan(3)
    expect(plan.filter((line) => line.includes('Seq Scan on corrections'))).toEqual([])
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
