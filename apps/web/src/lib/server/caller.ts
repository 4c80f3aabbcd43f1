import { findSignedIn, holdsSession, type SignedIn, type Visit } from '@bzpeer/accounts'
import { AppError } from '@bzpeer/schema'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { setCookies } from './set-cookies.ts'
import { getSite } from './site.ts'

/** Where nobody stated the site's address, accounts are for who sits at the machine: anybody else could claim another. */
const thisMachine = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

class AccountsClosedError extends AppError {
  constructor() {
    super(
      'accounts-closed',
      'Accounts are closed: whoever runs this site has not said under which address it is known (ORIGIN). See the page about configuration.',
    )
  }
}

type Event = Pick<RequestEvent, 'request' | 'url' | 'locals' | 'cookies' | 'getClientAddress'>

/** The origin that links, cookies and passkeys are bound to; undefined where accounts are closed. */
export function findAccountOrigin({ host }: URL): string | undefined {
  return getSite().origin ?? (thisMachine.test(host) ? `http://${host}` : undefined)
}

/** @throws {AccountsClosedError} */
export function visitOf({ request, url, getClientAddress }: Event): Visit {
  const origin = findAccountOrigin(url)
  if (origin === undefined) throw new AccountsClosedError()
  return { origin, headers: request.headers, client: getClientAddress() }
}

/**
 * Who is signed in, or undefined. A page that asks is answered anew to whoever holds a session, and kept by no cache; to
 * everybody else it stays the public page, and costs no query.
 */
export function getCaller(event: Event): Promise<SignedIn | undefined> {
  event.locals.caller ??= findCaller(event)
  return event.locals.caller
}

async function findCaller(event: Event): Promise<SignedIn | undefined> {
  const origin = findAccountOrigin(event.url)
  if (origin === undefined) return undefined
  const visit = { origin, headers: event.request.headers }
  if (!holdsSession(visit)) return undefined
  const caller = await findSignedIn(getSite().accounts, { ...visit, client: event.getClientAddress() })
  if (caller !== undefined) setCookies(event.cookies, caller.cookies)
  return caller
}

/** Sends who is not signed in to do that first, and back. */
export async function requireCaller(event: Event): Promise<SignedIn> {
  const caller = await getCaller(event)
  if (caller === undefined)
    redirect(303, `/login?next=${encodeURIComponent(event.url.pathname + ownSearch(event.url))}`)
  return caller
}

/** Without the name of an action, which a form is sent to and a link does not repeat. */
function ownSearch({ searchParams }: URL): string {
  const kept = new URLSearchParams([...searchParams].filter(([name]) => !name.startsWith('/')))
  return kept.size === 0 ? '' : `?${kept}`
}

/** Whether the answer may differ for who holds a session. */
export function isPersonal(event: Event): boolean {
  const origin = findAccountOrigin(event.url)
  return (
    event.locals.caller !== undefined &&
    origin !== undefined &&
    holdsSession({ origin, headers: event.request.headers })
  )
}
