import { canConfirmWorks, worksConfirmedAtMost } from '@bzpeer/domain'
import { formatId, pathOf } from '@bzpeer/schema'
import {
  addEvidence,
  countWorksOf,
  lockClaims,
  lockVouches,
  readConfirmations,
  readVouchFacts,
  recordTrustChange,
  revokeEvidence,
  type StoreTransaction,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed, NotAllowedError } from '../action-context.ts'

const dayMs = 86_400_000

export interface WorksConfirmed {
  /** Whose works they are. */
  readonly authorId: number
  /** All that the caller confirms from now on: what is not among them is taken back. */
  readonly workIds: readonly number[]
}

/**
 * Says which works are those of a record's owner: the word of a co-author whose own record is attested and has the works
 * too. It ends like a vouch does.
 * @throws {NotAllowedError}
 */
export async function confirmWorks(
  { store, caller, now }: Pick<ActionContext, 'store' | 'caller' | 'now'>,
  { authorId, workIds }: WorksConfirmed,
): Promise<void> {
  const wanted = [...new Set(workIds)].toSorted((a, b) => a - b)
  if (wanted.length > worksConfirmedAtMost)
    throw new NotAllowedError(`${worksConfirmedAtMost} works of a record can be confirmed by one co-author.`)
  await store.transaction(async (tx) => {
    await lockVouches(tx.db)
    await lockClaims(tx, authorId)
    const at = now()
    const asked = { accountId: caller.accountId, authorId }
    const said = await readConfirmations(tx.db, { ...asked, since: new Date(at.getTime() - dayMs) })
    const added = wanted.filter((id) => !said.workIds.includes(id))
    if (added.length === 0 && wanted.length === said.workIds.length) return
    const facts = await readVouchFacts(tx.db, asked, at)
    const areShared = await areWorksShared(tx, { ...asked, ownAuthorId: facts.ownAuthorId, workIds: added })
    if (added.length > 0) assertAllowed(canConfirmWorks(caller, { ...facts, areShared, confirmedToday: said.recent }))
    // What was said before counts until this instant, and what is said now from it on.
    for (const id of said.ids) await revokeEvidence(tx, { id }, at)
    const [first] = wanted
    if (first !== undefined) {
      const { claimId, ownAuthorId } = facts
      if (claimId === null || ownAuthorId === null)
        throw new Error('internal: who confirms works has a record, and so has whose they are')
      await addEvidence(tx, {
        authorId,
        claimId,
        accountId: caller.accountId,
        kind: 'authorship.supported',
        issuer: formatId({ kind: 'author', id: ownAuthorId }),
        source: pathOf({ kind: 'work', id: first }),
        observedAt: at,
        expiresAt: null,
        detail: { work_ids: wanted },
      })
    }
    await recordTrustChange(tx, authorId, at, added.length > 0 ? 'evidence.added' : 'evidence.revoked')
  })
}

async function areWorksShared(
  { db }: StoreTransaction,
  {
    authorId,
    ownAuthorId,
    workIds,
  }: { readonly authorId: number; readonly ownAuthorId: number | null; readonly workIds: readonly number[] },
): Promise<boolean> {
  if (ownAuthorId === null) return false
  const counts = [await countWorksOf(db, authorId, workIds), await countWorksOf(db, ownAuthorId, workIds)]
  return counts.every((count) => count === workIds.length)
}
