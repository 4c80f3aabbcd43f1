import { openStore, type Store } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'

describeOnEachDatabase('a statement that comes again', (database) => {
  let store: Store
  beforeAll(async () => {
    store = openStore(await database.createLocation())
  })
  afterAll(() => store.close())

  type Session = Parameters<Parameters<Store['withSession']>[0]>[0]['session']
  const inSession = <T>(body: (session: Session) => Promise<T>): Promise<T> =>
    store.withSession(({ session }) => body(session))

  async function divide(session: Session, by: number | null): Promise<unknown> {
    const { rows } = await session.query<{ result: number | null }>('select 12 / $1::integer as result', [by])
    return rows[0]?.result
  }

  test('is answered for what it asks this time', async () => {
    await inSession(async (session) => {
      for (let turn = 0; turn < 10; turn++)
        expect([await divide(session, 3), await divide(session, null)]).toEqual([4, null])
    })
  })

  test('is answered after it has failed', async () => {
    await inSession(async (session) => {
      await expect(divide(session, 0)).rejects.toMatchObject({ code: '22012' })
      expect(await divide(session, 4)).toBe(3)
      await expect(session.query('select $1::integer +', [1])).rejects.toMatchObject({ code: '42601' })
      await expect(session.query('select $1::integer +', [1])).rejects.toMatchObject({ code: '42601' })
    })
  })

  test('finds a table that has been made anew since', async () => {
    for (const number of [1, 2, 3]) {
      await store.transaction(async ({ session }) => {
        await session.query('create temporary table numbers (number integer) on commit drop')
        await session.query('insert into numbers values ($1)', [number])
        const { rows } = await session.query('select number from numbers where number > $1', [0])
        expect(rows).toEqual([{ number }])
      })
    }
  })

  test('is answered among more others than are kept', async () => {
    await inSession(async (session) => {
      for (let other = 0; other < 320; other++) {
        const { rows } = await session.query(`select $1::integer + ${other} as sum`, [1])
        expect(rows).toEqual([{ sum: other + 1 }])
      }
      expect(await divide(session, 6)).toBe(2)
    })
  })
})
