import { canVouch } from '@bzpeer/domain'
import { formatId, pathOf } from '@bzpeer/schema'
import {
  addEvidence,
  closesTriangle,
  lockClaims,
  lockVouches,
  readVouchFacts,
  recordTrustChange,
  revokeVouches,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed, NotFoundError } from '../action-context.ts'

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
    const { claimId, ownerId, ownAuthorId, sharedWorkId } = facts
    if (claimId === null || ownerId === null || ownAuthorId === null || sharedWorkId === null)
      throw new Error('internal: who may vouch has a record and shares a work')
    await addEvidence(tx, {
      authorId,
      claimId,
      accountId: caller.accountId,
      kind: 'attestation.vouch',
      issuer: formatId({ kind: 'author', id: ownAuthorId }),
      source: pathOf({ kind: 'work', id: sharedWorkId }),
      observedAt: at,
      expiresAt: null,
      closes_triangle: await closesTriangle(tx.db, { accountId: caller.accountId, ownerId }),
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
