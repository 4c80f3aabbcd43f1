import { type Caller, isCurator, type Permission } from '../claims/claim-policies.ts'
import type { CorrectionStatus } from './correction.ts'

/** Whose case a correction is. */
export interface CorrectionParties {
  readonly status: CorrectionStatus
  /** Null where a rule proposed it. */
  readonly proposerId: string | null
  /** Everyone who ever claimed one of the records, or objected to a claim on one. */
  readonly partyIds: readonly string[]
  /** Everyone who ever asked for one of the records to be hidden. */
  readonly hiderIds: readonly string[]
  /** Whom a rule granted it to, at once; null where a curator decided. */
  readonly grantedToId: string | null
}

/** Proposals take other people's time. */
export const openProposalsAtMost = 20
export const proposalsADay = 20

export function canPropose({ open, recent }: { readonly open: number; readonly recent: number }): Permission {
  if (open >= openProposalsAtMost)
    return `${openProposalsAtMost} of your proposals wait for a decision. Go on once some of them are decided, or withdraw one.`
  return recent < proposalsADay || `${proposalsADay} corrections can be proposed in a day. Go on tomorrow.`
}

export function canWithdrawProposal({ accountId }: Caller, { status, proposerId }: CorrectionParties): Permission {
  if (accountId !== proposerId) return 'Only whoever proposed a correction can withdraw it.'
  return status === 'open' || 'This correction has been decided already.'
}

/**
 * A curator decides, but never on what they proposed, nor on a record that they claim, that others dispute with them or
 * that they asked to have hidden.
 */
export function canDecideCorrection(caller: Caller, parties: CorrectionParties): Permission {
  if (!isCurator(caller.role)) return 'Only curators decide on corrections.'
  if (isOwnCase(caller, parties)) return 'This case is your own. Another curator has to decide it.'
  return parties.status === 'open' || 'This correction has been decided already.'
}

/** A curator undoes what is not their own case; and who was granted something by rule alone gives it back. */
export function canUndoCorrection(caller: Caller, parties: CorrectionParties): Permission {
  if (parties.status !== 'accepted') return 'Only a correction that was accepted can be undone.'
  if (caller.accountId === parties.grantedToId) return true
  if (!isCurator(caller.role)) return 'Only curators undo corrections.'
  return !isOwnCase(caller, parties) || 'This case is your own. Another curator has to undo it.'
}

function isOwnCase({ accountId }: Caller, { proposerId, partyIds, hiderIds }: CorrectionParties): boolean {
  return accountId === proposerId || partyIds.includes(accountId) || hiderIds.includes(accountId)
}
