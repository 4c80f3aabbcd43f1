import { randomUUID } from 'node:crypto'
import { judgeTrust, parseProfile } from '@bzpeer/domain'
import { appendDecision, countWorksOf, findAliveClaim, findTrustBasis, lockClaims, writeProfile } from '@bzpeer/store'
import { type ActionContext, assertAllowed, NotAllowedError } from '../action-context.ts'

/** Claimed, with an email that is confirmed at the moment. */
const editingLevel = 2

/**
 * Writes what the owner adds to a record, in place of what stood there.
 * @throws {NotAllowedError} for who does not own the record, at this moment.
 * @throws {MalformedProfileError}
 */
export async function editProfile(
  { store, caller, now }: ActionContext,
  authorId: number,
  input: unknown,
): Promise<void> {
  const profile = parseProfile(input)
  await store.transaction(async (tx) => {
    const at = now()
    await lockClaims(tx, authorId)
    const basis = await findTrustBasis(tx.db, authorId, at)
    const claim = await findAliveClaim(tx.db, { authorId, accountId: caller.accountId })
    assertAllowed(claim?.status === 'accepted' || 'Only the owner of a record can add to it. Claim it first.')
    if (claim === undefined || basis === undefined) throw new Error('internal: an accepted claim is one, on a record')
    const { level } = judgeTrust(basis, at).verification
    assertAllowed(level >= editingLevel || 'Editing takes a confirmed email: add one in the settings first.')
    if ((await countWorksOf(tx.db, authorId, profile.highlights)) < profile.highlights.length)
      throw new NotAllowedError('Only works that stand on the record can be shown first.')
    await writeProfile(tx, claim, profile, at)
    await appendDecision(tx, {
      id: randomUUID(),
      at,
      act: 'profile.edited',
      author_id: authorId,
      subject: `profile:${claim.id}`,
      account_id: caller.accountId,
      reason: '',
    })
  })
}
