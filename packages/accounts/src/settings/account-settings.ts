import { AppError } from '@bzpeer/schema'

/** A site that this one sends people to, and that says who they are when they come back. */
export interface OpenIdClient {
  /** As it stands in our own addresses and tables. */
  readonly id: 'orcid' | 'institution'
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scopes: readonly string[]
}

/** When who was signed in has to sign in again. */
export interface SessionLimits {
  /** Without use. */
  readonly idleHours: number
  /** In any case. */
  readonly days: number
}

/** What the operator decided about accounts, from the environment. */
export interface AccountSettings {
  /** Signs cookies; undefined: one is made and kept in the data folder. */
  readonly secret: string | undefined
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined
  readonly sessions: SessionLimits
  readonly providers: readonly OpenIdClient[]
}

export class AccountSettingError extends AppError {
  constructor(message: string) {
    super('account-setting', message)
  }
}

type Environment = Readonly<Record<string, string | undefined>>

const shortestSecret = 32

/** @throws {AccountSettingError} for a variable that is wrong or lacks its other half. */
export function parseAccountSettings(environment: Environment): AccountSettings {
  // A variable that is set to nothing is as good as not set.
  const get = (name: string) => environment[name]?.trim() || undefined
  const secret = get('AUTH_SECRET')
  if (secret !== undefined && secret.length < shortestSecret)
    throw new AccountSettingError(
      `AUTH_SECRET has ${secret.length} characters, and it takes at least ${shortestSecret} that nobody can guess: openssl rand -base64 32 makes some.`,
    )
  return {
    secret,
    mail: parseMail(get),
    sessions: {
      idleHours: parseCount('SESSION_IDLE_HOURS', get('SESSION_IDLE_HOURS') ?? '24'),
      days: parseCount('SESSION_DAYS', get('SESSION_DAYS') ?? '14'),
    },
    providers: [parseOrcid(get), parseInstitution(get)].filter((each) => each !== undefined),
  }
}

type Get = (name: string) => string | undefined

function parseCount(name: string, text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new AccountSettingError(`Expected ${name} to be a whole number from 1 to 999, got "${text}".`)
  return Number(text)
}

function parseMail(get: Get): AccountSettings['mail'] {
  const smtpUrl = get('SMTP_URL')
  const from = get('MAIL_FROM')
  if (smtpUrl === undefined) {
    if (from !== undefined) throw new AccountSettingError('MAIL_FROM is set without SMTP_URL. Set both, or neither.')
    return undefined
  }
  if (!URL.canParse(smtpUrl) || !/^smtps?:$/.test(new URL(smtpUrl).protocol))
    throw new AccountSettingError('Expected SMTP_URL to be such as smtps://user:password@mail.example.org:465.')
  if (from === undefined || /[\r\n]/.test(from) || !/^[^<>]*(?:<[^<>\s@]+@[^<>\s@]+>|\S+@\S+)$/.test(from))
    throw new AccountSettingError(
      'SMTP_URL needs MAIL_FROM beside it, such as "BZPEER <bzpeer@example.org>": who the mail says it is from.',
    )
  return { smtpUrl, from }
}

function parseOrcid(get: Get): OpenIdClient | undefined {
  const client = parseClient(get, 'ORCID')
  if (client === undefined) return undefined
  const issuer = parseIssuer('ORCID_ISSUER', get('ORCID_ISSUER') ?? 'https://orcid.org')
  return { id: 'orcid', name: 'ORCID', issuer, ...client, scopes: ['openid'] }
}

function parseInstitution(get: Get): OpenIdClient | undefined {
  const client = parseClient(get, 'OIDC')
  const issuer = get('OIDC_ISSUER')
  if (client === undefined && issuer === undefined) return undefined
  if (client === undefined || issuer === undefined)
    throw new AccountSettingError('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together. Set all three.')
  return {
    id: 'institution',
    name: (get('OIDC_NAME') ?? 'your institution').slice(0, 80),
    issuer: parseIssuer('OIDC_ISSUER', issuer),
    ...client,
    scopes: (get('OIDC_SCOPES') ?? 'openid email profile').split(/\s+/),
  }
}

function parseClient(
  get: Get,
  prefix: 'ORCID' | 'OIDC',
): { readonly clientId: string; readonly clientSecret: string } | undefined {
  const clientId = get(`${prefix}_CLIENT_ID`)
  const clientSecret = get(`${prefix}_CLIENT_SECRET`)
  if (clientId === undefined && clientSecret === undefined) return undefined
  if (clientId === undefined || clientSecret === undefined)
    throw new AccountSettingError(
      `${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET belong together. Set both, or neither.`,
    )
  return { clientId, clientSecret }
}

const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])$/

/** What is said on the way to it must not be readable to others, so only one on this machine may do without TLS. */
function parseIssuer(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.test(url.hostname))
  if (!isSafe) throw new AccountSettingError(`Expected ${name} to be such as https://login.example.org, got "${text}".`)
  return text.replace(/\/$/, '')
}
