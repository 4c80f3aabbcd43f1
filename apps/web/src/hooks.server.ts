import { linkWaitSeconds, TooManyAttemptsError } from '@bzpeer/accounts'
import { HiddenRecordError } from '@bzpeer/reads'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { findVisitorError } from '#lib/server/error-status.ts'
import { refuseForeign, refuseMethod, refuseTooMany } from '#lib/server/api-answer.ts'
import { isPersonal } from '#lib/server/caller.ts'
import { isFromHere } from '#lib/server/same-origin.ts'
import { getSite, originOf, reportError } from '#lib/server/site.ts'
import { takesForms } from '#lib/server/takes-forms.ts'

/** The two faces every page begins with; the others load when a script on the page calls for them. */
const preloadedFonts = /-latin-(?:opsz|wght)-normal\./

/** Marks for a client runtime, which no page of this site loads. */
const hydrationMarks = /<!--[^>]*-->/g

export const handle: Handle = async ({ event, resolve }) => {
  // The data of a page is for its own rendering; programs have /api.
  if (event.isDataRequest) return new Response('Not found', { status: 404 })
  const refused = await refuseSent(event)
  if (refused !== undefined) return refused
  const response = await resolve(event, {
    preload: ({ type, path }) => type === 'font' && preloadedFonts.test(path),
    transformPageChunk: ({ html }) => html.replace(hydrationMarks, ''),
  })
  if (response.headers.get('content-type') === 'text/html')
    response.headers.set('content-type', 'text/html; charset=utf-8')
  setCaching(event, response)
  return response
}

type Event = Parameters<Handle>[0]['event']

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Some pages take forms, and forms come from this site alone: SvelteKit does not check that (`vite.config.ts`), for it
 * knows the site's origin only where the environment states it. The interface answers for itself.
 */
async function refuseSent(event: Event): Promise<Response | undefined> {
  const { request, url, route } = event
  if (route.id === null || route.id.startsWith('/api/') || reading.has(request.method)) return undefined
  if (request.method !== 'POST' || !(await takesForms(route.id))) return refuseMethod()
  if (!isFromHere(request, originOf(url))) return refuseForeign()
  // Before a page is made for the answer, which is what would cost something.
  const waitSeconds =
    route.id === '/login' ? linkWaitSeconds(getSite().accounts, { client: event.getClientAddress() }) : 0
  if (waitSeconds > 0) return refuseTooMany(new TooManyAttemptsError(waitSeconds))
  // SvelteKit answers its client runtime, which no page of this site loads, with 200 whatever came of the form.
  request.headers.set('accept', 'text/html')
  return undefined
}

/** A page that asks who is signed in is kept for nobody who is, and by no cache that does not look at cookies. */
function setCaching(event: Event, { status, headers }: Response): void {
  if (event.locals.caller !== undefined) headers.append('vary', 'cookie')
  if (isPersonal(event)) headers.set('cache-control', 'private, no-store')
  else if (!reading.has(event.request.method)) headers.set('cache-control', 'no-store')
  // What depends on who looks, and on what people decide, is asked for anew by everybody.
  else if (event.locals.caller !== undefined && !headers.has('cache-control')) headers.set('cache-control', 'no-cache')
  else if (!headers.has('cache-control')) headers.set('cache-control', cacheControlOf(status))
}

function cacheControlOf(status: number): string {
  // Where an address leads is kept by nobody: from a merged record it leads away only until the merge is undone.
  return status === 200 ? 'public, max-age=60' : 'no-store'
}

/** What the page about a hidden record says besides the message. */
function hiddenIn(error: unknown): Pick<App.Error, 'hidden'> {
  return error instanceof HiddenRecordError ? { hidden: { id: error.id, since: error.since } } : {}
}

/** Says what a visitor can act on; whatever else went wrong is reported whole and shown as nothing. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'framework' && error.status === 404)
    return { status: 404, message: 'Nothing of this site has this address.' }
  if (kind !== 'unknown') return
  const told = findVisitorError(error)
  if (told === undefined || told.status >= 500) reportError(error, { method: event.request.method, url: event.url })
  if (told !== undefined) return { status: told.status, message: told.message, ...hiddenIn(error) }
  return { status: 500, message: 'Something failed on our side. Nothing was changed; try again in a moment.' }
}
