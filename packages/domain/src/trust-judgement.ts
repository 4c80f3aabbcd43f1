import type { Evidence } from './evidence.ts'
import { computeTrust, type Trust } from './trust.ts'
import { type Verification, verify } from './verification.ts'

/** All that level and score of an author record follow from: who holds this computes the same. */
export interface TrustBasis {
  readonly evidence: readonly Evidence[]
  /** An accepted claim stands. */
  readonly claimed: boolean
  readonly dispute?: Dispute
}

/** What freezes a score, since when. */
export interface Dispute {
  readonly since: Date
  readonly reason: DisputeReason
}

/** People dispute whose record it is, or the owner's ORCID iD is not the record's. */
export type DisputeReason = 'claim' | 'orcid'

export interface Judgement {
  readonly verification: Verification
  readonly trust: Trust
}

/** Level and score at one instant. */
export function judgeTrust({ evidence, claimed, dispute }: TrustBasis, at: Date): Judgement {
  const question = { evidence, at, claimed, ...(dispute === undefined ? {} : { disputedSince: dispute.since }) }
  const verification = verify(question)
  return { verification, trust: computeTrust({ ...question, level: verification.level }) }
}

/** Whether the dispute is open at the instant. */
export function isDisputedAt({ dispute }: TrustBasis, at: Date): boolean {
  return dispute !== undefined && dispute.since <= at
}
