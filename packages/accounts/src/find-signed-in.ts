import { AppError } from '@bzpeer/schema'
import { endSession, findAccount } from '@bzpeer/store'
import type { AccountContext, SignedIn, Visit } from './account-context.ts'
import { cookiesIn } from './sign-in/cookies-in.ts'
import { cookiePrefixAt, freshMinutes } from './sign-in/create-auth.ts'

/** Whether it is worth asking: a visitor without the cookie costs no query. */
export function holdsSession({ headers, origin }: Pick<Visit, 'headers' | 'origin'>): boolean {
  return (headers.get('cookie') ?? '').includes(`${cookiePrefixAt(origin)}.session_token=`)
}

export async function findSignedIn(context: AccountContext, visit: Visit): Promise<SignedIn | undefined> {
  if (!holdsSession(visit)) return undefined
  const { api } = context.authAt(visit.origin)
  const { response: found, headers } = await api.getSession({ headers: visit.headers, returnHeaders: true })
  if (found === null) return undefined
  // By the library's clock, as everything about sessions. It knows no limit for those that are used.
  if (found.session.createdAt.getTime() + context.sessionDays * 86_400_000 <= Date.now()) {
    await endSession(context.store.db, found.session.id)
    return undefined
  }
  const account = await findAccount(context.store.reading, found.user.id, context.now())
  if (account === undefined) return undefined
  return {
    accountId: account.id,
    sessionId: found.session.id,
    role: account.role,
    name: account.name,
    emails: account.emails,
    orcids: account.orcids,
    freshUntil: new Date(found.session.createdAt.getTime() + freshMinutes * 60_000),
    cookies: cookiesIn(headers),
  }
}

export class SignInAgainError extends AppError {
  constructor() {
    super(
      'sign-in-again',
      `This takes a sign-in within the last ${freshMinutes} minutes. Sign in again, and then do it; nothing was changed.`,
    )
  }
}

/** @throws {SignInAgainError} */
export function assertFresh({ freshUntil }: SignedIn, now: Date): void {
  if (freshUntil <= now) throw new SignInAgainError()
}
