import { findIdentifier } from '@bzpeer/schema'
import { makeHandle } from '@bzpeer/store'
import type { GenericOAuthConfig } from 'better-auth/plugins'
import type { OpenIdClient } from '../settings/account-settings.ts'
import { keptClaims } from './kept-claims.ts'
import { fetchUserInfo } from './fetch-user-info.ts'
import { tellStated } from './stated.ts'

/** How better-auth speaks with a provider: the code flow with PKCE, a nonce, and an ID token whose signature counts. */
export function configureProvider(client: OpenIdClient): GenericOAuthConfig {
  return {
    providerId: client.id,
    name: client.name,
    discoveryUrl: `${client.issuer}/.well-known/openid-configuration`,
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    scopes: [...client.scopes],
    pkce: true,
    requireIdTokenVerification: true,
    getUserInfo: (tokens) => readStatement(client, tokens),
  }
}

/** Called once the ID token's signature, issuer, audience, expiry and nonce have been found right. */
async function readStatement(
  { id, issuer }: OpenIdClient,
  { idToken, accessToken }: { idToken?: string | undefined; accessToken?: string | undefined },
) {
  const inToken = idToken === undefined ? undefined : decodePayload(idToken)
  const subject = typeof inToken?.['sub'] === 'string' ? subjectOf(id, inToken['sub']) : undefined
  if (inToken === undefined || subject === undefined) return null
  const beside = id === 'institution' ? await fetchUserInfo(issuer, accessToken, inToken['sub']) : {}
  const claims = keptClaims({ ...beside, ...inToken })
  tellStated({ providerId: id, issuer, subject, claims, isWhole: beside !== undefined })
  return {
    id: subject,
    sub: subject,
    name: nameIn(claims),
    // No address that a provider states decides which account somebody gets.
    email: makeHandle(),
    emailVerified: false,
  }
}

function decodePayload(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>
}

const longestSubject = 255

function subjectOf(id: OpenIdClient['id'], sub: string): string | undefined {
  if (id === 'orcid') return findIdentifier('orcid', sub)?.value
  return sub.length > 0 && sub.length <= longestSubject ? sub : undefined
}

function nameIn(claims: Readonly<Record<string, unknown>>): string {
  const { name, given_name: given, family_name: family } = claims
  if (typeof name === 'string') return name.slice(0, 100)
  return [given, family]
    .filter((each) => typeof each === 'string')
    .join(' ')
    .slice(0, 100)
}
