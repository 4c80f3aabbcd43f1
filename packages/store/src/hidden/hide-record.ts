import { type EntityRef, kindCodeOf } from '@bzpeer/schema'
import { type Kysely, sql } from 'kysely'
import type { StoreTransaction } from '../store.ts'
import type { Tables } from '../tables.ts'

/**
 * Hides a record from every page, list and interface, whatever sources say from then on. One row: it is as good in the
 * middle of an import as at any other time.
 * @returns false where it was hidden already, by whichever correction; that one stands.
 */
export async function hideRecord(
  { db }: StoreTransaction,
  { ref, correction, at }: { readonly ref: EntityRef; readonly correction: number; readonly at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('hidden_records')
    .values({ kind: kindCodeOf[ref.kind], entity_id: ref.id, correction_number: correction, hidden_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/**
 * Shows a record again, and with it those that were hidden because a source merged it into them.
 * @returns false where it was not hidden.
 */
export async function showRecord({ db }: StoreTransaction, { kind, id }: EntityRef): Promise<boolean> {
  const code = kindCodeOf[kind]
  const { rows } = await sql`
    delete from hidden_records h using hidden_records asked
    where asked.kind = ${code} and asked.entity_id = ${id} and h.kind = asked.kind
      and h.correction_number = asked.correction_number
    returning h.entity_id`.execute(db)
  return rows.length > 0
}

interface HiddenRecord {
  /** The number of the correction that asked for it. */
  readonly correction: number
  readonly hiddenAt: Date
}

/** Since when and by which correction a record is hidden; undefined where it is not. */
export async function findHidden(db: Kysely<Tables>, { kind, id }: EntityRef): Promise<HiddenRecord | undefined> {
  const row = await db
    .selectFrom('hidden_records')
    .select(['correction_number', 'hidden_at'])
    .where('kind', '=', kindCodeOf[kind])
    .where('entity_id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : { correction: row.correction_number, hiddenAt: row.hidden_at }
}
