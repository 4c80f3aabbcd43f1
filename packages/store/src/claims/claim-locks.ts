import { type Kysely, sql } from 'kysely'
import type { StoreTransaction } from '../store.ts'
import type { Tables } from '../tables.ts'

/*
 * Each holds until the transaction ends. They are taken in one order, so that nobody waits for somebody who waits for
 * them: an account's row, a correction's, vouches, records by their numbers, the numbers of corrections, trust.
 */

/**
 * Nobody else vouches, takes a vouch back, merges records or holds the claims on any: of two who vouch for each other in
 * the same instant the second sees the first, and no claim comes to a record, or goes from it, while it is merged.
 */
export async function lockVouches(db: Kysely<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('vouches', 0))`.execute(db)
}

/** No record is merged: the record that a claim was read to be on stays the one that it is on. */
export async function holdMerges({ db }: Pick<StoreTransaction, 'db'>): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended('vouches', 0))`.execute(db)
}

/**
 * Nobody else opens, decides or contests a claim on this record, and it is not merged: what was read about it stays true,
 * and of two that come in the same instant the second sees the first.
 */
export async function lockClaims(tx: StoreTransaction, authorId: number): Promise<void> {
  await holdMerges(tx)
  await sql`select pg_advisory_xact_lock(hashtextextended('claims', ${authorId}))`.execute(tx.db)
}
