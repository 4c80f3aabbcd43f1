import type { Evidence } from '@bzpeer/domain'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { StoreTransaction } from '../store.ts'
import type { Tables } from '../tables.ts'

/** Until the transaction ends nobody else records a change of this author's trust: each sees what came before it. */
export async function lockTrust({ db }: StoreTransaction, authorId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('trust', ${authorId}))`.execute(db)
}

export interface TrustChange {
  readonly authorId: number
  readonly at: Date
  readonly level: number
  readonly score: number
  readonly isFrozen: boolean
  readonly cause: string
  /** Kept while the score is frozen. */
  readonly recordEvidence: readonly Evidence[]
}

/** Notes level and score where either, or whether the score is frozen, is not what the latest note says. @returns whether it did. */
export async function noteTrust({ db }: StoreTransaction, change: TrustChange): Promise<boolean> {
  const { authorId, at, level, score, isFrozen, cause } = change
  const record = isFrozen ? JSON.stringify(change.recordEvidence) : null
  const { rows } = await sql`
    insert into trust_history (author_id, at, level, score, is_frozen, cause, record)
    select ${authorId}, ${at}, ${level}, ${score}, ${isFrozen}, ${cause}, ${record}::jsonb
    where not exists (
      select from (select * from trust_history where author_id = ${authorId} order by at desc limit 1) latest
      where level = ${level} and score = ${score} and is_frozen = ${isFrozen})
    on conflict (author_id, at) do update
      set level = excluded.level, score = excluded.score, is_frozen = excluded.is_frozen,
        cause = excluded.cause, record = excluded.record
    returning author_id`.execute(db)
  return rows.length > 0
}

/** The latest note; undefined where there is none. */
export async function findNotedTrust(
  db: Kysely<Tables>,
  authorId: number,
): Promise<Selectable<Tables['trust_history']> | undefined> {
  return db
    .selectFrom('trust_history')
    .selectAll()
    .where('author_id', '=', authorId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
}
