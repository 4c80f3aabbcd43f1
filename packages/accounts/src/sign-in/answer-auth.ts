import { findAccount, findAccountBySignIn, listPasskeys } from '@bzpeer/store'
import type { AccountContext, Visit } from '../account-context.ts'
import { findSignedIn } from '../find-signed-in.ts'
import { cookiesIn } from './cookies-in.ts'
import { countAttempt } from './count-attempt.ts'
import { type Auth, authPath, cookiePrefixAt } from './create-auth.ts'
import { settleSignIn } from './settle-sign-in.ts'
import { hearStated, type Stated } from './stated.ts'

/** All that better-auth is asked from outside. What it could do besides has no address here. */
const answered: Readonly<Record<string, 'GET' | 'POST'>> = {
  '/callback/orcid': 'GET',
  '/callback/institution': 'GET',
  '/passkey/generate-register-options': 'GET',
  '/passkey/verify-registration': 'POST',
  '/passkey/generate-authenticate-options': 'GET',
  '/passkey/verify-authentication': 'POST',
}

const mostPasskeys = 20
const largestBody = 64 * 1024

/** Answers a request below `/api/auth`; undefined where nothing is. @throws {TooManyAttemptsError} */
export async function answerAuth(
  context: AccountContext,
  visit: Visit,
  request: Request,
): Promise<Response | undefined> {
  const path = new URL(request.url).pathname.slice(authPath.length)
  if (!Object.hasOwn(answered, path) || answered[path] !== request.method) return undefined
  countAttempt(context, visit, 'elsewhere')
  const isCallback = path.startsWith('/callback/')
  const auth = isCallback ? await context.authWithProvidersAt(visit.origin) : context.authAt(visit.origin)
  if (path === '/passkey/generate-register-options') return offerPasskey(context, visit, auth)
  return passOn(context, visit, auth, await boundedRequest(visit, path, request))
}

/** The same request under the site's own origin, with no more in it than is looked at. */
async function boundedRequest({ origin, headers }: Visit, path: string, request: Request): Promise<Request> {
  const url = origin + authPath + path + (path.startsWith('/callback/') ? new URL(request.url).search : '')
  if (request.method === 'GET') return new Request(url, { headers })
  const body = JSON.stringify({ response: responseIn(await request.text()) })
  return new Request(url, { method: 'POST', headers: withoutLength(headers), body })
}

/** What an authenticator answered; undefined, which the library refuses, where it is nothing of the kind. */
function responseIn(text: string): unknown {
  if (text.length > largestBody) return undefined
  try {
    return (JSON.parse(text) as { response?: unknown } | null)?.response
  } catch {
    // Not JSON: sent by hand, and refused as any wrong answer is.
    return undefined
  }
}

function withoutLength(headers: Headers): Headers {
  const kept = new Headers(headers)
  kept.delete('content-length')
  return kept
}

async function passOn(context: AccountContext, visit: Visit, auth: Auth, request: Request): Promise<Response> {
  const former = await findSignedIn(context, visit)
  const { result: response, stated } = await hearStated(() => auth.handler(request))
  const opened = cookiesIn(response.headers).find((cookie) => isSession(cookie, visit))
  const accountId = await whoseSignIn(context, visit, { opened, stated, former: former?.accountId })
  if (accountId !== undefined)
    await settleSignIn(context, {
      accountId,
      stated,
      formerSessionId: opened === undefined ? undefined : former?.sessionId,
    })
  return response
}

function isSession(cookie: string, { origin }: Visit): boolean {
  return cookie.startsWith(`${cookiePrefixAt(origin)}.session_token=`) && !/;\s*max-age=0/i.test(cookie)
}

interface Came {
  /** The cookie of a new session. */
  readonly opened: string | undefined
  readonly stated: Stated | undefined
  readonly former: string | undefined
}

/** Whose account a sign-in, or a linking, has just been about. */
async function whoseSignIn(
  context: AccountContext,
  visit: Visit,
  { opened, stated, former }: Came,
): Promise<string | undefined> {
  if (opened !== undefined) {
    const headers = new Headers({ cookie: opened.split(';', 1)[0] ?? '' })
    return (await findSignedIn(context, { ...visit, headers }))?.accountId
  }
  if (stated === undefined) return undefined
  const linked = await findAccountBySignIn(context.store.db, {
    provider_id: stated.providerId,
    subject: stated.subject,
  })
  // Linked to another account, the linking was refused, and nothing is to be noted.
  return linked === former ? linked : undefined
}

/** What a new passkey is made from: labelled with what the person knows the account by. */
async function offerPasskey(context: AccountContext, visit: Visit, auth: Auth): Promise<Response> {
  const response = await auth.handler(
    new Request(`${visit.origin}${authPath}/passkey/generate-register-options`, { headers: visit.headers }),
  )
  const signedIn = await findSignedIn(context, visit)
  if (!response.ok || signedIn === undefined) return response
  const { length } = await listPasskeys(context.store.db, signedIn.accountId)
  if (length >= mostPasskeys)
    return Response.json({ message: `An account has at most ${mostPasskeys} passkeys.` }, { status: 409 })
  const account = await findAccount(context.store.db, signedIn.accountId, context.now())
  const label = account?.emails[0] ?? (account?.name || 'BZPEER account')
  const offered = (await response.json()) as { user: object }
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return Response.json({ ...offered, user: { ...offered.user, name: label, displayName: label } }, { headers })
}
