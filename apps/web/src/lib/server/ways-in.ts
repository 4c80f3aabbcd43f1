import { getSite } from './site.ts'
import { findAccountOrigin } from './caller.ts'

/** The ways to sign in that this site has, at the address it is reached by. */
export interface WaysIn {
  readonly isOpen: boolean
  /** A link by mail; `mailbox`: to the page of this machine that shows mail. */
  readonly email: 'mail' | 'mailbox' | undefined
  /** Passkeys are bound to a name, and 127.0.0.1 is none. */
  readonly passkey: boolean
  readonly providers: readonly { readonly id: string; readonly name: string }[]
}

export function waysIn(url: URL): WaysIn {
  const origin = findAccountOrigin(url)
  const { mailbox, providers } = getSite().accounts
  if (origin === undefined) return { isOpen: false, email: undefined, passkey: false, providers: [] }
  const { hostname, protocol } = new URL(origin)
  return {
    isOpen: true,
    email: mailbox === undefined ? 'mail' : isThisMachine(hostname) ? 'mailbox' : undefined,
    passkey: protocol === 'https:' || hostname === 'localhost',
    providers,
  }
}

export function isThisMachine(hostname: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(hostname)
}
