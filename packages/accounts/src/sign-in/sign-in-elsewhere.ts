import { AppError } from '@bzpeer/schema'
import type { AccountContext, SignedIn, Visit } from '../account-context.ts'
import { assertFresh } from '../find-signed-in.ts'
import { cookiesIn } from './cookies-in.ts'
import { countAttempt } from './count-attempt.ts'
import { ownPath } from './own-path.ts'

/** Where the visitor goes on, and the cookies by which they are known when they come back. */
export interface WayOut {
  readonly name: string
  readonly url: string
  readonly cookies: readonly string[]
}

export class ProviderUnavailableError extends AppError {
  constructor(name: string, cause?: unknown) {
    super(
      'provider-unavailable',
      `${name} cannot be reached just now. Try again in a few minutes, or sign in another way.`,
      { cause },
    )
  }
}

/** @throws {ProviderUnavailableError | TooManyAttemptsError} */
export async function startSignIn(
  context: AccountContext,
  visit: Visit,
  { providerId, next }: { readonly providerId: string; readonly next: string | null },
): Promise<WayOut> {
  const callbackURL = ownPath(next)
  const errorCallbackURL = `/login?next=${encodeURIComponent(callbackURL)}`
  return leave(context, visit, providerId, (auth, provider) =>
    auth.api.signInSocial({
      body: { provider, callbackURL, errorCallbackURL },
      headers: visit.headers,
      returnHeaders: true,
    }),
  )
}

/** For who is signed in: whoever comes back is linked to their account. @throws as `startSignIn`, and {SignInAgainError} */
export async function startLinking(
  context: AccountContext,
  visit: Visit,
  signedIn: SignedIn,
  providerId: string,
): Promise<WayOut> {
  assertFresh(signedIn, context.now())
  return leave(context, visit, providerId, (auth, provider) =>
    auth.api.linkSocialAccount({
      body: { provider, callbackURL: '/settings', errorCallbackURL: '/settings' },
      headers: visit.headers,
      returnHeaders: true,
    }),
  )
}

type Auth = Awaited<ReturnType<AccountContext['authWithProvidersAt']>>
type Leave = (auth: Auth, provider: string) => Promise<{ headers: Headers; response: { url?: string | undefined } }>

async function leave(context: AccountContext, visit: Visit, id: string, work: Leave): Promise<WayOut> {
  countAttempt(context, visit, 'elsewhere')
  const provider = context.providers.find((each) => each.id === id)
  if (provider === undefined) throw new ProviderUnavailableError('This way to sign in')
  try {
    const auth = await context.authWithProvidersAt(visit.origin)
    const { headers, response } = await work(auth, provider.id)
    if (response.url === undefined) throw new Error('internal: nowhere to go')
    return { name: provider.name, url: response.url, cookies: cookiesIn(headers) }
  } catch (error) {
    context.report(error)
    throw new ProviderUnavailableError(provider.name, error)
  }
}
