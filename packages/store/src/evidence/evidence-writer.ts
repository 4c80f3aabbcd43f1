import { randomUUID } from 'node:crypto'
import type { Evidence, EvidenceKind } from '@bzpeer/domain'
import { sql } from 'kysely'
import type { StoreTransaction } from '../store.ts'
import type { EvidenceDetail } from './trust-columns.ts'

/** One statement to be kept about an author record. */
export interface NewEvidence extends Pick<Evidence, 'kind' | 'issuer' | 'source' | 'closes_triangle'> {
  readonly authorId: number
  /** The claim it belongs to: it counts while that is the accepted one. Null: it is about the record itself. */
  readonly claimId: string | null
  /** Whose statement it is; null where it is nobody's. */
  readonly accountId: string | null
  readonly observedAt: Date
  readonly expiresAt: Date | null
  readonly detail?: EvidenceDetail
}

/** Keeps a statement, in the caller's transaction, which then says what it changes with `recordTrustChange`. @returns its id. */
export async function addEvidence({ db }: StoreTransaction, evidence: NewEvidence): Promise<string> {
  const id = randomUUID()
  await db
    .insertInto('evidence')
    .values({
      id,
      author_id: evidence.authorId,
      claim_id: evidence.claimId,
      account_id: evidence.accountId,
      kind: evidence.kind,
      issuer: evidence.issuer,
      source: evidence.source,
      observed_at: evidence.observedAt,
      expires_at: evidence.expiresAt,
      closes_triangle: evidence.closes_triangle ?? null,
      detail: JSON.stringify(evidence.detail ?? {}),
    })
    .execute()
  return id
}

/** Which statements: one by its id, or all that belong to a claim or come from an account, of one kind or from one source where given. */
export type EvidenceSelection = (
  | { readonly id: string }
  | { readonly claimId: string }
  | { readonly accountId: string }
) & {
  readonly kind?: EvidenceKind
  readonly source?: string
  readonly authorId?: number
}

/**
 * Takes statements back from an instant on, in the caller's transaction. Those taken back before stay as they are.
 * @returns the authors whose evidence changed.
 */
export async function revokeEvidence(
  { db }: StoreTransaction,
  selection: EvidenceSelection,
  at: Date,
): Promise<number[]> {
  const one =
    'id' in selection
      ? sql`id = ${selection.id}::uuid`
      : 'claimId' in selection
        ? sql`claim_id = ${selection.claimId}::uuid`
        : sql`account_id = ${selection.accountId}::uuid`
  const { rows } = await sql<{ author_id: number }>`
    with revoked as (
      update evidence set revoked_at = ${at}
      where ${one} and revoked_at is null
        ${selection.kind === undefined ? sql`` : sql`and kind = ${selection.kind}`}
        ${selection.authorId === undefined ? sql`` : sql`and author_id = ${selection.authorId}`}
        ${selection.source === undefined ? sql`` : sql`and source = ${selection.source}`}
      returning author_id)
    select distinct author_id from revoked order by author_id`.execute(db)
  return rows.map(({ author_id }) => author_id)
}
