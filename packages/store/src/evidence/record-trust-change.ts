import { isDisputedAt, judgeTrust, type TrustCause } from '@bzpeer/domain'
import type { Kysely } from 'kysely'
import type { StoreTransaction } from '../store.ts'
import type { Tables } from '../tables.ts'
import { findTrustBasis } from './evidence-reader.ts'
import { findNotedTrust, lockTrust, noteTrust } from './trust-history-writer.ts'

/**
 * Computes level and score anew and notes them in the author's history where they changed, or where the score was
 * frozen or set free. To be called last in the transaction that changes the evidence, a claim or a dispute: nobody then
 * reads of a change that was rolled back, and of two such transactions the later one sees what the earlier did.
 */
export async function recordTrustChange(
  tx: StoreTransaction,
  authorId: number,
  at: Date,
  cause: TrustCause,
): Promise<void> {
  await lockTrust(tx, authorId)
  const basis = await findTrustBasis(tx.db, authorId, at)
  if (basis === undefined) return
  const { verification, trust } = judgeTrust(basis, at)
  await noteTrust(tx, {
    authorId,
    at,
    level: verification.level,
    score: trust.score,
    isFrozen: trust.frozen,
    cause,
    recordEvidence: basis.recordEvidence,
  })
}

/**
 * Whether nothing but time has changed trust since it was last noted: no statement has come since, and what stands now leads
 * to the level and the score that were noted then, at the instant at which they were. The history has what was done, and not
 * what lapsed, nor that the record says the same as of a later day.
 */
export async function hasOnlyLapsed({ db }: StoreTransaction, authorId: number, at: Date): Promise<boolean> {
  const noted = await findNotedTrust(db, authorId)
  if (noted === undefined || (await hasEvidenceSince(db, authorId, noted.at))) return false
  const basis = await findTrustBasis(db, authorId, noted.at)
  if (basis === undefined) return false
  const then = noted.at.toISOString()
  const evidence = basis.evidence.map((piece) =>
    new Date(piece.observed_at) > noted.at ? { ...piece, observed_at: then } : piece,
  )
  const { verification, trust } = judgeTrust({ ...basis, evidence }, noted.at)
  const isFrozen = isDisputedAt(basis, at)
  return verification.level === noted.level && trust.score === noted.score && isFrozen === noted.is_frozen
}

async function hasEvidenceSince(db: Kysely<Tables>, authorId: number, since: Date): Promise<boolean> {
  const row = await db
    .selectFrom('evidence')
    .select('id')
    .where('author_id', '=', authorId)
    .where('observed_at', '>', since)
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
