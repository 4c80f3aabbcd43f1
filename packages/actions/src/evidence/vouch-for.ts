import { judgeTrust } from '@bzpeer/domain'
import { formatId, pathOf } from '@bzpeer/schema'
import {
  addEvidence,
  closesTriangle,
  findTrustBasis,
  lockClaims,
  lockVouches,
  readVouchFacts,
  revokeEvidence,
  type StoreTransaction,
} from '@bzpeer/store'
import { type ActionContext, NotAllowedError, NotFoundError } from '../action-context.ts'
import { recordTrustChange } from '../trust/record-trust-change.ts'

/** The level from which on somebody's word counts. */
const vouchingLevel = 4

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
    const facts = await readVouchFacts(tx.db, { accountId: caller.accountId, authorId })
    if (facts.hasVouched) return
    const { claimId, ownerId, ownAuthorId, sharedWorkId } = facts
    if (claimId === null) throw new NotAllowedError('Only a record that has been claimed can be vouched for.')
    if (ownerId === caller.accountId)
      throw new NotAllowedError('This record is your own: somebody else has to vouch for it.')
    if (ownAuthorId === null) throw new NotAllowedError('Claim your own record first: it is its owner who vouches.')
    if (sharedWorkId === null)
      throw new NotAllowedError('Only co-authors can vouch: you share no work with this record.')
    await assertAttested(tx, ownAuthorId, at)
    const [from, to] = [ownAuthorId, authorId].map((id) => formatId({ kind: 'author', id }))
    if (from === undefined || to === undefined) throw new Error('internal: two ids are two ids')
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

async function assertAttested(tx: StoreTransaction, authorId: number, at: Date): Promise<void> {
  const basis = await findTrustBasis(tx.db, authorId, at)
  const level = basis === undefined ? 0 : judgeTrust(basis, at).verification.level
  if (level < vouchingLevel)
    throw new NotAllowedError(
      `Your own record is at L${level}. From L${vouchingLevel} on you can vouch for co-authors.`,
    )
}
