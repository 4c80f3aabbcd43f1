import type { ActionContext } from '@bzpeer/actions'
import type { Caller } from '@bzpeer/domain'
import { getSite } from './site.ts'

/** What actions on claims work with, for this caller. */
export function claimContext(caller: Caller): ActionContext {
  return { ...getSite().claims, caller }
}

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

/** The id of a claim in an address, or undefined where it is none. */
export function findClaimId(text: string): string | undefined {
  return uuid.test(text) ? text : undefined
}
