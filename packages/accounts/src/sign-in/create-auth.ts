import { passkey } from '@better-auth/passkey'
import { kyselyAdapter } from '@better-auth/kysely-adapter'
import type { Store } from '@bzpeer/store'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { genericOAuth, type GenericOAuthConfig } from 'better-auth/plugins'
import { hashSessions } from './hash-sessions.ts'
import { openSession } from './open-session.ts'

export const authPath = '/api/auth'
/** What matters most is only done by somebody who has signed in within this time. */
export const freshMinutes = 15

export interface AuthParts {
  readonly store: Store
  readonly secret: string
  readonly origin: string
  /** A session ends after so many hours without use. */
  readonly idleHours: number
  /** Where people may sign in elsewhere; asked for what they are when the first one does. */
  readonly providers: readonly GenericOAuthConfig[]
  readonly report: (level: 'error' | 'warn', message: string, details: readonly unknown[]) => void
}

export type Auth = ReturnType<typeof createAuth>

/**
 * better-auth as this site uses it: sessions, passkeys and OpenID Connect. Links by mail are our own, since an account
 * has several addresses here. Counting attempts is ours as well, in front of all of it.
 */
export function createAuth({ store, secret, origin, idleHours, providers, report }: AuthParts) {
  return betterAuth({
    appName: 'BZPEER',
    baseURL: origin,
    basePath: authPath,
    secret,
    trustedOrigins: [origin],
    database: hashSessions(kyselyAdapter(store.db, { type: 'postgres', transaction: true })),
    ...tables,
    session: { ...tables.session, ...prolongedBy(idleHours) },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    onAPIError: { errorURL: `${origin}/login` },
    advanced: cookiesAt(origin),
    logger: {
      level: 'warn',
      log: (level, message, ...details) => report(level === 'error' ? 'error' : 'warn', message, details),
    },
    databaseHooks: {
      session: {
        create: { before: async ({ userAgent }) => ({ data: { userAgent: String(userAgent).slice(0, 300) } }) },
      },
      // Tokens of other sites are of no use here once they have said who it is.
      account: { create: { before: async () => ({ data: noTokens }) } },
    },
    plugins: [
      openSession(),
      passkey({
        rpID: new URL(origin).hostname,
        rpName: 'BZPEER',
        origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
        schema: {
          passkey: {
            modelName: 'passkeys',
            fields: {
              publicKey: 'public_key',
              userId: 'account_id',
              credentialID: 'credential_id',
              deviceType: 'device_type',
              backedUp: 'is_backed_up',
              createdAt: 'created_at',
            },
          },
        },
      }),
      genericOAuth({ config: [...providers] }),
    ],
  })
}

/** That a session is in use is noted at most so often, in parts of the time that it lasts without. */
const notesOfUse = 24

function prolongedBy(idleHours: number) {
  const expiresIn = idleHours * 3_600
  return { expiresIn, updateAge: expiresIn / notesOfUse }
}

const dates = { createdAt: 'created_at', updatedAt: 'updated_at' }
const noTokens = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
}

const tables = {
  user: {
    modelName: 'accounts',
    fields: { email: 'handle', emailVerified: 'handle_confirmed', image: 'picture', ...dates },
  },
  session: {
    modelName: 'sessions',
    fields: {
      userId: 'account_id',
      token: 'token_hash',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      ...dates,
    },
    // From the sign-in on: use prolongs a session, and makes it no fresher.
    freshAge: freshMinutes * 60,
  },
  account: {
    modelName: 'sign_ins',
    fields: {
      userId: 'account_id',
      accountId: 'subject',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...dates,
    },
    updateAccountOnSignIn: false,
    // Accounts are joined by who is signed in to both, never because two sites state one address.
    accountLinking: {
      enabled: true,
      disableImplicitLinking: true,
      allowDifferentEmails: true,
      trustedProviders: ['orcid', 'institution'],
    },
  },
  verification: {
    modelName: 'verifications',
    fields: { expiresAt: 'expires_at', ...dates },
    storeIdentifier: 'hashed',
  },
} satisfies Partial<BetterAuthOptions>

/** `__Host-`: from this host alone, for all of it, over TLS. Without TLS no browser would take such a cookie. */
function cookiesAt(origin: string): NonNullable<BetterAuthOptions['advanced']> {
  const isSecure = origin.startsWith('https:')
  return {
    cookiePrefix: cookiePrefixAt(origin),
    useSecureCookies: false,
    defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' },
    database: { generateId: 'uuid', validateSchema: false },
    ipAddress: { disableIpTracking: true },
  }
}

export function cookiePrefixAt(origin: string): string {
  return origin.startsWith('https:') ? '__Host-bzpeer' : 'bzpeer'
}
