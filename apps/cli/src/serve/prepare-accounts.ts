import { type AccountContext, type AccountSettings, createAccounts, keepSecret } from '@bzpeer/accounts'
import { endClaimsOf, followAccountChange } from '@bzpeer/actions'
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

/** Accounts as this site offers them; the log says what an operator may want to know of it. */
export async function prepareAccounts({
  store,
  settings,
  dataDir,
  claimPolicy,
  log,
}: AccountParts): Promise<AccountContext> {
  const secret = settings.secret ?? (await keptSecret(dataDir, log))
  if (settings.mail === undefined)
    log.info('no mail server is named (SMTP_URL): mail is shown at /mailbox, to this machine only')
  return createAccounts({
    store,
    settings: { ...settings, secret },
    onChange: async ({ kind, accountId, at }, tx) =>
      kind === 'account-deleted'
        ? endClaimsOf(tx, accountId, { at, policy: claimPolicy })
        : followAccountChange(tx, accountId, { at, policy: claimPolicy }),
    report: (error) => log.warn({ err: error }, 'accounts'),
  })
}

async function keptSecret(dataDir: string, log: Logger): Promise<string> {
  const { secret, isNew, path } = await keepSecret(dataDir)
  if (isNew) log.info({ path }, 'no AUTH_SECRET is set: one was made and is kept in the data folder')
  return secret
}
