import { randomUUID } from 'node:crypto'
import { canContest } from '@bzpeer/domain'
import { countActs, holdAccount, insertObjection, resolveObjections } from '@bzpeer/store'
import { type ActionContext, assertAllowed, assertSaid, NotFoundError } from '../action-context.ts'
import { loadCase } from './load-case.ts'
import { logAct } from './log-act.ts'
import { settleRecord } from './settle-record.ts'

export interface Objection {
  readonly claimId: string
  /** What speaks against the claim, in the objector's words. */
  readonly reason: string
  /** Where that can be seen. */
  readonly evidenceUrl: string | null
}

/** Objections take other people's time, and freeze a score. */
const objectionsADay = 20
const dayMs = 86_400_000

/**
 * Objects to a claim, open or accepted: a curator will decide, and until then the score stands still.
 * @throws {NotFoundError | NotAllowedError}
 */
export async function contestClaim(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  { claimId, reason, evidenceUrl }: Objection,
): Promise<void> {
  assertSaid(reason)
  await store.transaction(async (tx) => {
    await holdAccount(tx.db, caller.accountId)
    const { claim, parties } = await loadCase(tx, claimId)
    const at = now()
    assertAllowed(canContest(caller, parties))
    const since = new Date(at.getTime() - dayMs)
    const objected = await countActs(tx.db, { accountId: caller.accountId, act: 'claim.objected', since })
    assertAllowed(objected < objectionsADay || `${objectionsADay} objections can be made in a day. Go on tomorrow.`)
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
    await logAct(tx, claim, 'claim.objected', { at, accountId: caller.accountId })
    await settleRecord(tx, claim.author_id, { at, policy, cause: 'dispute.opened' })
  })
}

/** Takes one's own objection back. @throws {NotFoundError} where there is none. */
export async function withdrawObjection(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  claimId: string,
): Promise<void> {
  await store.transaction(async (tx) => {
    const { claim } = await loadCase(tx, claimId)
    const at = now()
    const which = { claimId, kind: 'contest', accountId: caller.accountId } as const
    const withdrawn = await resolveObjections(tx, which, { outcome: 'withdrawn', at })
    if (withdrawn === 0) throw new NotFoundError('An objection of yours to this claim')
    await logAct(tx, claim, 'claim.objection-withdrawn', { at, accountId: caller.accountId })
    await settleRecord(tx, claim.author_id, { at, policy, cause: 'dispute.settled' })
  })
}
