import { type DeskItem, type DeskKind, readDeskPage } from '@bzpeer/reads'
import { migrate, openStore, type Store } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'

const dayOf = (day: number): Date => new Date(Date.UTC(2100, 0, day, 12))
const account = '00000000-0000-4000-8000-00000000000a'
const claimId = (count: number): string => `00000000-0000-4000-8000-0000000000${10 + count}`
const [manyPairs, manySplits] = [130, 60]

describeOnEachDatabase('the curators’ desk', (database) => {
  let store: Store
  beforeAll(async () => {
    store = openStore(await database.createLocation())
    await migrate(store)
    await fill(store)
  })
  afterAll(() => store.close())

  const readPage = (after: string | null, kind: DeskKind | null = null) =>
    readDeskPage({ db: store.db, now: () => dayOf(40) }, { kind, after })

  async function readAll(kind: DeskKind | null = null): Promise<DeskItem[]> {
    const items: DeskItem[] = []
    for (let after: string | null = null, pages = 0; pages === 0 || after !== null; pages++) {
      const page = await readPage(after, kind)
      items.push(...page.items)
      after = page.next
    }
    return items
  }

  const expectedClaims = [claimId(4), claimId(3), claimId(1), claimId(0), claimId(2)].map((id) => `/claims/${id}`)
  /** All found in one instant: the likeliest first, and of equal likelihood by their numbers. */
  const expectedPairs = Array.from({ length: manyPairs }, (_, index) => index)
    .toSorted((a, b) => (b % 3) - (a % 3) || a - b)
    .map((index) => `/desk/duplicates/A${2 * index + 1}-A${2 * index + 2}`)

  test('reaches everything that waits, each once, in one order for all pages', async () => {
    const paths = (await readAll()).map(({ path }) => path)
    expect(paths).toHaveLength(expectedClaims.length + 2 + manySplits + manyPairs)
    expect(new Set(paths).size).toBe(paths.length)
    expect((await readAll()).map(({ path }) => path)).toEqual(paths)
    for (const [kind, expected] of [['claim', expectedClaims] as const, ['duplicate', expectedPairs] as const]) {
      expect((await readAll(kind)).map(({ path }) => path)).toEqual(expected)
      expect(paths.filter((path) => expected.includes(path))).toEqual(expected)
    }
  })

  test('puts first what has waited longest, what is risky as if it had waited longer', async () => {
    const { items } = await readPage(null)
    expect(items.slice(0, 6).map(({ asks, risk }) => [asks, risk])).toEqual([
      // A low risk, waiting since long before all others.
      ['A work is missing', 'low'],
      ['An appeal', 'high'],
      ['An objection to an owner', 'high'],
      ['A record should not be shown', 'high'],
      ['A contested claim', 'medium'],
      ['A contested claim', 'medium'],
    ])
    expect(items[1]?.since).toBe(dayOf(29).toISOString())
    expect(items.filter(({ risk }) => risk === 'low').map(({ since }) => since)).toEqual([dayOf(1).toISOString()])
    const { items: last } = await readPage(null, 'duplicate')
    expect(last[0]?.says).toBe('90 % likely to be one person')
    expect(last[0]?.names).toEqual(['Author 5', 'Author 6'])
  })

  test('goes on where a page ended, whatever was decided meanwhile', async () => {
    const first = await readPage(null, 'correction')
    const second = await readPage(first.next, 'correction')
    const decided = [first.items[2], first.items.at(-1)].map((item) => Number(item?.path.split('/')[2]))
    await store.db.updateTable('corrections').set({ status: 'refused' }).where('number', 'in', decided).execute()
    expect(await readPage(first.next, 'correction')).toEqual(second)
    expect(second.next).toBeNull()
  })

  test.for(['1', '1_4_1_', "1_1_1_'", '1_1_NaN_', `1_3_${'9'.repeat(60)}_`])(
    'does not begin at "%s"',
    async (after) => {
      await expect(readPage(after)).rejects.toMatchObject({ code: 'malformed-cursor' })
    },
  )
})

async function fill({ db }: Store): Promise<void> {
  const authors = Array.from({ length: 2 * manyPairs + 10 }, (_, index) => index + 1)
  await db
    .insertInto('authors')
    .values(authors.map((id) => ({ id, display_name: `Author ${id}`, alternative_names: [], is_stub: false })))
    .execute()
  await db
    .insertInto('duplicate_candidates')
    .values(
      Array.from({ length: manyPairs }, (_, index) => ({
        author_id_a: 2 * index + 1,
        author_id_b: 2 * index + 2,
        probability: 0.7 + (index % 3) / 10,
        evidence: '[]',
        status: 'open' as const,
        found_at: dayOf(30),
        decided_at: null,
        decided_by: null,
      })),
    )
    .execute()
  const splits = Array.from({ length: manySplits }, (_, index) => ['split', index + 3, dayOf(32)] as const)
  const corrections = [['hide', 1, dayOf(31)] as const, ['missing-work', 2, dayOf(1)] as const, ...splits]
  await db
    .insertInto('corrections')
    .values(
      corrections.map(([kind, number, at]) => ({
        kind,
        number,
        author_id: 261,
        details: JSON.stringify({ kind, authorId: 261 }),
        same_key: `${number}`,
        status: 'open' as const,
        statement: '',
        evidence_url: null,
        proposed_by: null,
        opened_at: at,
        decided_at: null,
        decided_by: null,
        decided_rule: null,
        reason: null,
        ended_at: null,
        ended_by: null,
        end_reason: null,
      })),
    )
    .execute()
  await db
    .insertInto('correction_records')
    .values(corrections.map(([, number]) => ({ number, author_id: 261, name: 'Author 261' })))
    .execute()
  await fillClaims(db)
}

/** Two contested in one instant and one later; one accepted with an objection; one rejected with an appeal. */
async function fillClaims(db: Store['db']): Promise<void> {
  const statuses = ['contested', 'contested', 'contested', 'accepted', 'rejected']
  const contested = [30, 29, 30]
  await db
    .insertInto('claims')
    .values(
      statuses.map((status, index) => ({
        id: claimId(index),
        author_id: 262 + index,
        account_id: account,
        status,
        statement: '',
        opened_at: dayOf(20),
        window_ends_at: dayOf(27),
        waits_until: null,
        contested_at: contested[index] === undefined ? null : dayOf(contested[index]),
        contest_rule: contested[index] === undefined ? null : 'objection',
        accepted_at: null,
        ended_at: null,
      })),
    )
    .execute()
  const objections = [3, 'contest', 30] as const
  const appeals = [4, 'appeal', 29] as const
  await db
    .insertInto('claim_objections')
    .values(
      [objections, appeals].map(([index, kind, day]) => ({
        id: claimId(50 + index),
        claim_id: claimId(index),
        author_id: 262 + index,
        account_id: account,
        kind,
        reason: '',
        evidence_url: null,
        opened_at: dayOf(day),
        resolved_at: null,
        outcome: null,
      })),
    )
    .execute()
}
