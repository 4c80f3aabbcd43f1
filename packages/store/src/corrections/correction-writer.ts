import { randomUUID } from 'node:crypto'
import { type CorrectionDetails, sameCorrectionKey } from '@bzpeer/domain'
import { sql } from 'kysely'
import { appendDecision } from '../claims/claim-writer.ts'
import type { StoreTransaction } from '../store.ts'
import type { CorrectionRow } from './correction-reader.ts'
import type { CorrectionsTable } from './correction-tables.ts'

export interface NewCorrection {
  readonly details: CorrectionDetails
  readonly statement: string
  readonly evidenceUrl: string | null
  /** Null where a rule proposes it. */
  readonly proposedBy: string | null
  readonly at: Date
  /** The records it is about, with the names they have. */
  readonly records: readonly { readonly authorId: number; readonly name: string }[]
}

/** Until the transaction ends nobody else opens a correction: numbers follow on each other without a gap. */
export async function lockNumbers({ db }: StoreTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('corrections', 0))`.execute(db)
}

/** @returns its number. */
export async function insertCorrection({ db }: StoreTransaction, correction: NewCorrection): Promise<number> {
  const { details, statement, evidenceUrl, proposedBy, at, records } = correction
  const { number } = await db
    .insertInto('corrections')
    .values(({ selectFrom, fn }) => ({
      number: selectFrom('corrections').select(
        sql<number>`${fn.coalesce(fn.max('number'), sql.lit(0))} + 1`.as('number'),
      ),
      kind: details.kind,
      author_id: details.authorId,
      details: JSON.stringify(details),
      same_key: sameCorrectionKey(details, proposedBy),
      status: 'open' as const,
      statement,
      evidence_url: evidenceUrl,
      proposed_by: proposedBy,
      opened_at: at,
    }))
    .returning('number')
    .executeTakeFirstOrThrow()
  await noteRecords({ db }, number, records)
  return number
}

/** Adds records that a correction turns out to be about. */
export async function noteRecords(
  { db }: Pick<StoreTransaction, 'db'>,
  number: number,
  records: NewCorrection['records'],
): Promise<void> {
  await db
    .insertInto('correction_records')
    .values(records.map(({ authorId, name }) => ({ number, author_id: authorId, name })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** A correction is about the records that took the place of those that it named. */
export async function followMerges({ db }: StoreTransaction, number: number): Promise<void> {
  await sql`
    with gone as (
      delete from correction_records r using merged_ids m
      where r.number = ${number} and m.kind = 2 and m.id = r.author_id returning m.final_id)
    insert into correction_records (number, author_id, name)
    select ${number}::integer, e.id, e.display_name from authors e where e.id in (select final_id from gone)
    on conflict do nothing`.execute(db)
}

type Change = Partial<
  Pick<
    CorrectionsTable,
    | 'author_id'
    | 'status'
    | 'decided_at'
    | 'decided_by'
    | 'decided_rule'
    | 'reason'
    | 'ended_at'
    | 'ended_by'
    | 'end_reason'
  >
> & { readonly details?: CorrectionDetails }

export async function updateCorrection(
  { db }: StoreTransaction,
  { number }: Pick<CorrectionRow, 'number'>,
  { details, ...change }: Change,
): Promise<void> {
  const written = details === undefined ? change : { ...change, details: JSON.stringify(details) }
  await db.updateTable('corrections').set(written).where('number', '=', number).execute()
}

/** What people say of two records: no later resolution proposes that they are one. */
export async function noteDistinct(
  { db }: StoreTransaction,
  ids: readonly [number, number],
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  const [a, b] = ids[0] < ids[1] ? ids : [ids[1], ids[0]]
  const decision = { status: 'distinct' as const, decided_by: by, decided_at: at }
  await db
    .insertInto('duplicate_candidates')
    .values({ author_id_a: a, author_id_b: b, probability: 0, evidence: '[]', found_at: at, ...decision })
    .onConflict((conflict) => conflict.columns(['author_id_a', 'author_id_b']).doUpdateSet(decision))
    .execute()
}

/**
 * Takes that back: two records that were measured to be alike are proposed as one again, of others a resolution finds out
 * anew. @returns false where nobody had told them apart.
 */
export async function forgetDistinct({ db }: StoreTransaction, ids: readonly [number, number]): Promise<boolean> {
  const [a, b] = ids[0] < ids[1] ? ids : [ids[1], ids[0]]
  const { rows } = await sql<{ is_measured: boolean }>`
    update duplicate_candidates set status = 'open', decided_by = null, decided_at = null
    where author_id_a = ${a} and author_id_b = ${b} and status = 'distinct'
    returning evidence <> '[]' as is_measured`.execute(db)
  const [pair] = rows
  if (pair?.is_measured !== false) return pair !== undefined
  await db.deleteFrom('duplicate_candidates').where('author_id_a', '=', a).where('author_id_b', '=', b).execute()
  await db.updateTable('author_blocks').set({ checked_at: null }).where('author_id', 'in', ids).execute()
  return true
}

/** An account that goes takes along what it said; what it proposed and is not decided yet goes with it. */
export async function eraseProposer(tx: StoreTransaction, accountId: string, at: Date): Promise<void> {
  const { db } = tx
  const withdrawn = await db
    .updateTable('corrections')
    .set({ status: 'withdrawn', ended_at: at, ended_by: accountId })
    .where('proposed_by', '=', accountId)
    .where('status', '=', 'open')
    .returning(['number', 'author_id'])
    .execute()
  for (const { number, author_id } of withdrawn) {
    const subject = `correction:${number}`
    const decision = { id: randomUUID(), at, act: 'correction.withdrawn', author_id, subject, reason: '' }
    await appendDecision(tx, { ...decision, account_id: accountId })
  }
  await sql`
    update corrections set statement = '', evidence_url = null where proposed_by = ${accountId}::uuid`.execute(db)
  await sql`update corrections set end_reason = null where ended_by = ${accountId}::uuid`.execute(db)
  // What a merge kept of their claims and evidence, to be undone by.
  await sql`
    delete from correction_changes where table_name = 'evidence' and before->>'account_id' = ${accountId}`.execute(db)
  await sql`
    update correction_changes set before = before || '{"statement": ""}'::jsonb,
      after = case when after is not null then after || '{"statement": ""}'::jsonb end
    where table_name = 'claims' and before->>'account_id' = ${accountId}`.execute(db)
}
