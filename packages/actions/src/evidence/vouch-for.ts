import { canVouch } from '@bzpeer/domain'
import { formatId, pathOf } from '@bzpeer/schema'
import {
  addEvidence,
  closesTriangle,
  lockClaims,
  lockVouches,
  readVouchFacts,
  revokeEvidence,
  type StoreTransaction,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed, NotFoundError } from '../action-context.ts'
import { recordTrustChange } from '../trust/record-trust-change.ts'

/**
 * Says that a claimed record is who its owner says: the word of a co-author whose own record is attested. One that comes
 * back round to the one who gives it is kept, and counts nothing.
 * @throws {NotAllowedError}
 */
export async function vouchFor(
  { store, caller, now }: Pick<ActionContext, 'store' | 'caller' | 'now'>,
  authorId: number,
): Promise<void> {
  await store.transaction(async (tx) => {
    await lockVouches(tx.db)
    await lockClaims(tx, authorId)
    const at = now()
    const facts = await readVouchFacts(tx.db, { accountId: caller.accountId, authorId }, at)
    if (facts.hasVouched) return
    assertAllowed(canVouch(caller, facts))
    const { claimId, ownAuthorId, sharedWorkId } = facts
    if (claimId === null || ownAuthorId === null || sharedWorkId === null)
      throw new Error('internal: who may vouch has a record and shares a work')
    const from = formatId({ kind: 'author', id: ownAuthorId })
    const to = formatId({ kind: 'author', id: authorId })
    await addEvidence(tx, {
      authorId,
      claimId,
      accountId: caller.accountId,
      kind: 'attestation.vouch',
      issuer: from,
      source: pathOf({ kind: 'work', id: sharedWorkId }),
      observedAt: at,
      expiresAt: null,
      closes_triangle: await closesTriangle(tx.db, { from, to }),
    })
    await recordTrustChange(tx, authorId, at, 'evidence.added')
  })
}

/** @throws {NotFoundError} where the caller has not vouched for it. */
export async function takeBackVouch(
  { store, caller, now }: Pick<ActionContext, 'store' | 'caller' | 'now'>,
  authorId: number,
): Promise<void> {
  await store.transaction(async (tx) => {
    await lockVouches(tx.db)
    await lockClaims(tx, authorId)
    const at = now()
    const [from] = await revokeVouches(tx, { accountId: caller.accountId, at, authorId })
    if (from === undefined) throw new NotFoundError('A vouch of yours for this record')
  })
}

/**
 * Takes back what an account has vouched for, for one record or for all of them.
 * @returns the records whose trust that may change.
 */
export async function revokeVouches(
  tx: StoreTransaction,
  { accountId, at, authorId }: { readonly accountId: string; readonly at: Date; readonly authorId?: number },
): Promise<number[]> {
  const selection = { accountId, kind: 'attestation.vouch' as const }
  const authorIds = await revokeEvidence(tx, authorId === undefined ? selection : { ...selection, authorId }, at)
  // In the order of the records, under the lock of all vouches: two that take vouches back never wait for each other.
  for (const id of authorIds) await recordTrustChange(tx, id, at, 'evidence.revoked')
  return authorIds
}
