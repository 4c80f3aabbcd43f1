import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { type AuthorTrustBasis, toTrustBasis } from './trust-basis.ts'
import { trustColumns, type TrustRow, trustTables } from './trust-columns.ts'

/** What trust in one author follows from at this instant, in one query; undefined when there is no such author. */
export async function findTrustBasis(
  db: Kysely<Tables>,
  authorId: number,
  at: Date,
): Promise<AuthorTrustBasis | undefined> {
  const [row] = await readTrustRows(db, [authorId], at)
  return row === undefined ? undefined : toTrustBasis(row, at)
}

/** The same for many authors at once, in no order. */
export async function readTrustRows(db: Kysely<Tables>, authorIds: readonly number[], at: Date): Promise<TrustRow[]> {
  const { rows } = await sql<TrustRow>`
    select e.id, ${trustColumns()}
    from ${trustTables(at)}
    where e.id = any(${[...authorIds]}::bigint[])`.execute(db)
  return rows
}
