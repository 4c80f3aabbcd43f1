import { randomUUID } from 'node:crypto'
import { canDecide, type TrustCause } from '@bzpeer/domain'
import {
  appendDecision,
  type ClaimRow,
  listClaimEvidence,
  resolveObjections,
  type StoreTransaction,
  updateClaim,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed, NotAllowedError } from '../action-context.ts'
import { settleRecord } from './settle-record.ts'
import { revokeVouches } from '../evidence/vouch-for.ts'
import { type ClaimCase, loadCase } from './load-case.ts'

export interface Decision {
  readonly claimId: string
  /** `revoke` ends an accepted claim; the other two decide about one that is not, or about an appeal. */
  readonly verdict: 'accept' | 'reject' | 'revoke'
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
  await store.transaction(async (tx) => {
    const at = now()
    const found = await loadCase(tx, claimId)
    assertAllowed(canDecide(caller, found.parties))
    const act: Act = { at, accountId: caller.accountId, reason }
    switch (verdict) {
      case 'accept':
        await accept(tx, found, act)
        break
      case 'reject':
        await reject(tx, found, act)
        break
      case 'revoke':
        await revoke(tx, found, act)
        break
    }
    await settleRecord(tx, found.claim.author_id, { at, policy, cause: causeOf[verdict] })
  })
}

const causeOf = {
  accept: 'claim.accepted',
  reject: 'dispute.settled',
  revoke: 'claim.ended',
} as const satisfies Record<Decision['verdict'], TrustCause>

async function accept(tx: StoreTransaction, { claim, parties, rivals }: ClaimCase, act: Act): Promise<void> {
  const isUndecided = claim.status === 'open' || claim.status === 'contested'
  if (!isUndecided && !parties.hasOpenAppeal) throw new NotAllowedError('This claim has been decided already.')
  for (const rival of rivals) {
    // Before the claim is accepted: a record has one owner at every instant.
    await end(tx, rival, rival.status === 'accepted' ? 'transferred' : 'rejected', act)
  }
  await updateClaim(tx, claim.id, {
    status: 'accepted',
    accepted_at: act.at,
    ended_at: null,
    contested_at: null,
    contest_rule: null,
  })
  await resolveObjections(tx, { claimId: claim.id, kind: 'contest' }, { outcome: 'dismissed', at: act.at })
  await resolveObjections(tx, { claimId: claim.id, kind: 'appeal' }, { outcome: 'upheld', at: act.at })
  await log(tx, claim, 'claim.accepted', act)
}

async function reject(tx: StoreTransaction, { claim, parties }: ClaimCase, act: Act): Promise<void> {
  if (parties.hasOpenAppeal) {
    await resolveObjections(tx, { claimId: claim.id, kind: 'appeal' }, { outcome: 'dismissed', at: act.at })
    await log(tx, claim, 'claim.appeal-dismissed', act)
    return
  }
  if (claim.status !== 'open' && claim.status !== 'contested')
    throw new NotAllowedError('This claim has been decided already: an accepted one can be revoked.')
  await end(tx, claim, 'rejected', act)
}

async function revoke(tx: StoreTransaction, { claim }: ClaimCase, act: Act): Promise<void> {
  if (claim.status !== 'accepted') throw new NotAllowedError('Only an accepted claim can be revoked.')
  await end(tx, claim, 'revoked', act)
}

async function end(
  tx: StoreTransaction,
  claim: ClaimRow,
  status: 'rejected' | 'revoked' | 'transferred',
  act: Act,
): Promise<void> {
  await updateClaim(tx, claim.id, { status, ended_at: act.at })
  // Whoever turned out not to be the owner had no word to give for others.
  if (status !== 'rejected') await revokeVouches(tx, { accountId: claim.account_id, at: act.at })
  await resolveObjections(tx, { claimId: claim.id, kind: 'contest' }, { outcome: 'upheld', at: act.at })
  await log(tx, claim, `claim.${status}`, act)
}

async function log(tx: StoreTransaction, claim: ClaimRow, act: string, { at, accountId, reason }: Act): Promise<void> {
  await appendDecision(tx, {
    id: randomUUID(),
    at,
    act,
    author_id: claim.author_id,
    subject: `claim:${claim.id}`,
    account_id: accountId,
    reason,
    evidence: JSON.stringify(await listClaimEvidence(tx.db, claim.id)),
  })
}
