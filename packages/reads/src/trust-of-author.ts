import { isDisputedAt, judgeTrust, type Trust, type TrustCause, type Verification } from '@bzpeer/domain'
import { toTrustBasis, type TrustHistoryRow, type TrustRow } from '@bzpeer/store'
import type { DisputeNote, TrustChange } from './page-shapes.ts'

export interface AuthorTrust {
  readonly claimed: boolean
  readonly verification: Verification
  readonly trust: Trust
  /** Why the score stands still; null while it does not. */
  readonly dispute: DisputeNote | null
}

/** Level and score at the instant, with the evidence for both, from what one query reads. */
export function trustOfAuthor(row: TrustRow, at: Date): AuthorTrust {
  const basis = toTrustBasis(row, at)
  const dispute = isDisputedAt(basis, at) ? basis.dispute : undefined
  return {
    claimed: basis.claimed,
    ...judgeTrust(basis, at),
    dispute: dispute === undefined ? null : { since: dispute.since.toISOString(), reason: dispute.reason },
  }
}

export function toTrustHistory(rows: readonly TrustHistoryRow[] | null): TrustChange[] {
  return (rows ?? []).map(([at, level, score, frozen, cause]) => ({
    at: new Date(at).toISOString(),
    level,
    score,
    frozen,
    cause: cause as TrustCause,
  }))
}
