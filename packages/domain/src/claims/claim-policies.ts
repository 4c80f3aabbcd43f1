import type { VerificationLevel } from '../verification.ts'
import type { ClaimStatus } from './claim-rules.ts'

/** Who is signed in, as far as rights go. A visitor who is not signed in is a reader, and no caller. */
export interface Caller {
  readonly accountId: string
  readonly role: Role
}

export const roles = ['member', 'curator', 'operator'] as const

export type Role = (typeof roles)[number]

/** `true`, or why not, in a sentence that is shown. */
export type Permission = true | string

export interface ClaimParties {
  readonly status: ClaimStatus
  readonly claimantId: string
  /** Everyone who ever claimed the record, or objected to a claim on it, besides the claimant. */
  readonly otherPartyIds: readonly string[]
  /** Everyone who ever asked for the record to be hidden, or for one that was merged into it. */
  readonly hiderIds: readonly string[]
  /** Who has objected to this very claim, now or before. */
  readonly objectorIds: readonly string[]
  /** Who decided about the claim before, the latest last. */
  readonly deciderIds: readonly string[]
  /** Who decided against a claim that has a say about the record, before an appeal of it was upheld. */
  readonly overruledIds: readonly string[]
  readonly endedAt: Date | null
  readonly hasOpenAppeal: boolean
  /** An appeal has been made since the claim ended. */
  readonly wasAppealed: boolean
}

/** For so many days the loser of a decision may ask for another. */
export const appealDays = 30

const dayMs = 86_400_000

/**
 * Once: whoever takes an objection back, or whose objection was dismissed, holds the claim up no second time. Also while
 * an appeal waits: what was decided against may be accepted then.
 */
export function canContest(
  { accountId }: Caller,
  { status, claimantId, objectorIds, hasOpenAppeal }: ClaimParties,
): Permission {
  if (accountId === claimantId) return 'This claim is your own: withdraw it instead of contesting it.'
  if (objectorIds.includes(accountId)) return 'You have objected to this claim already; that can be done once.'
  return isAlive(status) || hasOpenAppeal || 'This claim has ended: there is nothing to contest.'
}

export function canWithdraw({ accountId }: Caller, { status, claimantId }: ClaimParties): Permission {
  if (accountId !== claimantId) return 'Only the claimant can withdraw a claim.'
  return isAlive(status) || 'This claim has ended already.'
}

export function canAppeal({ accountId }: Caller, claim: ClaimParties, at: Date): Permission {
  if (accountId !== claim.claimantId) return 'Only the claimant can appeal.'
  if (!appealable.has(claim.status))
    return 'Only a claim that was rejected, revoked or given to another can be appealed.'
  if (claim.hasOpenAppeal) return 'An appeal is open already; a curator who has not decided before will look at it.'
  if (claim.wasAppealed) return 'This decision has been appealed already; that can be done once.'
  const isInTime = claim.endedAt !== null && at.getTime() < claim.endedAt.getTime() + appealDays * dayMs
  return isInTime || `A decision can be appealed for ${appealDays} days; these are over. Claim the record anew.`
}

/** Until a curator has decided about it. */
export function canWithdrawAppeal({ accountId }: Caller, { claimantId, hasOpenAppeal }: ClaimParties): Permission {
  if (accountId !== claimantId) return 'Only the claimant can take an appeal back.'
  return hasOpenAppeal || 'No appeal of this claim is open.'
}

/**
 * A curator decides, but never on a case of their own; an appeal goes to one who has not decided before, and where it is
 * upheld, who was overruled does not overrule it in turn.
 */
export function canDecide({ accountId, role }: Caller, claim: ClaimParties): Permission {
  if (!isCurator(role)) return 'Only curators decide on claims.'
  if ([claim.claimantId, ...claim.otherPartyIds, ...claim.hiderIds].includes(accountId))
    return 'This case is your own. Another curator has to decide it.'
  if (claim.hasOpenAppeal && claim.deciderIds.includes(accountId))
    return 'You decided this case before. An appeal goes to another curator.'
  if (claim.overruledIds.includes(accountId))
    return 'An appeal overturned your decision on this record. Another curator decides about it from then on.'
  return true
}

/** What decides whether a claim may be accepted at all, whoever does it. */
export interface Acceptability {
  readonly status: ClaimStatus
  readonly windowEndsAt: Date
  /** The account has a confirmed email now. */
  readonly hasEmail: boolean
  readonly hasOpenAppeal: boolean
}

