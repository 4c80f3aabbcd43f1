import { setTimeout } from 'node:timers/promises'
import { importFiles } from '@bzpeer/actions'
import { openFiles } from '@bzpeer/importers/openalex'
import type { RecordFile } from '@bzpeer/schema'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { slot, work } from './made-records.ts'
import { readState, rowCount } from './store-state.ts'
import { useStore } from './test-store.ts'

describeOnEachDatabase('the steps of an import', (database) => {
  const it = useStore(database)
  beforeEach(() => it.empty())
  afterEach(async () => {
    await it.store.withSession(async ({ session }) => {
      await session.query('drop trigger if exists trial on author_stats')
      await session.query('drop trigger if exists trial on works')
    })
  })

  /** Makes every insert into the table do this first, for each row: a statement of PL/pgSQL. */
  async function onInsert(table: string, statement: string): Promise<void> {
    await it.store.withSession(async ({ session }) => {
      await session.query(
        `create or replace function trial() returns trigger language plpgsql as $$ begin ${statement} return new; end $$`,
      )
      await session.query(`create trigger trial before insert on ${table} for each row execute function trial()`)
    })
  }

  test('one transaction takes over at most 1,000 lines, and fewer where they are long', async () => {
    await it.importLines(...Array.from({ length: 2_500 }, (_, index) => work(index + 1)))
    expect(await worksByTransaction()).toEqual([1_000, 1_000, 500])
    await it.empty()
    const abstract = 'word '.repeat(39_000)
    await it.importLines(...Array.from({ length: 50 }, (_, index) => work(index + 1, 'Long', { abstract })))
    // 195,000 characters a line, 4,000,000 a batch: the line that goes beyond is the last.
    expect(await worksByTransaction()).toEqual([21, 21, 8])
  })

  async function worksByTransaction(): Promise<number[]> {
    return it.store.withSession(async ({ session }) => {
      const { rows } = await session.query<{ works: number }>(
        'select count(*) as works from works group by xmin order by min(id)',
      )
      return rows.map(({ works }) => works)
    })
  }

  test('where one part of what is derived fails, nothing is written any more once the import has failed', async () => {
    const byline = { authorships: Array.from({ length: 12_500 }, (_, index) => slot(index + 1)) }
    await onInsert(
      'author_stats',
      `if new.author_id = 1 then raise exception 'no room for the first'; end if;
       if new.author_id in (4500, 8500, 12500) then perform pg_sleep(0.4); end if;`,
    )
    await expect(it.importLines(work(1, 'Many', byline))).rejects.toThrow('no room for the first')
    const atOnce = rowCount(await readState(it.store), 'dirty_entities')
    // The author of the first chunk always, and the chunks that were not begun.
    expect(atOnce).toBeGreaterThan(4_000)
    await setTimeout(1_500)
    expect(rowCount(await readState(it.store), 'dirty_entities')).toBe(atOnce)
  })

  test('where reading fails, nothing is written any more once the import has failed', async () => {
    const path = it.writeFile(Array.from({ length: 1_100 }, (_, index) => work(index + 1)))
    await onInsert('works', 'if new.id = 1000 then perform pg_sleep(0.4); end if;')
    const files = (await openFiles([path])).files.map(breaking)
    await expect(importFiles({ store: it.store, now: () => new Date() }, files, () => undefined)).rejects.toThrow('EIO')
    const atOnce = rowCount(await readState(it.store), 'works')
    await setTimeout(1_000)
    expect(rowCount(await readState(it.store), 'works')).toBe(atOnce)
  })
})

/** The file as from a disk that fails behind its last piece. */
function breaking(file: RecordFile): RecordFile {
  return {
    ...file,
    async *items(afterLine) {
      yield* file.items(afterLine)
      throw new Error('EIO: i/o error, read')
    },
  }
}
