import { type Caller, canConfirmWorks, canVouch, isAttested } from '@bzpeer/domain'
import { listConfirmations, listSharedWorks, readVouchFacts, type VouchFacts } from '@bzpeer/store'
import { toLink } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import { claimPath } from './present-claims.ts'
import type { VouchRight } from './claim-shapes.ts'

/**
 * What somebody may do to vouch for a record, and for its works; undefined where it is their own, or nobody owns it and
 * there is nothing to take back. At most four queries.
 */
export async function readVouchRight(
  { db, now }: ReadContext,
  { authorId, isOwned, caller }: { readonly authorId: number; readonly isOwned: boolean; readonly caller: Caller },
): Promise<VouchRight | undefined> {
  const said = await listConfirmations(db, { accountId: caller.accountId, authorId })
  const standing = said.filter(({ isStanding }) => isStanding)
  if (!isOwned && standing.length === 0) return undefined
  const facts = await readVouchFacts(db, { accountId: caller.accountId, authorId }, now())
  if (facts.ownerId === caller.accountId) return undefined
  const claimId = facts.claimId ?? standing[0]?.claimId
  if (claimId === undefined) return undefined
  const confirmed = new Set(standing.flatMap(({ workIds }) => workIds))
  return {
    claimPath: claimPath(claimId),
    isOwned,
    hasVouched: facts.hasVouched,
    may: canVouch(caller, facts),
    works: await readWorks({ db, now }, { authorId, caller, facts, confirmed }),
  }
}

/** Those that may be confirmed, and those that are, also where they stand on the other record no more: to be taken back. */
async function readWorks(
  { db }: ReadContext,
  {
    authorId,
    caller,
    facts,
    confirmed,
  }: {
    readonly authorId: number
    readonly caller: Caller
    readonly facts: VouchFacts
    readonly confirmed: ReadonlySet<number>
  },
): Promise<VouchRight['works']> {
  const mayConfirm = canConfirmWorks(caller, { ...facts, areShared: true }) === true
  if (!mayConfirm && confirmed.size === 0) return []
  const attested = facts.sharing.filter(({ levelWithoutOwner }) => isAttested(levelWithoutOwner))
  const ownAuthorIds = mayConfirm ? attested.map((one) => one.authorId) : []
  const works = await listSharedWorks(db, { authorId, ownAuthorIds, named: [...confirmed] })
  return works.map((work) => ({
    ...toLink('work', work.id, work.title),
    year: work.publication_year,
    isConfirmed: confirmed.has(work.id),
  }))
}
