import { type Caller, canConfirmWorks, canVouch } from '@bzpeer/domain'
import { listSharedWorks, readConfirmations, readVouchFacts, type VouchFacts } from '@bzpeer/store'
import { toLink } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import { claimPath } from './present-claims.ts'
import type { VouchRight } from './claim-shapes.ts'

const dayMs = 86_400_000

/**
 * What somebody may do to vouch for a record, and for its works; undefined where nobody owns it, or it is their own. At
 * most four queries.
 */
export async function readVouchRight(
  { db, now }: ReadContext,
  { authorId, caller }: { readonly authorId: number; readonly caller: Caller },
): Promise<VouchRight | undefined> {
  const at = now()
  const facts = await readVouchFacts(db, { accountId: caller.accountId, authorId }, at)
  if (facts.claimId === null || facts.ownerId === caller.accountId) return undefined
  return {
    claimPath: claimPath(facts.claimId),
    hasVouched: facts.hasVouched,
    may: canVouch(caller, facts),
    works: await readWorks({ db, now: () => at }, { authorId, caller, facts }),
  }
}

async function readWorks(
  { db, now }: ReadContext,
  { authorId, caller, facts }: { readonly authorId: number; readonly caller: Caller; readonly facts: VouchFacts },
): Promise<VouchRight['works']> {
  const { ownAuthorId } = facts
  if (ownAuthorId === null || facts.sharedWorkId === null) return []
  const since = new Date(now().getTime() - dayMs)
  const said = await readConfirmations(db, { accountId: caller.accountId, authorId, since })
  const mayConfirm = canConfirmWorks(caller, { ...facts, areShared: true, confirmedToday: said.recent }) === true
  if (!mayConfirm && said.workIds.length === 0) return []
  const works = await listSharedWorks(db, { authorId, ownAuthorId, first: said.workIds })
  return works
    .map((work) => ({
      ...toLink('work', work.id, work.title),
      year: work.publication_year,
      isConfirmed: said.workIds.includes(work.id),
    }))
    .filter(({ isConfirmed }) => mayConfirm || isConfirmed)
}
