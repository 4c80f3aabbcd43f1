import { randomUUID } from 'node:crypto'
import { canContest } from '@bzpeer/domain'
import {
  appendDecision,
  insertObjection,
  listObjections,
  resolveObjections,
  type StoreTransaction,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed, NotFoundError } from '../action-context.ts'
import { settleRecord } from './settle-record.ts'
import { loadCase } from './load-case.ts'

export interface Objection {
  readonly claimId: string
  /** What speaks against the claim, in the objector's words. */
  readonly reason: string
  /** Where that can be seen. */
  readonly evidenceUrl: string | null
}

/**
 * Objects to a claim, open or accepted: a curator will decide, and until then the score stands still.
 * Objecting twice leaves the first objection as it is.
 * @throws {NotFoundError | NotAllowedError}
 */
export async function contestClaim(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  { claimId, reason, evidenceUrl }: Objection,
): Promise<void> {
  await store.transaction(async (tx) => {
    const at = now()
    const { claim, parties } = await loadCase(tx, claimId)
    assertAllowed(canContest(caller, parties))
    if (await hasObjected(tx, claimId, caller.accountId)) return
    await insertObjection(tx, {
      id: randomUUID(),
      claim_id: claimId,
      author_id: claim.author_id,
      account_id: caller.accountId,
      kind: 'contest',
      reason,
      evidence_url: evidenceUrl,
      opened_at: at,
    })
    await appendDecision(tx, {
      id: randomUUID(),
      at,
      act: 'claim.objected',
      author_id: claim.author_id,
      subject: `claim:${claimId}`,
      account_id: caller.accountId,
      reason,
    })
    await settleRecord(tx, claim.author_id, { at, policy, cause: 'dispute.opened' })
  })
}

/** Takes one's own objection back. @throws {NotFoundError} where there is none. */
export async function withdrawObjection(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  claimId: string,
): Promise<void> {
  await store.transaction(async (tx) => {
    const at = now()
    const { claim } = await loadCase(tx, claimId)
    const which = { claimId, kind: 'contest', accountId: caller.accountId } as const
    const withdrawn = await resolveObjections(tx, which, { outcome: 'withdrawn', at })
    if (withdrawn === 0) throw new NotFoundError('An objection of yours to this claim')
    await appendDecision(tx, {
      id: randomUUID(),
      at,
      act: 'claim.objection-withdrawn',
      author_id: claim.author_id,
      subject: `claim:${claimId}`,
      account_id: caller.accountId,
      reason: '',
    })
    await settleRecord(tx, claim.author_id, { at, policy, cause: 'dispute.settled' })
  })
}

async function hasObjected({ db }: StoreTransaction, claimId: string, accountId: string): Promise<boolean> {
  const objections = await listObjections(db, claimId)
  return objections.some(
    ({ account_id, kind, resolved_at }) => account_id === accountId && kind === 'contest' && resolved_at === null,
  )
}
