import { text } from 'node:stream/consumers'
import { listTables, type Store } from '@bzpeer/store'
import { expect } from 'vitest'

/** The rows of each table as text, in an order that no database decides. */
export type StoreState = ReadonlyMap<string, readonly string[]>

/** When something was done, not what the record says. */
const instants = new Set(['observed_at', 'file_modified_at', 'checked_at', 'found_at', 'decided_at'])
/** How the imports went, not what they ended in. */
const journals = new Set(['import_runs', 'import_files', 'import_rejects'])

/** Everything that the store holds about the record, derived rows included. */
export async function readState(store: Store): Promise<StoreState> {
  const tables = await listTables(store)
  const state = new Map<string, readonly string[]>()
  for (const { table, columns } of tables.filter((shape) => !journals.has(shape.table))) {
    state.set(
      table,
      await readRows(
        store,
        table,
        columns.filter((column) => !instants.has(column)),
      ),
    )
  }
  return state
}

/** Every row of every table, journals and instants as well. */
export async function readEverything(store: Store): Promise<StoreState> {
  const tables = await listTables(store)
  const state = new Map<string, readonly string[]>()
  for (const { table, columns } of tables) state.set(table, await readRows(store, table, columns))
  return state
}

async function readRows(store: Store, table: string, columns: readonly string[]): Promise<string[]> {
  return store.withSession(async ({ session }) => {
    await session.query("set time zone 'UTC'")
    const rows = await text(await session.copyOut(`select ${columns.join(', ')} from ${table}`))
    return rows
      .split('\n')
      .filter((row) => row !== '')
      .toSorted()
  })
}

const shownATable = 5

/** Fails with the rows that only one of the two states has. */
export function expectSameState(found: StoreState, expected: StoreState): void {
  const differences = [...new Set([...found.keys(), ...expected.keys()])].flatMap((table) => {
    const missing = without(expected.get(table) ?? [], found.get(table) ?? [])
    const extra = without(found.get(table) ?? [], expected.get(table) ?? [])
    return [
      ...missing.slice(0, shownATable).map((row) => `${table} lacks (one of ${missing.length}): ${row}`),
      ...extra.slice(0, shownATable).map((row) => `${table} has besides (one of ${extra.length}): ${row}`),
    ]
  })
  expect(differences).toEqual([])
}

function without(rows: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const row of others) counts.set(row, (counts.get(row) ?? 0) + 1)
  return rows.filter((row) => {
    const left = counts.get(row) ?? 0
    counts.set(row, left - 1)
    return left <= 0
  })
}

export function rowCount(state: StoreState, table: string): number {
  return state.get(table)?.length ?? 0
}
