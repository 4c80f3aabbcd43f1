import { type EntityRef, kindCodeOf } from '@bzpeer/schema'
import { type Kysely, sql } from 'kysely'
import type { StoreTransaction } from '../store.ts'
import type { Tables } from '../tables.ts'
import { grantedTo } from './granted-to.ts'

/**
 * Hides a record from every page, list and interface, whatever sources say from then on. One row: it is as good in the
 * middle of an import as at any other time.
 * @returns false where it was hidden already, by whichever correction; that one stands.
 */
export async function hideRecord(
  { db }: StoreTransaction,
  { ref, correction, at }: { readonly ref: EntityRef; readonly correction: number; readonly at: Date },
): Promise<boolean> {
  if ((await findHidden(db, ref)) !== undefined) return false
  await db
    .insertInto('hidden_records')
    .values({ kind: kindCodeOf[ref.kind], entity_id: ref.id, correction_number: correction, hidden_at: at })
    .execute()
  return true
}

/**
 * Shows again what a correction hid: a record, and those that it was merged into by sources. Of these, one that another
 * correction hides as well stays hidden.
 * @returns the ids of what it hid.
 */
export async function showRecord({ db }: StoreTransaction, correction: number): Promise<number[]> {
  const rows = await db
    .deleteFrom('hidden_records')
    .where('correction_number', '=', correction)
    .returning('entity_id')
    .execute()
  return rows.map(({ entity_id }) => entity_id)
}

interface HiddenRecord {
  /** The number of the correction that asked for it. */
  readonly correction: number
  readonly hiddenAt: Date
}

/** Since when and by which correction a record is hidden, by the first of several; undefined where it is not. */
export async function findHidden(db: Kysely<Tables>, { kind, id }: EntityRef): Promise<HiddenRecord | undefined> {
  const row = await db
    .selectFrom('hidden_records')
    .select(['correction_number', 'hidden_at'])
    .where('kind', '=', kindCodeOf[kind])
    .where('entity_id', '=', id)
    .orderBy('hidden_at')
    .orderBy('correction_number')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : { correction: row.correction_number, hiddenAt: row.hidden_at }
}

/** Whether the record is hidden because this very account asked for it. */
export async function isHiddenFor(
  db: Kysely<Tables>,
  { authorId, accountId }: { readonly authorId: number; readonly accountId: string },
): Promise<boolean> {
  const { rows } = await sql`
    select from hidden_records h join corrections d on d.number = h.correction_number
    where h.kind = ${kindCodeOf.author} and h.entity_id = ${authorId} and ${sql.raw(grantedTo)} = ${accountId}::uuid limit 1`.execute(
    db,
  )
  return rows.length > 0
}
