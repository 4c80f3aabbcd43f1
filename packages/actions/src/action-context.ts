import type { Caller, ClaimPolicy, Permission } from '@bzpeer/domain'
import { AppError } from '@bzpeer/schema'
import type { Store } from '@bzpeer/store'

/** Who asks, when, of which store, under which of the site's settings. Never a request. */
export interface ActionContext {
  readonly store: Store
  readonly caller: Caller
  readonly claimPolicy: ClaimPolicy
  readonly now: () => Date
}

/** What a job does by the clock, with nobody asking. */
export type ClockContext = Omit<ActionContext, 'caller'>

export class NotAllowedError extends AppError {
  constructor(reason: string) {
    super('not-allowed', reason)
  }
}

export class NotFoundError extends AppError {
  constructor(what: string) {
    super('not-found', `${what} does not exist, or does not any more.`)
  }
}

/** @throws {NotAllowedError} with the reason. */
export function assertAllowed(permission: Permission): void {
  if (permission !== true) throw new NotAllowedError(permission)
}

/** Whoever decides, objects or appeals says why. @throws {NotAllowedError} */
export function assertSaid(reason: string): void {
  if (reason.trim() === '') throw new NotAllowedError('Say why: the reason is what the others go by.')
}
