/** One variable of the environment, as the page about configuration explains it. */
export interface EnvironmentVariable {
  readonly name: string
  readonly group: 'The site' | 'Mail' | 'Sign-in with ORCID' | 'Sign-in at an institution'
  /** What stands where it is not set. */
  readonly otherwise: string
  readonly example: string
  readonly does: string
}

/** Every variable that this program reads. */
export const environmentVariables: readonly EnvironmentVariable[] = [
  {
    name: 'ORIGIN',
    group: 'The site',
    otherwise: 'as each request names its host; accounts then work on this machine only',
    example: 'https://people.example.org',
    does: 'The address the site is known by. Links in mail, passkeys and the check of where a form comes from are bound to it, so accounts need it as soon as anyone but you reaches the site.',
  },
  {
    name: 'AUTH_SECRET',
    group: 'The site',
    otherwise: 'made once, and kept in the data folder as auth-secret',
    example: 'the output of: openssl rand -base64 32',
    does: 'Signs cookies. Several processes that serve one site need the same. Whoever changes it signs everybody out.',
  },
  {
    name: 'SESSION_IDLE_HOURS',
    group: 'The site',
    otherwise: '24',
    example: '1',
    does: 'After so many hours without use a session ends, and whoever comes back signs in again. Fewer are safer where people share computers.',
  },
  {
    name: 'SESSION_DAYS',
    group: 'The site',
    otherwise: '14',
    example: '1',
    does: 'After so many days a session ends, however much it is used.',
  },
  {
    name: 'PORT',
    group: 'The site',
    otherwise: '3000',
    example: '8080',
    does: 'The port to listen on; 0 is any free one.',
  },
  {
    name: 'BZPEER_DATA',
    group: 'The site',
    otherwise: '.bzpeer',
    example: '/var/lib/bzpeer',
    does: 'The data folder: the embedded database, what imports put aside, and the secret.',
  },
  {
    name: 'DATABASE_URL',
    group: 'The site',
    otherwise: 'the embedded database of the data folder',
    example: 'postgres://bzpeer@localhost/bzpeer',
    does: 'A PostgreSQL server in place of the embedded database.',
  },
  {
    name: 'LOG_LEVEL',
    group: 'The site',
    otherwise: 'info',
    example: 'warn',
    does: 'How much is logged: fatal, error, warn, info, debug, trace or silent.',
  },
  {
    name: 'CLAIM_WINDOW_DAYS',
    group: 'The site',
    otherwise: '7',
    example: '14',
    does: 'How many days anyone may object to a claim; fewer where its evidence is strong.',
  },
  {
    name: 'BODY_SIZE_LIMIT',
    group: 'The site',
    otherwise: '512K, which is the most',
    example: '256K',
    does: 'The largest body a request may carry.',
  },
  {
    name: 'ADDRESS_HEADER',
    group: 'The site',
    otherwise: 'the address that the connection comes from',
    example: 'X-Forwarded-For',
    does: 'The header in which a reverse proxy names the client. Attempts to sign in are counted by it: behind a proxy without it, all visitors share one allowance. Set it only where the proxy overwrites the header.',
  },
  {
    name: 'XFF_DEPTH',
    group: 'The site',
    otherwise: '1',
    example: '2',
    does: 'How many proxies stand before the site, where ADDRESS_HEADER is X-Forwarded-For.',
  },
  {
    name: 'SMTP_URL',
    group: 'Mail',
    otherwise: 'no mail leaves this machine: it is shown at /mailbox, to this machine only',
    example: 'smtps://user:password@mail.example.org:465',
    does: 'The server that takes the mail: links to sign in and to confirm an address, and what becomes of claims and corrections.',
  },
  {
    name: 'MAIL_FROM',
    group: 'Mail',
    otherwise: 'needed as soon as SMTP_URL is set',
    example: 'BZPEER <bzpeer@example.org>',
    does: 'Who the mail says it is from.',
  },
  {
    name: 'ORCID_CLIENT_ID',
    group: 'Sign-in with ORCID',
    otherwise: 'no sign-in with ORCID is offered',
    example: 'APP-ABCDEFGHIJKLMNOP',
    does: 'From the developer tools of an ORCID account (public API), with the redirect URI ORIGIN/api/auth/callback/orcid.',
  },
  {
    name: 'ORCID_CLIENT_SECRET',
    group: 'Sign-in with ORCID',
    otherwise: 'needed as soon as ORCID_CLIENT_ID is set',
    example: 'as ORCID shows it',
    does: 'Proves to ORCID that this site asks.',
  },
  {
    name: 'ORCID_ISSUER',
    group: 'Sign-in with ORCID',
    otherwise: 'https://orcid.org',
    example: 'https://sandbox.orcid.org',
    does: 'Another issuer that speaks as ORCID does: its sandbox, to try things out.',
  },
  {
    name: 'OIDC_ISSUER',
    group: 'Sign-in at an institution',
    otherwise: 'no sign-in at an institution is offered',
    example: 'https://login.example.edu',
    does: 'The OpenID Connect issuer of your institution. Register the redirect URI ORIGIN/api/auth/callback/institution there.',
  },
  {
    name: 'OIDC_CLIENT_ID',
    group: 'Sign-in at an institution',
    otherwise: 'needed as soon as OIDC_ISSUER is set',
    example: 'bzpeer',
    does: 'The name under which this site is registered there.',
  },
  {
    name: 'OIDC_CLIENT_SECRET',
    group: 'Sign-in at an institution',
    otherwise: 'needed as soon as OIDC_ISSUER is set',
    example: 'as the institution gives it',
    does: 'Proves to the institution that this site asks.',
  },
  {
    name: 'OIDC_NAME',
    group: 'Sign-in at an institution',
    otherwise: 'your institution',
    example: 'Example University',
    does: 'What the button says.',
  },
  {
    name: 'OIDC_SCOPES',
    group: 'Sign-in at an institution',
    otherwise: 'openid email profile',
    example: 'openid email profile eduperson_scoped_affiliation',
    does: 'What the institution is asked to state about the person.',
  },
]
