import type { TooManyAttemptsError } from '@bzpeer/accounts'
import { isRedirect } from '@sveltejs/kit'
import { findVisitorError } from './error-status.ts'
import { reportError } from './site.ts'

/** Anyone may read the interface from any page: it holds nothing that a visitor without an account may not see. */
const headers = { 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=60' }

/** RFC 9457. `type` names the problem for programs, `detail` tells people what happened and what to do. */
export function problem(status: number, code: string, detail: string): Response {
  const body = { type: `urn:bzpeer:problem:${code}`, title: titleOf(status), status, detail }
  return Response.json(body, {
    status,
    headers: { ...headers, 'cache-control': 'no-store', 'content-type': 'application/problem+json' },
  })
}

const methods = 'GET, HEAD, OPTIONS'

/** What a program of another site asks before it reads: https://fetch.spec.whatwg.org/#cors-preflight-fetch */
export function answerPreflight(): Response {
  const allowed = { 'access-control-allow-methods': methods, 'access-control-allow-headers': '*' }
  return new Response(null, { status: 204, headers: { ...headers, ...allowed } })
}

/** For every method but those of reading, at an address of the interface. */
export function answerOtherMethods({ request }: { readonly request: Request }): Response {
  return request.method === 'OPTIONS' ? answerPreflight() : refuseMethod()
}

/** What is sent to an address that is for reading. */
export function refuseMethod(): Response {
  const refusal = problem(405, 'method-not-allowed', `This address is for reading; it takes ${methods}.`)
  refusal.headers.set('allow', methods)
  return refusal
}

/** What was sent from somewhere else than a page of this site. */
export function refuseForeign(): Response {
  return problem(
    403,
    'cross-site',
    'This was not sent from a page of this site, so nothing was done. Open the page here and send it again.',
  )
}

/** What came too often, with the time after which it is taken again. */
export function refuseTooMany({ code, message, retryAfterSeconds }: TooManyAttemptsError): Response {
  const refusal = problem(429, code, message)
  refusal.headers.set('retry-after', String(retryAfterSeconds))
  return refusal
}

function titleOf(status: number): string {
  if (status === 403) return 'Forbidden'
  if (status === 404) return 'Not found'
  if (status === 405) return 'Method not allowed'
  if (status === 410) return 'Gone'
  if (status === 429) return 'Too many requests'
  return status < 500 ? 'The request cannot be answered' : 'The site failed to answer'
}

/** Answers with what the work returns, where it sends the request, or a problem when it is nothing or fails. */
export async function answerApi(request: Request, work: () => Promise<unknown>): Promise<Response> {
  try {
    const body = await work()
    if (body === undefined) return problem(404, 'not-found', 'There is no such record on this site.')
    return Response.json(body, { headers })
  } catch (error) {
    if (isRedirect(error)) {
      // A merge may be undone, and where it led is then kept by nobody.
      const kept = { ...headers, 'cache-control': 'no-store' }
      return new Response(null, { status: error.status, headers: { ...kept, location: error.location } })
    }
    const told = findVisitorError(error)
    if (told === undefined || told.status >= 500)
      reportError(error, { method: request.method, url: new URL(request.url) })
    if (told !== undefined) return problem(told.status, told.code, told.message)
    return problem(500, 'internal', 'Nothing was changed. Try again in a moment; if it stays, tell who runs this site.')
  }
}
