import { migrate, NewerDatabaseError, openStore, readMigrationState, type Store } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'

describeOnEachDatabase('the schema', (database) => {
  const stores: Store[] = []
  afterAll(async () => {
    for (const store of stores) await store.close()
  })

  async function openNew(): Promise<Store> {
    const store = openStore(await database.createLocation())
    stores.push(store)
    return store
  }

  test('is laid in an empty database, and laying it again does nothing', async () => {
    const store = await openNew()
    const { applied, pending } = await readMigrationState(store)
    expect(applied).toEqual([])
    expect(pending.length).toBeGreaterThan(0)
    expect(await migrate(store)).toEqual(pending)
    expect(await readMigrationState(store)).toEqual({ applied: pending, pending: [] })
    const before = await shape(store)
    expect(await migrate(store)).toEqual([])
    expect(await shape(store)).toEqual(before)
  })

  test.each(['9999-from-the-future', 'constructor', '0000-before-all'])(
    'with a migration that this version does not know, %s, is refused with a sentence and left alone',
    async (name) => {
      const store = await openNew()
      await migrate(store)
      await sql`insert into kysely_migration (name, timestamp) values (${name}, '')`.execute(store.db)
      const before = await shape(store)
      await expect(migrate(store)).rejects.toThrow(NewerDatabaseError)
      await expect(migrate(store)).rejects.toThrow(
        `The database was made by a newer version of BZPEER (it has the migration ${name}, which this version does not know). Update BZPEER`,
      )
      await expect(readMigrationState(store)).rejects.toThrow(NewerDatabaseError)
      expect(await shape(store)).toEqual(before)
    },
  )

  test('is laid once by several that lay it at the same time', async () => {
    const location = await database.createLocation()
    const first = openStore(location)
    stores.push(first)
    // Of an embedded database there can be no second process: the same one asks twice.
    const others =
      database.kind === 'server' ? [openStore(location), openStore(location), openStore(location)] : [first]
    if (database.kind === 'server') stores.push(...others)
    const applied = await Promise.all([first, ...others].map((store) => migrate(store)))
    expect(applied.flat()).toEqual((await readMigrationState(first)).applied)
  })
})

async function shape(store: Store): Promise<unknown[]> {
  const { rows } = await sql`
    select table_name, column_name, data_type, column_default from information_schema.columns
    where table_schema = current_schema() order by 1, 2`.execute(store.db)
  expect(rows.length).toBeGreaterThan(0)
  return rows
}
