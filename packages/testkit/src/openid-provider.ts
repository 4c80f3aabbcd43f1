import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration, interactionPolicy } from 'oidc-provider'

/** Who signs in at the provider next, and what it states about them. */
export interface Person {
  /** An ORCID iD, or whatever an institution knows them by. */
  readonly sub: string
  readonly claims?: Readonly<Record<string, unknown>>
}

/**
 * A real OpenID provider on this machine. It asks nobody anything: whoever comes is the person it was told, or, where
 * that is undefined, somebody who refuses.
 */
export interface OpenIdProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  person: Person | undefined
  /** Where it may send people back to; to be known when the first one comes. */
  redirectUris: readonly string[]
  stop(): Promise<void>
}

interface Options {
  readonly redirectUris?: readonly string[]
  /** ORCID's: `openid` and `/authenticate`, names in the ID token and never an address. */
  readonly kind: 'orcid' | 'institution'
}

const clientId = 'bzpeer'
const clientSecret = 'a secret that only the tests know'

export async function startOpenIdProvider({ redirectUris = [], kind }: Options): Promise<OpenIdProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const self: OpenIdProvider = {
    issuer,
    clientId,
    clientSecret,
    person: undefined,
    redirectUris,
    stop: () => stopServer(server),
  }
  let provider: Provider | undefined
  server.on('request', (request, response) => {
    provider ??= new Provider(issuer, configure(self, kind))
    if (request.url?.startsWith('/interaction/') === true) void interact(provider, self, request, response)
    else void provider.callback()(request, response)
  })
  return self
}

function configure(self: OpenIdProvider, kind: Options['kind']): Configuration {
  const policy = interactionPolicy.base()
  const shown =
    kind === 'orcid'
      ? { openid: ['sub', 'name', 'given_name', 'family_name'], '/authenticate': [] }
      : {
          openid: ['sub'],
          email: ['email', 'email_verified'],
          profile: ['name', 'eduperson_scoped_affiliation', 'eduperson_principal_name'],
        }
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...self.redirectUris],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: kind === 'orcid' ? 'client_secret_post' : 'client_secret_basic',
      },
    ],
    scopes: kind === 'orcid' ? ['openid', '/authenticate'] : ['openid', 'email', 'profile'],
    claims: shown,
    // As ORCID does: what it states stands in the ID token. An institution states it beside the token.
    conformIdTokenClaims: kind !== 'orcid',
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ['of the tests'] },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, ...(self.person?.sub === sub ? self.person.claims : {}) }),
    }),
    // Nobody stays signed in at the provider: the next one who comes is the person it is told next.
    ttl: { Session: 1, Interaction: 60, Grant: 60, AccessToken: 60, AuthorizationCode: 60, IdToken: 60 },
    loadExistingGrant: async ({ oidc }) => {
      const { Grant } = oidc.provider
      const grant = new Grant({ clientId, accountId: oidc.session?.accountId ?? '' })
      grant.addOIDCScope('openid email profile /authenticate')
      await grant.save()
      return grant
    },
  }
}

async function interact(
  provider: Provider,
  { person }: OpenIdProvider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const outcome =
    person === undefined
      ? { error: 'access_denied', error_description: '<script>alert("from the provider")</script>' }
      : { login: { accountId: person.sub, remember: false } }
  await provider.interactionFinished(request, response, outcome, { mergeWithLastSubmission: false })
}

async function stopServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
