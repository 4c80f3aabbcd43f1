import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { findVisitorError } from '#lib/server/error-status.ts'
import { refuseMethod } from '#lib/server/api-answer.ts'
import { reportError } from '#lib/server/site.ts'

/** The two faces every page begins with; the others load when a script on the page calls for them. */
const preloadedFonts = /-latin-(?:opsz|wght)-normal\./

/** Marks for a client runtime, which no page of this site loads. */
const hydrationMarks = /<!--[^>]*-->/g

export const handle: Handle = async ({ event, resolve }) => {
  // The data of a page is for its own rendering; programs have /api.
  if (event.isDataRequest) return new Response('Not found', { status: 404 })
  if (isSent(event)) return refuseMethod()
  const response = await resolve(event, {
    preload: ({ type, path }) => type === 'font' && preloadedFonts.test(path),
    transformPageChunk: ({ html }) => html.replace(hydrationMarks, ''),
  })
  if (response.headers.get('content-type') === 'text/html')
    response.headers.set('content-type', 'text/html; charset=utf-8')
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', cacheControlOf(response.status))
  return response
}

/**
 * Whether something is sent to a page, of which none takes anything; the interface answers for itself. SvelteKit does
 * not check where a form comes from (`vite.config.ts`): whoever lets a page take one compares its `origin` with the
 * site's here.
 */
function isSent({ request: { method }, route: { id } }: Parameters<Handle>[0]['event']): boolean {
  return id !== null && !id.startsWith('/api/') && !['GET', 'HEAD', 'OPTIONS'].includes(method)
}

function cacheControlOf(status: number): string {
  if (status === 200) return 'public, max-age=60'
  return status === 308 ? 'public, max-age=3600' : 'no-store'
}

/** Says what a visitor can act on; whatever else went wrong is reported whole and shown as nothing. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'framework' && error.status === 404)
    return { status: 404, message: 'Nothing of this site has this address.' }
  if (kind !== 'unknown') return
  const told = findVisitorError(error)
  if (told === undefined || told.status >= 500) reportError(error, { method: event.request.method, url: event.url })
  if (told !== undefined) return { status: told.status, message: told.message }
  return { status: 500, message: 'Something failed on our side. Nothing was changed; try again in a moment.' }
}