/** A claim that was challenged, or decided against, is accepted no sooner than any other: others may not have seen it yet. */
export function canBeAccepted(claim: Acceptability, at: Date): Permission {
  const isUndecided = claim.status === 'open' || claim.status === 'contested'
  if (!isUndecided && !claim.hasOpenAppeal) return 'This claim has been decided already.'
  if (at < claim.windowEndsAt)
    return `Anyone may object to this claim until ${claim.windowEndsAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. It can be accepted from then on, and rejected now.`
  return claim.hasEmail || 'The account of this claim has no confirmed email now, and nobody owns a record without one.'
}

/** What decides whether an account may vouch for a record. */
export interface VouchBasis {
  /** Whose the record is; null while it has no owner. */
  readonly ownerId: string | null
  /** The record that the account owns: of several, the one with which its word counts most. */
  readonly ownAuthorId: number | null
  /** A work on which both stand. */
  readonly sharedWorkId: number | null
  /** Of the record that the account owns. */
  readonly level: VerificationLevel
  /** How often the account has vouched within a day. */
  readonly vouchedToday: number
}

/** The level from which on somebody's word counts. */
const vouchingLevel = 4
/** Vouches, and confirmations of works, that one account gives within a day, each. */
const wordsADay = 50

export function isAttested(level: VerificationLevel): boolean {
  return level >= vouchingLevel
}

/** To take a vouch back needs no right. */
export function canVouch({ accountId }: Pick<Caller, 'accountId'>, basis: VouchBasis): Permission {
  const { ownerId, ownAuthorId, sharedWorkId, level, vouchedToday } = basis
  if (ownerId === null) return 'Only a record that has been claimed can be vouched for.'
  if (ownerId === accountId) return 'This record is your own: somebody else has to vouch for it.'
  if (ownAuthorId === null) return 'Claim your own record first: it is its owner who vouches.'
  if (sharedWorkId === null) return 'Only co-authors can vouch: you share no work with this record.'
  if (!isAttested(level))
    return `Your own record is at L${level}. From L${vouchingLevel} on you can vouch for co-authors.`
  return vouchedToday < wordsADay || `You can vouch ${wordsADay} times a day. Go on tomorrow.`
}

/** What decides whether an account may confirm works of a record. */
export interface ConfirmingBasis extends VouchBasis {
  /** Of the account's own record without the word of the other one's owner: support that goes round says nothing. */
  readonly levelWithoutOwner: VerificationLevel
  /** The works stand on the record and on the account's own. */
  readonly areShared: boolean
  /** How often the account has confirmed works within a day. */
  readonly confirmedToday: number
}

/** Of one record by one co-author: more than two people have written together. */
export const worksConfirmedAtMost = 100

/** To take a confirmation back needs no right. */
export function canConfirmWorks({ accountId }: Pick<Caller, 'accountId'>, basis: ConfirmingBasis): Permission {
  const { ownerId, ownAuthorId, sharedWorkId, areShared, level, levelWithoutOwner, confirmedToday } = basis
  if (ownerId === null) return 'Only works of a record that has been claimed can be confirmed.'
  if (ownerId === accountId) return 'This record is your own: a co-author has to confirm its works.'
  if (ownAuthorId === null) return 'Claim your own record first: it is its owner who confirms works.'
  if (sharedWorkId === null || !areShared) return 'Only works that stand on your own record too can be confirmed.'
  if (!isAttested(levelWithoutOwner)) {
    const without = isAttested(level)
      ? ', without the word of those whose works these are and of whom they vouch for'
      : ''
    return `Your own record is at L${levelWithoutOwner}${without}. From L${vouchingLevel} on you can confirm works of co-authors.`
  }
  return confirmedToday < wordsADay || `Works can be confirmed ${wordsADay} times a day. Go on tomorrow.`
}

export function isCurator(role: Role): boolean {
  return role === 'curator' || role === 'operator'
}

/** Undecided or accepted: it has a say about the record. */
export function isAlive(status: ClaimStatus): boolean {
  return status === 'open' || status === 'contested' || status === 'accepted'
}

const appealable: ReadonlySet<ClaimStatus> = new Set(['rejected', 'revoked', 'transferred'])
