import type { Role } from '@bzpeer/domain'
import type { AttemptLimiter } from './sign-in/attempt-limiter.ts'
import type { Auth } from './sign-in/create-auth.ts'
import type { Mailbox } from './mail/mailbox.ts'
import type { Mailer } from './mail/mailer.ts'
import type { Store, StoreTransaction } from '@bzpeer/store'

/** What happened to an account that the rest of the product acts on. */
export type AccountChange = { readonly accountId: string; readonly at: Date } & (
  | { readonly kind: 'email-confirmed' | 'email-renewed' | 'email-removed'; readonly email: string }
  | {
      /** `sign-in-stated`: the provider states something else than before, or the same again after a while. */
      readonly kind: 'sign-in-linked' | 'sign-in-stated' | 'sign-in-unlinked'
      readonly provider: string
      readonly subject: string
    }
  | { readonly kind: 'account-deleted' }
)

/**
 * Told in the transaction that makes the change, so that both are done or neither. A new linked sign-in alone is told
 * right behind it, in the transaction that notes that it was told: where that one fails, at the account's next sign-in.
 */
export type OnAccountChange = (change: AccountChange, tx: StoreTransaction) => Promise<void>

/** What else the site holds about a person, for the export: by the name it has there. */
export type AccountExporter = (accountId: string, store: Store) => Promise<Record<string, unknown>>

/** What the use-cases of accounts work with. */
export interface AccountContext {
  readonly store: Store
  readonly now: () => Date
  /** A session ends after so many days, however much it is used. */
  readonly sessionDays: number
  readonly mailer: Mailer
  /** Where mail is read while no server takes it. */
  readonly mailbox: Mailbox | undefined
  readonly limiter: AttemptLimiter
  readonly providers: readonly { readonly id: 'orcid' | 'institution'; readonly name: string }[]
  readonly onChange: OnAccountChange
  readonly exporters: readonly AccountExporter[]
  readonly report: (error: unknown) => void
  /** Without providers: what does not need another site works while that one is down. */
  authAt(origin: string): Auth
  authWithProvidersAt(origin: string): Promise<Auth>
}

/** A request, as far as accounts look at it. */
export interface Visit {
  /** Scheme and host of the site, that links and passkeys are bound to. */
  readonly origin: string
  readonly headers: Headers
  /** The address that the visitor comes from. */
  readonly client: string
}

/** Who is signed in; a `Caller` of the domain. */
export interface SignedIn {
  readonly accountId: string
  readonly sessionId: string
  readonly role: Role
  /** Empty until the person gives one. */
  readonly name: string
  /** Confirmed and in use, the primary one first. */
  readonly emails: readonly string[]
  /** ORCID iDs that the person signed in with. */
  readonly orcids: readonly string[]
  /** Until then what matters most may be done without signing in again. */
  readonly freshUntil: Date
  /** By which the browser keeps the session for as long as it was prolonged just now; mostly none. */
  readonly cookies: readonly string[]
}
