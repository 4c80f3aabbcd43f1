import { sql } from 'kysely'
import type { StoreTransaction } from './store.ts'

export interface TableShape {
  readonly table: string
  /** Those that are stored as given; generated ones come back by themselves. */
  readonly columns: readonly string[]
}

/** A session that was ended must not come back with a copy made before, nor a link that was used. */
const shortLived = ['sessions', 'verifications']

/** The tables that hold the site's data; how the schema came about is no part of it, nor is who is signed in. */
export async function listTables({ db }: Pick<StoreTransaction, 'db'>): Promise<TableShape[]> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select c.table_name::text as table, array_agg(c.column_name::text order by c.ordinal_position) as columns
    from information_schema.columns c
      join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
      and c.table_name not like 'kysely_%' and c.table_name <> all (${shortLived})
    group by c.table_name order by c.table_name`.execute(db)
  return rows
}

/** 32 MiB of a table at a time: the embedded database gives each answer as one piece. */
const blocksAPiece = 4_096
const blockBytes = 8_192

/** A table's rows in COPY text format, in pieces of bounded size. */
export async function* copyTableOut(
  { db, session }: StoreTransaction,
  table: string,
  columns: readonly string[],
): AsyncIterable<Buffer> {
  const { rows } = await sql<{ bytes: number }>`select pg_relation_size(${table}::regclass) as bytes`.execute(db)
  const blocks = Math.ceil((rows[0]?.bytes ?? 0) / blockBytes)
  for (let first = 0; first < blocks; first += blocksAPiece) {
    const range = `ctid >= '(${first},0)' and ctid < '(${first + blocksAPiece},0)'`
    yield* await session.copyOut(`select ${columns.join(', ')} from ${table} where ${range}`)
  }
}

/** Empties the tables, in the caller's transaction. */
export async function emptyTables({ session }: StoreTransaction, tables: readonly string[]): Promise<void> {
  await session.query(`truncate ${tables.join(', ')}`)
}

/** Whether any work or author is in the store. */
export async function isEmpty({ db }: Pick<StoreTransaction, 'db'>): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`
    select not exists (select from works) and not exists (select from authors) as empty`.execute(db)
  return rows[0]?.empty === true
}

export async function holdsWorks({ db }: Pick<StoreTransaction, 'db'>): Promise<boolean> {
  return (await db.selectFrom('works').select('id').limit(1).executeTakeFirst()) !== undefined
}
