/** What is sent along, besides the form itself. */
export interface Sent {
  readonly cookie?: string
  readonly client?: string
  readonly headers?: Record<string, string>
}

/** What anybody can send to a site, without a browser that would hold them back. */
export interface Asking {
  readonly get: (path: string, sent?: Sent) => Promise<Response>
  /** As a form of the site itself, where no other headers are given. */
  readonly post: (path: string, form: Record<string, string>, sent?: Sent) => Promise<Response>
  /** The token of the latest link that was mailed to this address; empty where there is none. */
  readonly mailedToken: (to: string) => Promise<string>
  /** @returns the cookie of the session. */
  readonly signIn: (email: string, client?: string) => Promise<string>
  /** Everything that the site holds about the account, at whatever time. */
  readonly exported: (cookie: string) => Promise<string>
  /** An address of its own to count attempts by. */
  readonly newClient: () => string
}

/** @param origin of a site that was started with `ADDRESS_HEADER: 'x-client'`. */
export function askSite(origin: () => string): Asking {
  let clients = 0
  const asking: Asking = {
    newClient: () => `203.0.113.${++clients}`,
    get: (path, { cookie = '', client = '127.0.0.1', headers = {} } = {}) =>
      fetch(origin() + path, { redirect: 'manual', headers: { cookie, 'x-client': client, ...headers } }),
    post: (path, form, { cookie = '', client = '127.0.0.1', headers = { origin: origin() } } = {}) =>
      fetch(origin() + path, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(form),
        headers: { cookie, 'x-client': client, ...headers },
      }),
    async mailedToken(to) {
      const html = await (await asking.get('/mailbox')).text()
      const mail = html.split('<article').find((each) => each.includes(`To ${to},`))
      return /token=([\w-]+)/.exec(mail ?? '')?.[1] ?? ''
    },
    async signIn(email, client = asking.newClient()) {
      await asking.post('/login?/email', { email }, { client })
      const answer = await asking.post('/login/link', { token: await asking.mailedToken(email) }, { client })
      return answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
    },
    exported: async (cookie) =>
      (await (await asking.get('/settings/export.json', { cookie })).text()).replace(/"exported_at".*/, ''),
  }
  return asking
}
