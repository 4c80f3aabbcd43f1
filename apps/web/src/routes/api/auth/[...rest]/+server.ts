import { answerAuth, TooManyAttemptsError } from '@bzpeer/accounts'
import type { RequestEvent } from '@sveltejs/kit'
import { problem, refuseForeign, refuseMethod, refuseTooMany } from '#lib/server/api-answer.ts'
import { findVisitorError } from '#lib/server/error-status.ts'
import { visitOf } from '#lib/server/caller.ts'
import { isFromHere } from '#lib/server/same-origin.ts'
import { getSite } from '#lib/server/site.ts'

/** Passkeys, and those who come back from another site. No other site may read or send anything here. */
async function answer(event: RequestEvent): Promise<Response> {
  try {
    const visit = visitOf(event)
    if (event.request.method === 'POST' && !isFromHere(event.request, visit.origin)) return refuseForeign()
    const response = await answerAuth(getSite().accounts, visit, event.request)
    return response === undefined
      ? problem(404, 'not-found', 'Nothing of this site has this address.')
      : sealed(response)
  } catch (error) {
    const told = findVisitorError(error)
    if (told === undefined) throw error
    return sealed(
      error instanceof TooManyAttemptsError ? refuseTooMany(error) : problem(told.status, told.code, told.message),
    )
  }
}

function sealed(response: Response): Response {
  const headers = new Headers(response.headers)
  headers.delete('access-control-allow-origin')
  headers.set('cache-control', 'private, no-store')
  return new Response(response.body, { status: response.status, headers })
}

export const GET = answer
export const POST = answer
export const fallback = refuseMethod
