import { canBeAccepted, canDecide, type TrustCause } from '@bzpeer/domain'
import { findAccount, lockVouches, resolveObjections, type StoreTransaction } from '@bzpeer/store'
import { type ActionContext, assertAllowed, assertSaid, NotAllowedError } from '../action-context.ts'
import { syncEvidence } from '../evidence/sync-evidence.ts'
import { acceptClaim } from './accept-claim.ts'
import { endClaim } from './end-claim.ts'
import { type ClaimCase, loadCase } from './load-case.ts'
import { logAct } from './log-act.ts'
import { settleRecord } from './settle-record.ts'

export type Verdict = 'accept' | 'reject' | 'revoke' | 'dismiss'

export interface Decision {
  readonly claimId: string
  /** `revoke` ends an accepted claim, `dismiss` lets it stand against objections; the others decide about one that is not. */
  readonly verdict: Verdict
  /** Shown to everyone whose case it is. */
  readonly reason: string
}

interface Act {
  readonly at: Date
  readonly accountId: string
  readonly reason: string
}

/**
 * A curator's decision. Accepting a claim ends every other one on the record; the evidence as it stands is kept with it.
 * @throws {NotFoundError | NotAllowedError}
 */
export async function decideClaim(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  { claimId, verdict, reason }: Decision,
): Promise<void> {
  assertSaid(reason)
  await store.transaction(async (tx) => {
    await lockVouches(tx.db)
    const found = await loadCase(tx, claimId)
    const at = now()
    assertAllowed(canDecide(caller, found.parties))
    // What counts is what the claimant can show now, not what they could when they claimed.
    await syncEvidence(tx, found.claim, { at, policy })
    await verdicts[verdict](tx, found, { at, accountId: caller.accountId, reason })
    await settleRecord(tx, found.claim.author_id, { at, policy, cause: causeOf[verdict] })
  })
}

const causeOf = {
  accept: 'claim.accepted',
  reject: 'dispute.settled',
  revoke: 'claim.ended',
  dismiss: 'dispute.settled',
} as const satisfies Record<Verdict, TrustCause>

const verdicts: Readonly<Record<Verdict, (tx: StoreTransaction, found: ClaimCase, act: Act) => Promise<void>>> = {
  accept,
  reject,
  revoke,
  dismiss,
}

async function accept(tx: StoreTransaction, { claim, parties, rivals }: ClaimCase, act: Act): Promise<void> {
  const account = await findAccount(tx.db, claim.account_id, act.at)
  const hasEmail = account !== undefined && account.emails.length > 0
  assertAllowed(canBeAccepted({ ...parties, windowEndsAt: claim.window_ends_at, hasEmail }, act.at))
  for (const rival of rivals) {
    // Before the claim is accepted: a record has one owner at every instant.
    const status = rival.status === 'accepted' ? 'transferred' : 'rejected'
    await endClaim(tx, rival, status, act.at)
    await logAct(tx, rival, `claim.${status}`, act)
  }
  await resolveObjections(tx, { claimId: claim.id, kind: 'contest' }, { outcome: 'dismissed', at: act.at })
  await resolveObjections(tx, { claimId: claim.id, kind: 'appeal' }, { outcome: 'upheld', at: act.at })
  await acceptClaim(tx, claim, act.at)
  await logAct(tx, claim, 'claim.accepted', act)
}

async function reject(tx: StoreTransaction, { claim, parties }: ClaimCase, act: Act): Promise<void> {
  if (parties.hasOpenAppeal) {
    await resolveObjections(tx, { claimId: claim.id, kind: 'appeal' }, { outcome: 'dismissed', at: act.at })
    // Who objected while the appeal waited has been heard, too.
    await resolveObjections(tx, { claimId: claim.id, kind: 'contest' }, { outcome: 'upheld', at: act.at })
    await logAct(tx, claim, 'claim.appeal-dismissed', act)
    return
  }
  if (claim.status !== 'open' && claim.status !== 'contested')
    throw new NotAllowedError('This claim has been decided already: an accepted one can be revoked.')
  await endClaim(tx, claim, 'rejected', act.at)
  await logAct(tx, claim, 'claim.rejected', act)
}

async function revoke(tx: StoreTransaction, { claim }: ClaimCase, act: Act): Promise<void> {
  if (claim.status !== 'accepted') throw new NotAllowedError('Only an accepted claim can be revoked.')
  await endClaim(tx, claim, 'revoked', act.at)
  await logAct(tx, claim, 'claim.revoked', act)
}

/** Objections to a claim that is accepted: it stays, and the score moves again. */
async function dismiss(tx: StoreTransaction, { claim }: ClaimCase, act: Act): Promise<void> {
  const which = { claimId: claim.id, kind: 'contest' } as const
  const dismissed =
    claim.status === 'accepted' ? await resolveObjections(tx, which, { outcome: 'dismissed', at: act.at }) : 0
  if (dismissed === 0) throw new NotAllowedError('No objection stands against an accepted claim here.')
  await logAct(tx, claim, 'claim.objection-dismissed', act)
}
