import type { CorrectionDetails } from './correction.ts'

/** What the rules look at when somebody proposes a correction. */
export interface ProposalFacts {
  /** The proposer's claim on the record is accepted. */
  readonly isOwner: boolean
  /** Verification level of the record now, 0 to 5. */
  readonly level: number
}

/** Linked: the owner has shown more than a confirmed email. */
const linked = 3

/** Reasons for which a correction is accepted at once, in words that are shown. */
export const correctionRules = {
  'owner-disowns': 'The owner of the record, verified at L3 or above, says that the works are not theirs.',
  'identity-proven': 'Whoever asked has shown that the record is about them.',
} as const

export type CorrectionRule = keyof typeof correctionRules

/**
 * What is accepted without a curator: that an owner takes works off their own record. It gives nobody anything, and is
 * undone by the same hand. Everything else changes somebody else's record too, and waits.
 */
export function judgeProposal(
  details: CorrectionDetails,
  { isOwner, level }: ProposalFacts,
): CorrectionRule | undefined {
  const disowns = details.kind === 'not-my-work' && details.toId === null
  return disowns && isOwner && level >= linked ? 'owner-disowns' : undefined
}
