import type { ClaimStatus } from '@bzpeer/domain'
import { findAliveClaim, listClaimsOfAccount, readMedianDecisionSeconds } from '@bzpeer/store'
import type { ReadContext } from '../read-context.ts'
import type { ListedClaim } from './claim-shapes.ts'
import { claimPath, toListedClaim } from './present-claims.ts'

/** An account's claims, the latest first. */
export async function listOwnClaims({ db }: ReadContext, accountId: string): Promise<ListedClaim[]> {
  return (await listClaimsOfAccount(db, accountId)).map(toListedClaim)
}

const yearMs = 365 * 86_400_000

/** Days from a claim to its decision, in the middle of those of the last year; null where none was decided. */
export async function readMedianDecisionDays({ db, now }: ReadContext): Promise<number | null> {
  const seconds = await readMedianDecisionSeconds(db, new Date(now().getTime() - yearMs))
  return seconds === null ? null : seconds / 86_400
}

/** The claim of an account on a record that has a say about it, if there is one. */
export async function findOwnClaim(
  { db }: ReadContext,
  who: { readonly authorId: number; readonly accountId: string },
): Promise<{ readonly path: string; readonly status: ClaimStatus } | undefined> {
  const claim = await findAliveClaim(db, who)
  return claim === undefined ? undefined : { path: claimPath(claim.id), status: claim.status as ClaimStatus }
}
