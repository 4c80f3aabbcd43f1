import { randomBytes } from 'node:crypto'
import {
  migrate,
  NewerDatabaseError,
  openStore,
  readMigrationState,
  type Store,
  WrongEncodingError,
} from '@bzpeer/store'
import { contestRules } from '@bzpeer/domain'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { sql } from 'kysely'
import { afterAll, expect, inject, test } from 'vitest'

describeOnEachDatabase('the schema', (database) => {
  const stores: Store[] = []
  afterAll(async () => {
    for (const store of stores) await store.close()
  })

  async function openNew(): Promise<Store> {
    const store = openStore(await database.createLocation({ empty: true }))
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
    const location = await database.createLocation({ empty: true })
    const first = openStore(location)
    stores.push(first)
    // Of an embedded database there can be no second process: the same one asks twice.
    const others =
      database.kind === 'server' ? [openStore(location), openStore(location), openStore(location)] : [first]
    if (database.kind === 'server') stores.push(...others)
    const applied = await Promise.all([first, ...others].map((store) => migrate(store)))
    expect(applied.flat()).toEqual((await readMigrationState(first)).applied)
  })

  test('of before the ends of chains were kept: long chains and circles are taken back, and others lead to their end', async () => {
    const store = await openNew()
    await migrate(store, '0003-search-and-sitemaps')
    const chain = Array.from({ length: 30 }, (_, index) => [index + 1, index + 2])
    const circle = [101, 102, 103].map((id) => [id, id === 103 ? 101 : id + 1])
    for (const [id, into] of [...chain, ...circle, [201, 202], [202, 203]])
      await sql`insert into merged_ids (kind, id, into_id) values (2, ${id}, ${into})`.execute(store.db)
    await sql`insert into merged_ids (kind, id, into_id) values (1, 202, 204)`.execute(store.db)
    await migrate(store)
    const rows = await store.db.selectFrom('merged_ids').selectAll().orderBy('kind').orderBy('id').execute()
    const finals = new Map(rows.map(({ kind, id, final_id }) => [`${kind} ${id}`, final_id]))
    expect(finals.get('2 1')).toBe(21)
    expect(finals.get('2 10')).toBe(21)
    expect(finals.get('2 20')).toBe(21)
    for (let id = 21; id <= 30; id++) expect(finals.get(`2 ${id}`)).toBeUndefined()
    for (const id of [101, 102, 103]) expect(finals.get(`2 ${id}`)).toBeUndefined()
    expect([finals.get('2 201'), finals.get('2 202'), finals.get('1 202')]).toEqual([203, 203, 204])
  })

  test('of before others’ statements counted: who has no record of their own has the identifiers stated of them', async () => {
    const store = await openNew()
    await migrate(store, '0003-search-and-sitemaps')
    await store.withSession(async ({ session }) => {
      for (const statement of [
        `insert into authors (id, display_name, is_stub) values (1, 'Named', true), (2, 'Recorded', false)`,
        `insert into institutions (id, display_name, ror, is_stub) values (3, 'Named', 'r1', true), (4, 'Recorded', 'r2', false)`,
        `insert into authorships (work_id, position, author_id, is_repeat, raw_name, orcid)
         values (9, 1, 1, false, 'A', 'o1'), (9, 2, 2, false, 'B', 'o2'), (8, 1, 1, false, 'A', 'o1')`,
        'insert into institution_works (institution_id, publication_year, work_id) values (3, 2020, 9), (4, 2020, 9)',
        `insert into records (kind, entity_id, source, source_updated_at, observed_at, content_hash)
         select 1, id, source, day, now(), gen_random_uuid() from (values
           (9, 'older.example', '2023-01-01'::timestamptz), (9, 'newer.example', '2024-01-01'),
           (8, 'newer.example', null)) as said (id, source, day)`,
      ])
        await session.query(statement)
    })
    await migrate(store)
    const rows = await store.db.selectFrom('identifiers').selectAll().orderBy('scheme').execute()
    expect(rows).toEqual([
      { scheme: 'orcid', value: 'o1', kind: 2, entity_id: 1, source: 'newer.example' },
      { scheme: 'ror', value: 'r1', kind: 3, entity_id: 3, source: 'newer.example' },
    ])
  })

  test('of before merges left claims to a curator by a rule of their own: those claims stay with one', async () => {
    const store = await openNew()
    await migrate(store, '0017-evidence-of-ties')
    const [merged, waited, reopened] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`)
    const logs = [
      [merged, 'claim.opened', 'claim.accepted', 'claim.contested'],
      [waited, 'claim.opened', 'claim.contested'],
      [reopened, 'claim.opened', 'claim.accepted', 'claim.contested', 'claim.reopened', 'claim.contested'],
    ] as const
    for (const [index, [id, ...acts]] of logs.entries()) {
      await sql`insert into claims (id, author_id, account_id, status, statement, opened_at, window_ends_at, contest_rule)
        values (${id}, ${index + 1}, gen_random_uuid(), 'contested', '', now(), now(), 'orcid-not-shown')`.execute(
        store.db,
      )
      for (const act of acts)
        await sql`insert into decisions (id, at, act, author_id, subject, rule, reason)
          values (gen_random_uuid(), now(), ${act}, ${index + 1}, ${`claim:${id}`}, 'orcid-not-shown', '')`.execute(
          store.db,
        )
    }
    await migrate(store)
    const rules = store.db.selectFrom('claims').select(['id', 'contest_rule']).orderBy('author_id')
    expect(await rules.execute()).toEqual([
      { id: merged, contest_rule: 'merged-with-orcid' },
      { id: waited, contest_rule: 'orcid-not-shown' },
      { id: reopened, contest_rule: 'orcid-not-shown' },
    ])
    const said = store.db.selectFrom('decisions').select(['subject', 'reason']).where('rule', '=', 'merged-with-orcid')
    expect(await said.execute()).toEqual([{ subject: `claim:${merged}`, reason: contestRules['merged-with-orcid'] }])
  })
})

const postgres = inject('postgres')
const serverUrl = 'url' in postgres ? postgres.url : undefined

test.skipIf(serverUrl === undefined)(
  'a server’s database that does not keep text as UTF8 is refused with a sentence and left alone (skipped where there is no server)',
  async () => {
    const name = `ascii_${randomBytes(6).toString('hex')}`
    await using server = openStore({ databaseUrl: serverUrl ?? '' })
    await sql
      .raw(`create database ${name} encoding 'SQL_ASCII' template template0 lc_collate 'C' lc_ctype 'C'`)
      .execute(server.db)
    const url = new URL(serverUrl ?? '')
    url.pathname = `/${name}`
    await using store = openStore({ databaseUrl: url.href })
    for (const ask of [migrate, readMigrationState]) {
      await expect(ask(store)).rejects.toThrow(WrongEncodingError)
      await expect(ask(store)).rejects.toThrow(/SQL_ASCII.*createdb --encoding UTF8 --template template0 NAME/)
    }
    const { rows } = await sql`select from pg_tables where schemaname = 'public'`.execute(store.db)
    expect(rows).toEqual([])
  },
)

async function shape(store: Store): Promise<unknown[]> {
  const { rows } = await sql`
    select table_name, column_name, data_type, column_default from information_schema.columns
    where table_schema = current_schema() order by 1, 2`.execute(store.db)
  expect(rows.length).toBeGreaterThan(0)
  return rows
}
