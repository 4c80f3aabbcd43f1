import { type Caller, canVouch } from '@bzpeer/domain'
import { readVouchFacts } from '@bzpeer/store'
import type { ReadContext } from '../read-context.ts'
import { claimPath } from './present-claims.ts'
import type { VouchRight } from './claim-shapes.ts'

/** What somebody may do to vouch for a record; undefined where nobody owns it, or it is their own. At most two queries. */
export async function readVouchRight(
  { db, now }: ReadContext,
  { authorId, caller }: { readonly authorId: number; readonly caller: Caller },
): Promise<VouchRight | undefined> {
  const facts = await readVouchFacts(db, { accountId: caller.accountId, authorId }, now())
  if (facts.claimId === null || facts.ownerId === caller.accountId) return undefined
  return { claimPath: claimPath(facts.claimId), hasVouched: facts.hasVouched, may: canVouch(caller, facts) }
}
