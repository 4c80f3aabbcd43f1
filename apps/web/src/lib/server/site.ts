import type { AccountContext } from '@bzpeer/accounts'
import type { ActionContext, HomePageFetcher } from '@bzpeer/actions'
import type { ReadContext } from '@bzpeer/reads'

/** What actions on claims need of the site; who asks comes with each request. */
export type ClaimParts = Omit<ActionContext, 'caller'> & { readonly fetchPage: HomePageFetcher }

/** What the serving process lends to the site before it loads the site's handler. */
export interface Site {
  readonly reads: ReadContext
  readonly accounts: AccountContext
  readonly claims: ClaimParts
  /** Scheme and host the site is known by; undefined: as each request names it. */
  readonly origin: string | undefined
  /** Where an error that nobody expected goes, whole. */
  readonly reportError?: (error: unknown, request: { readonly method: string; readonly path: string }) => void
}

/**
 * The site is built apart from the process that serves it, so the two meet in one
 * well-known place: `globalThis[Symbol.for('bzpeer.site')]`.
 */
const siteKey = Symbol.for('bzpeer.site')

function findSite(): Site | undefined {
  return (globalThis as { [siteKey]?: Site })[siteKey]
}

/** @throws when the site runs outside `bzpeer serve`. */
export function getSite(): Site {
  const site = findSite()
  if (site === undefined)
    throw new Error('internal: no site to serve; start it with `npx bzpeer serve`, not by itself.')
  return site
}

/** Without a stated origin the site is reached directly, and the serving process speaks plain HTTP. */
export function originOf(url: URL): string {
  return getSite().origin ?? `http://${url.host}`
}

/** Hands an error that nobody expected to the log of the serving process. */
export function reportError(error: unknown, { method, url }: { readonly method: string; readonly url: URL }): void {
  const report = findSite()?.reportError
  if (report === undefined) console.error(`${method} ${url.pathname} failed`, error)
  else report(error, { method, path: url.pathname })
}
