/**
 * What the rules say about a claim at an instant: wait, accept, expire, or leave it to a curator. A pure function of
 * what is known then, so that whoever asks later, or twice, hears the same.
 */

export const claimStatuses = [
  'open',
  'contested',
  'accepted',
  'rejected',
  'withdrawn',
  'expired',
  'revoked',
  'transferred',
] as const

/** `open` while the challenge window runs; `contested` when the rules do not suffice and a curator decides. */
export type ClaimStatus = (typeof claimStatuses)[number]

/** How closely the evidence of a claim binds the claimant to this very record. */
export type ClaimStrength = 'strong' | 'medium' | 'weak'

/** The piece of evidence as far as claims look at it. */
export interface ClaimEvidence {
  readonly kind: string
  /** `control.orcid`: the iD stands on the record or a work of it, said by someone other than the claimant. */
  readonly independent?: boolean
  /** `control.email`: the address stands on a byline of the record. */
  readonly matches_byline?: boolean
}

/** The longest window there is, in days; stronger evidence shortens it. */
export interface ClaimPolicy {
  readonly windowDays: number
}

export const defaultClaimPolicy: ClaimPolicy = { windowDays: 7 }

/** Of the whole window. */
const windowShares: Readonly<Record<ClaimStrength, number>> = { strong: 1 / 7, medium: 3 / 7, weak: 1 }

const dayMs = 86_400_000

/** Who has confirmed no email by then has let the claim go. */
const unconfirmedDays = 30

export function strengthOf(evidence: readonly ClaimEvidence[]): ClaimStrength {
  const isStrong = evidence.some(
    ({ kind, independent, matches_byline }) =>
      (kind === 'control.orcid' && independent === true) || (kind === 'control.email' && matches_byline === true),
  )
  if (isStrong) return 'strong'
  const isMedium = evidence.some(({ kind }) => kind === 'control.rel-me' || kind.startsWith('attestation.'))
  return isMedium ? 'medium' : 'weak'
}

/**
 * When the challenge window ends. What comes while it runs may shorten it, but whoever watches the page always has the
 * shortest window from then on to object.
 */
export function windowEnd(
  { windowDays }: ClaimPolicy,
  claim: { readonly openedAt: Date; readonly strength: ClaimStrength; readonly strengthenedAt: Date },
): Date {
  const lengthMs = (strength: ClaimStrength): number => windowDays * windowShares[strength] * dayMs
  const whole = claim.openedAt.getTime() + lengthMs('weak')
  const shortened = claim.openedAt.getTime() + lengthMs(claim.strength)
  return new Date(Math.max(Math.min(whole, shortened), claim.strengthenedAt.getTime() + lengthMs('strong')))
}

export interface ClaimFacts {
  readonly status: ClaimStatus
  readonly windowEndsAt: Date
  /** Why a contested claim was left to a curator. */
  readonly contestRule: ContestRule | null
  /** Other claims on the record that are undecided or accepted, and appeals of others that are not decided. */
  readonly rivals: number
  /** Objections of others that stand. */
  readonly objections: number
  /** The account has a confirmed email now. */
  readonly hasEmail: boolean
  /** The account's name could be the record's. */
  readonly nameFits: boolean
  /** Of the ORCID iD that the record carries: whether the claimant has signed in with it. */
  readonly recordOrcid: 'none' | 'shown' | 'not-shown'
  /** The record is hidden because somebody else asked for it, who had shown to be the person or convinced a curator. */
  readonly isHiddenByAnother: boolean
}

/** Why a curator has to decide, in words that are shown. */
export const contestRules = {
  'another-claim': 'Somebody else claims this record too.',
  objection: 'Somebody objects to this claim.',
  'orcid-not-shown': 'The record carries an ORCID iD that the claimant has not signed in with.',
  'merged-with-orcid': 'The record was merged with one that carries an ORCID iD that its owner has not signed in with.',
  'name-differs': 'The claimant went by a name that could not be the name of this record.',
  'hidden-by-another': 'Somebody else had this record hidden, or one that was merged with it.',
} as const

export type ContestRule = keyof typeof contestRules

export type ClaimVerdict =
  | { readonly act: 'none' }
  | { readonly act: 'wait'; readonly until: Date }
  | { readonly act: 'contest'; readonly rule: ContestRule }
  | { readonly act: 'reopen'; readonly rule: 'nobody-objects-any-more' }
  | { readonly act: 'accept'; readonly rule: 'window-uncontested' }
  | { readonly act: 'expire'; readonly rule: 'email-not-confirmed' }

/**
 * What the rules decide about a claim at this instant. What a curator has to decide stays as it is, unless everybody
 * who stood against it has gone: whoever contests and withdraws holds nobody up.
 */
export function judgeClaim(facts: ClaimFacts, at: Date): ClaimVerdict {
  if (facts.status === 'contested' && isContestOver(facts)) return { act: 'reopen', rule: 'nobody-objects-any-more' }
  if (facts.status !== 'open') return { act: 'none' }
  // At once, and before what others may take back: whoever is called otherwise later was called so when they claimed.
  if (!facts.nameFits) return { act: 'contest', rule: 'name-differs' }
  if (facts.isHiddenByAnother) return { act: 'contest', rule: 'hidden-by-another' }
  if (facts.rivals > 0) return { act: 'contest', rule: 'another-claim' }
  if (facts.objections > 0) return { act: 'contest', rule: 'objection' }
  if (at < facts.windowEndsAt) return { act: 'wait', until: facts.windowEndsAt }
  return judgeAfterWindow(facts, at)
}

/** A name that differs stays with the curator: whoever claims chooses what they call themselves. */
function isContestOver({ contestRule, rivals, objections, recordOrcid, isHiddenByAnother }: ClaimFacts): boolean {
  const wasMended =
    (contestRule === 'orcid-not-shown' && recordOrcid !== 'not-shown') ||
    // A merge takes the iD of the record that goes away, and its works stay.
    (contestRule === 'merged-with-orcid' && recordOrcid === 'shown')
  const cameFromOthers =
    contestRule === 'another-claim' || contestRule === 'objection' || contestRule === 'hidden-by-another'
  return (wasMended || cameFromOthers) && rivals === 0 && objections === 0 && !isHiddenByAnother
}

function judgeAfterWindow({ windowEndsAt, hasEmail, recordOrcid }: ClaimFacts, at: Date): ClaimVerdict {
  const givenUpAt = new Date(windowEndsAt.getTime() + unconfirmedDays * dayMs)
  if (!hasEmail)
    return at < givenUpAt ? { act: 'wait', until: givenUpAt } : { act: 'expire', rule: 'email-not-confirmed' }
  if (recordOrcid === 'not-shown') return { act: 'contest', rule: 'orcid-not-shown' }
  return { act: 'accept', rule: 'window-uncontested' }
}
