import { text } from 'node:stream/consumers'
import { migrate, openStore, type Store } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyToTemporary } from '../src/bulk.ts'
import { encodeCopyText } from '../src/copy-text.ts'

/** Texts that mean something to COPY, to arrays, to JSON or to SQL. */
const awkward = [
  '',
  ' ',
  '\\',
  '\\\\',
  '\\N',
  '\\n',
  '\\.',
  '\\t',
  '\\x41',
  '\\u0041',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\b\f\v',
  '\u0001',
  '\u007F',
  '\u0085',
  '\u2028',
  '"',
  "'",
  '""',
  "''",
  '{',
  '}',
  '{}',
  '{a,b}',
  ',',
  'a,b',
  'NULL',
  'null',
  '"NULL"',
  '\\"',
  '\\{',
  '$1',
  '$$',
  ';--',
  '%s',
  '\u{1F600}',
  '\u{1F468}\u200D\u{1F469}',
  'é',
  'e\u0301',
  'a\uFEFFb',
  '\uFFFD',
  '\uFFFF',
  '\u{10FFFF}',
  'العربية',
  '中文',
  'a\tb\nc\\d"e\'f{g}h',
  `${'x'.repeat(100_000)}\\`,
]

describeOnEachDatabase('rows in COPY text format', (database) => {
  let store: Store
  beforeAll(async () => {
    store = openStore(await database.createLocation())
    await migrate(store)
  })
  afterAll(() => store.close())

  test('bring every text in and out as it was, in columns, in arrays and as parameters', async () => {
    const rows = awkward.map((value, index) => [index, value, [value, 'between', value], [] as string[], null] as const)
    await store.transaction(async (tx) => {
      await copyToTemporary(
        tx.session,
        'awkward',
        { id: 'integer', one: 'text', many: 'text[]', none: 'text[]', nothing: 'text' },
        rows,
      )
      const { rows: found } = await tx.session.query<{
        id: number
        one: string
        many: string[]
        none: string[]
        nothing: null
      }>('select * from awkward order by id')
      expect(found).toEqual(rows.map(([id, one, many, none, nothing]) => ({ id, one, many, none, nothing })))
      const byParameter = await tx.session.query<{ same: boolean }>(
        'select one = any($1::text[]) and one = ($2::text[])[id + 1] as same from awkward',
        [awkward, awkward],
      )
      expect(byParameter.rows.filter(({ same }) => !same)).toEqual([])
    })
  })

  test('come out of one database as they go into another: what is copied out is what was copied in', async () => {
    const rows = awkward.map((value, index) => [index, value, [value, value]] as const)
    await store.transaction(async (tx) => {
      const columns = { id: 'integer', one: 'text', many: 'text[]' }
      await copyToTemporary(tx.session, 'first', columns, rows)
      const out = Buffer.from(await text(await tx.session.copyOut('select * from first order by id')))
      await copyToTemporary(tx.session, 'second', columns, [])
      await tx.session.copyIn('second', Object.keys(columns), out)
      const { rows: differing } = await tx.session.query(
        'select id from first join second using (id) where first.one <> second.one or first.many <> second.many',
      )
      expect(differing).toEqual([])
      expect((await tx.session.query<{ count: number }>('select count(*) as count from second')).rows).toEqual([
        { count: awkward.length },
      ])
    })
  })

  test('hold numbers, truth values, instants and nulls', async () => {
    const instant = new Date('1965-03-04T05:06:07.089Z')
    const row = [
      Number.MAX_SAFE_INTEGER,
      -0.1,
      1e-7,
      true,
      false,
      instant,
      [1, 2, Number.MAX_SAFE_INTEGER],
      [],
      null,
    ] as const
    await store.transaction(async (tx) => {
      const types = [
        'bigint',
        'double precision',
        'double precision',
        'boolean',
        'boolean',
        'timestamptz',
        'bigint[]',
        'smallint[]',
        'boolean',
      ]
      const columns = Object.fromEntries(types.map((type, index) => [`c${index}`, type]))
      await copyToTemporary(tx.session, 'kinds', columns, [row, types.map(() => null)])
      const { rows } = await tx.session.query('select * from kinds order by c0 nulls last')
      expect(rows).toEqual([
        Object.fromEntries(row.map((value, index) => [`c${index}`, value])),
        Object.fromEntries(types.map((_, index) => [`c${index}`, null])),
      ])
    })
  })

  test('that do not fit are refused whole, with the database’s code, and the store goes on', async () => {
    const copying = store.transaction(({ session }) =>
      session.copyIn(
        'topic_works',
        ['topic_id', 'publication_year', 'work_id'],
        Buffer.from('1\t2020\t1\nnot a number\t1\t1\n'),
      ),
    )
    await expect(copying).rejects.toMatchObject({ code: '22P02' })
    const { rows } = await store.withSession(({ session }) => session.query('select * from topic_works'))
    expect(rows).toEqual([])
  })
})

test('no two rows are written alike', () => {
  const written = awkward.map((value) => encodeCopyText([[value]]).toString('base64'))
  expect(new Set(written).size).toBe(awkward.length)
  expect(encodeCopyText([[null]]).toString()).toBe('\\N\n')
  expect(encodeCopyText([['\\N', 'a\nb']]).toString()).toBe('\\\\N\ta\\nb\n')
  expect(encodeCopyText([])).toHaveLength(0)
})
