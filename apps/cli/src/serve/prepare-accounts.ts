import { type AccountContext, type AccountSettings, createAccounts, keepSecret } from '@bzpeer/accounts'
import { exportClaims, followAccountChange, forgetClaimant } from '@bzpeer/actions'
import type { ClaimPolicy } from '@bzpeer/domain'
import type { Store } from '@bzpeer/store'
import type { Logger } from 'pino'

export { parseAccountSettings } from '@bzpeer/accounts'

interface AccountParts {
  readonly store: Store
  readonly settings: AccountSettings
  readonly dataDir: string
  readonly claimPolicy: ClaimPolicy
  readonly log: Logger
}

interface PreparedAccounts {
  readonly accounts: AccountContext
  /** What an operator may want to find in the log. */
  readonly facts: { readonly mail: string; readonly secret: string }
}

/** Accounts as this site offers them. */
export async function prepareAccounts({
  store,
  settings,
  dataDir,
  claimPolicy,
  log,
}: AccountParts): Promise<PreparedAccounts> {
  const { secret, says } = settings.secret === undefined ? await keptSecret(dataDir) : stated(settings.secret)
  const accounts = createAccounts({
    store,
    settings: { ...settings, secret },
    onChange: async ({ kind, accountId, at }, tx) =>
      kind === 'account-deleted'
        ? forgetClaimant(tx, accountId, { at, policy: claimPolicy })
        : followAccountChange(tx, accountId, { at, policy: claimPolicy }),
    exporters: [exportClaims],
    report: (error) => log.warn({ err: error }, 'accounts'),
  })
  const mail = settings.mail === undefined ? 'no SMTP_URL: shown at /mailbox, to this machine only' : 'sent'
  return { accounts, facts: { mail, secret: says } }
}

function stated(secret: string) {
  return { secret, says: 'AUTH_SECRET' }
}

async function keptSecret(dataDir: string) {
  const { secret, isNew, path } = await keepSecret(dataDir)
  return { secret, says: isNew ? `no AUTH_SECRET: made now, and kept in ${path}` : path }
}
