import type { Store } from '@bzpeer/store'
import type { AccountContext, AccountExporter, OnAccountChange } from './account-context.ts'
import { Mailbox } from './mail/mailbox.ts'
import { createSmtpMailer } from './mail/mailer.ts'
import type { AccountSettings } from './settings/account-settings.ts'
import { AttemptLimiter } from './sign-in/attempt-limiter.ts'
import { type Auth, createAuth } from './sign-in/create-auth.ts'
import { configureProvider } from './sign-in/providers.ts'

export interface AccountsOptions {
  readonly store: Store
  readonly settings: AccountSettings & { readonly secret: string }
  readonly onChange?: OnAccountChange
  readonly exporters?: readonly AccountExporter[]
  readonly report: (error: unknown) => void
  readonly now?: () => Date
}

/** A site is reached under one origin, or on the machine itself under a few names. */
const mostOrigins = 8
const patienceMs = 10_000

export function createAccounts({
  store,
  settings,
  onChange = async () => undefined,
  exporters = [],
  report,
  now = () => new Date(),
}: AccountsOptions): AccountContext {
  const mailbox = settings.mail === undefined ? new Mailbox() : undefined
  const createAt = (origin: string, providers = settings.providers) =>
    createAuth({
      store,
      secret: settings.secret,
      origin,
      idleHours: settings.sessions.idleHours,
      providers: providers.map(configureProvider),
      report: (level, message, details) => report(new AuthReport(level, message, details)),
    })
  return {
    store,
    now,
    sessionDays: settings.sessions.days,
    mailbox,
    mailer: mailbox ?? createSmtpMailer(settings.mail as NonNullable<AccountSettings['mail']>),
    limiter: new AttemptLimiter(),
    providers: settings.providers.map(({ id, name }) => ({ id, name })),
    onChange,
    exporters,
    report,
    authAt: keepFew((origin) => createAt(origin, [])),
    authWithProvidersAt: keepReady((origin) => createAt(origin), settings.providers.length),
  }
}

/** What the library has to say, for the log. */
class AuthReport extends Error {
  readonly level: string

  constructor(level: string, message: string, details: readonly unknown[]) {
    super(message, { cause: details.find((each) => each instanceof Error) })
    this.name = 'AuthReport'
    this.level = level
  }
}

/** One for each origin, the latest few: whoever makes up hosts does not fill the memory. */
function keepFew<Kept>(create: (origin: string) => Kept): (origin: string) => Kept {
  const kept = new Map<string, Kept>()
  return (origin) => {
    const known = kept.get(origin) ?? create(origin)
    kept.delete(origin)
    kept.set(origin, known)
    const [oldest] = kept.keys()
    if (kept.size > mostOrigins && oldest !== undefined) kept.delete(oldest)
    return known
  }
}

/** Asks the providers for what they are at the first call; while one does not answer, at each call again. */
function keepReady(create: (origin: string) => Auth, providers: number): (origin: string) => Promise<Auth> {
  const ready = new Map<string, Auth>()
  return async (origin) => {
    const known = ready.get(origin)
    if (known !== undefined) return known
    const auth = create(origin)
    const { socialProviders } = await Promise.race([auth.$context, failLater()])
    if (socialProviders.length === providers) {
      ready.clear()
      ready.set(origin, auth)
    }
    return auth
  }
}

function failLater(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('a provider does not say what it is')), patienceMs).unref()
  })
}
