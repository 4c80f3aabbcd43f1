import { Agent, request } from 'node:http'
import { randomUUID } from 'node:crypto'
import {
  appendDecision,
  confirmEmail,
  insertClaim,
  insertCorrection,
  insertObjection,
  migrate,
  openAccount,
  openStore,
  setRole,
  updateCorrection,
  writeProfile,
} from '@bzpeer/store'
import { type StartedSite, startSite } from '@bzpeer/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askSite } from './ask-site.ts'
import { findPath } from './site.ts'

let site: StartedSite

const codeOf = (name: string) => `"></textarea></script><script>alert(${name})</script>`
const owned = 1_000_000_000_000_001
const claims = { accepted: randomUUID(), rejected: randomUUID() }
const [coder, judge] = ['coder@example.org', 'judge@example.org']

/** An owner and a curator who give code wherever they are asked for words. */
async function writeCode(dataDir: string): Promise<void> {
  await using store = openStore({ dataDir })
  await migrate(store)
  const at = new Date()
  await store.transaction(async (tx) => {
    const open = async (email: string): Promise<string> => {
      const accountId = await openAccount(tx.db, { name: codeOf('name'), at })
      await confirmEmail(tx.db, { accountId, email, at })
      return accountId
    }
    const [owner, curator] = [await open(coder), await open(judge)]
    await setRole(tx.db, curator, 'curator', at)
    for (const [status, id] of Object.entries(claims)) {
      const claim = { id, author_id: owned, account_id: owner, status, statement: codeOf('statement') }
      const ends = status === 'accepted' ? { accepted_at: at } : { ended_at: at }
      await insertClaim(tx, { ...claim, opened_at: at, window_ends_at: at, ...ends }, [])
      const objection = { claim_id: id, author_id: owned, opened_at: at, evidence_url: 'https://example.org/' }
      const objectors = { contest: curator, appeal: owner } as const
      for (const kind of ['contest', 'appeal'] as const)
        await insertObjection(tx, {
          id: randomUUID(),
          account_id: objectors[kind],
          kind,
          reason: codeOf(kind),
          ...objection,
        })
      const decision = { id: randomUUID(), at, act: `claim.${status}`, author_id: owned, subject: `claim:${id}` }
      await appendDecision(tx, { ...decision, account_id: curator, reason: codeOf('decision') })
    }
    await writeProfile(
      tx,
      { id: claims.accepted, author_id: owned },
      {
        preferredName: codeOf('preferred'),
        description: codeOf('description'),
        role: codeOf('role'),
        openToCollaborate: true,
        links: [{ label: codeOf('label'), url: 'https://example.org/' }],
        highlights: [],
        hiddenParts: [],
      },
      at,
    )
    const key = { public_key: 'k', credential_id: 'c', counter: 0, device_type: 'singleDevice', is_backed_up: false }
    await tx.db
      .insertInto('passkeys')
      .values({ account_id: owner, name: codeOf('passkey'), ...key, transports: null, aaguid: null })
      .execute()
    const proposed = {
      evidenceUrl: null,
      proposedBy: owner,
      at,
      records: [{ authorId: owned, name: codeOf('record') }],
    }
    for (const kind of ['hide', 'merge'] as const) {
      const details = kind === 'hide' ? { kind, authorId: owned } : { kind, authorId: owned, intoId: owned + 1 }
      const number = await insertCorrection(tx, { details, statement: codeOf(kind), ...proposed })
      if (kind === 'merge')
        await updateCorrection(
          tx,
          { number },
          { status: 'undone', reason: codeOf('reason'), end_reason: codeOf('undoing') },
        )
    }
  })
}

beforeAll(async () => {
  // Each test comes from an address of its own, as a proxy would name it.
  site = await startSite({ env: { ADDRESS_HEADER: 'x-client' }, prepare: writeCode })
})
afterAll(() => site.stop())

const { get, post, mailedToken, signIn, exported, newClient } = askSite(() => site.origin)

describe('attacks on accounts:', () => {
  test('what is sent to the interface of passkeys from elsewhere is refused too', async () => {
    for (const path of ['/api/auth/passkey/verify-authentication', '/api/auth/passkey/verify-registration']) {
      const answer = await post(path, {}, { headers: { origin: 'https://evil.example' } })
      expect(answer.status).toBe(403)
      expect(answer.headers.get('access-control-allow-origin')).not.toBe(site.origin)
    }
  })

  test('whether an address has an account is not to be told from any answer', async () => {
    await signIn('known@example.org')
    const ask = async (email: string) => {
      const answer = await post('/login?/email', { email }, { client: newClient() })
      return [answer.status, answer.headers.get('location'), answer.headers.getSetCookie(), await answer.text()]
    }
    expect(await ask('known@example.org')).toEqual(await ask('unknown@example.org'))
    expect((await ask('known@example.org'))[0]).toBe(303)
    const cookie = await signIn('curious@example.org')
    const add = async (email: string) => {
      const answer = await post('/settings?/add-email', { email }, { cookie, client: newClient() })
      return [answer.status, answer.headers.get('location')]
    }
    expect(await add('known@example.org')).toEqual(await add('nobody@example.org'))
  })

  test('a session that somebody planted is not the one that signing in opens', async () => {
    const planted = await signIn('attacker@example.org')
    const client = newClient()
    await post('/login?/email', { email: 'victim@example.org' }, { cookie: planted, client })
    const token = await mailedToken('victim@example.org')
    const answer = await post('/login/link', { token }, { cookie: planted, client })
    const own = answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
    expect(own).not.toBe(planted)
    expect(await exported(own)).toContain('victim@example.org')
    expect((await get('/settings', { cookie: planted })).status).toBe(303)
    const invented = 'bzpeer.session_token=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbb'
    expect((await get('/settings', { cookie: invented })).headers.get('location')).toBe('/login?next=%2Fsettings')
  })

  test.for([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/%5cevil.example',
    '/\t/evil.example',
  ])('signing in does not lead away: next=%s', async (next) => {
    const client = newClient()
    const page = await (await get(`/login?next=${encodeURIComponent(next)}`)).text()
    const kept = /action="\?\/email&amp;next=([^"]*)"/.exec(page)?.[1] ?? ''
    expect(decodeURIComponent(kept)).toMatch(/^\/(?![\\/])/)
    await post(`/login?/email&next=${encodeURIComponent(next)}`, { email: 'next@example.org' }, { client })
    const token = await mailedToken('next@example.org')
    const location = (await post('/login/link', { token }, { client })).headers.get('location') ?? ''
    expect(new URL(location, site.origin).origin).toBe(site.origin)
  })

  test('opening a link signs in nobody; a wrong, spent or foreign one is refused in words, without a cookie', async () => {
    const client = newClient()
    await post('/login?/email', { email: 'link@example.org' }, { client })
    const token = await mailedToken('link@example.org')
    const opened = await get(`/login/link?token=${token}`, { client })
    expect([opened.status, opened.headers.getSetCookie()]).toEqual([200, []])
    expect((await post('/login/link', { token }, { client })).status).toBe(303)
    for (const wrong of [token, 'A'.repeat(43), '', `${token}' or 1=1`, '../../etc/passwd', 'x'.repeat(100_000)]) {
      const answer = await post('/login/link', { token: wrong }, { client })
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([400, []])
      const html = await answer.text()
      expect(html).toContain('Ask for a new one.')
      expect(html).not.toContain('name="token"')
    }
  })

  test('ids of others, and what is no id, are answered alike and change nothing', async () => {
    const [mine, theirs] = [await signIn('mine@example.org'), await signIn('theirs@example.org')]
    const before = [await exported(mine), await exported(theirs)]
    const ids = [...(before[1] ?? '').matchAll(/"id": "([\da-f-]{36})"/g)].map(([, id = '']) => id)
    expect(ids.length).toBeGreaterThanOrEqual(3)
    const actions = ['remove-email', 'make-primary', 'rename-passkey', 'remove-passkey', 'unlink', 'end-session']
    for (const action of actions)
      for (const id of [...ids, '', '1', "' or true --", '00000000-0000-0000-0000-000000000000', '__proto__']) {
        const answer = await post(`/settings?/${action}`, { id, name: 'Mine' }, { cookie: mine })
        expect([action, id, answer.status]).toEqual([action, id, 404])
      }
    expect([await exported(mine), await exported(theirs)]).toEqual(before)
  })

  test('code in every text that a person gives is text', async () => {
    const cookie = await signIn('script@example.org')
    const code = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    await post('/settings?/rename', { name: code }, { cookie })
    const answers = [
      await get('/settings', { cookie }),
      await get(`/settings?done=${encodeURIComponent(code)}&error=${encodeURIComponent(code)}`, { cookie }),
      await get(`/login?error=${encodeURIComponent(code)}&next=/${encodeURIComponent(code)}`),
      await get(`/login/link?token=${encodeURIComponent(code)}`),
      await get(`/settings/email?token=${encodeURIComponent(code)}`, { cookie }),
      await post(`/login?/email&next=/${encodeURIComponent(code)}`, { email: code }, { client: newClient() }),
      await post(`/login?/elsewhere&next=${encodeURIComponent(code)}`, { provider: code }, { client: newClient() }),
      await post('/settings?/add-email', { email: code }, { cookie }),
    ]
    for (const answer of answers) {
      const html = await answer.text()
      expect(html).not.toContain('<script>alert')
      expect(html).not.toContain('<img src=x')
    }
    expect(await exported(cookie)).toContain('<script>alert(1)</script>')
  })

  test('code in every text that people give each other is text wherever it stands', async () => {
    const [owner, curator] = [await signIn(coder), await signIn(judge)]
    const seen = new Set<string>()
    for (const [path, cookie] of [
      [`/authors/A${owned}`, ''],
      [`/authors/A${owned}/edit`, owner],
      [`/authors/A${owned}/claim`, curator],
      [`/claims/${claims.accepted}`, curator],
      [`/claims/${claims.rejected}`, ''],
      ['/claims', owner],
      ['/settings', owner],
      ['/corrections/1', curator],
      ['/corrections/2', ''],
      ['/corrections', ''],
      ['/desk', curator],
      [`/about/your-record?about=A${owned}`, owner],
    ] as const) {
      const answer = await get(path, { cookie })
      const html = await answer.text()
      expect([path, answer.status, html.includes('<script>alert')]).toEqual([path, 200, false])
      for (const [, name = ''] of html.matchAll(/&lt;script(?:>|&gt;)alert\((\w+)\)/g)) seen.add(name)
    }
    const words = ['name', 'statement', 'contest', 'appeal', 'decision', 'preferred', 'description', 'role', 'label']
    expect([...seen].toSorted()).toEqual([...words, 'passkey', 'hide', 'merge', 'reason', 'undoing'].toSorted())
  })

  test('an address that is refused stands there again, on the way to the page that was asked for', async () => {
    const answer = await post('/login?/email&next=%2Fabout', { email: 'n"obody' }, { client: newClient() })
    const html = await answer.text()
    expect(html).toContain('value="n&quot;obody"')
    expect(html).toContain('action="?/email&amp;next=%2Fabout"')
  })

  test('who is not signed in is sent to do that from every page of an account', async () => {
    for (const path of ['/settings', '/settings/email?token=x', '/settings/export.json'])
      expect((await get(path)).headers.get('location')).toMatch(/^\/login\?next=%2Fsettings/)
  })

  test('pages of an account are kept by nobody, and those of the public record by everybody', async () => {
    const cookie = await signIn('cache@example.org')
    for (const path of [
      '/login',
      '/login/sent',
      '/login/link?token=x',
      '/settings',
      '/settings/export.json',
      '/mailbox',
    ])
      expect([path, (await get(path, { cookie })).headers.get('cache-control')]).toEqual([path, 'private, no-store'])
    const page = await get('/about')
    expect(page.headers.get('cache-control')).toBe('public, max-age=60')
    // Whose record it is may change at any moment: a reader who comes back asks anew.
    const author = await get(await findPath('authors', 'Arjun Desai', site.origin))
    expect(author.headers.get('cache-control')).toBe('no-cache')
    expect([...page.headers.getSetCookie(), ...author.headers.getSetCookie()]).toEqual([])
  })

  test('the mailbox is for this machine: to another, or behind a proxy, there is no such page', async () => {
    expect((await get('/mailbox')).status).toBe(200)
    expect((await get('/mailbox', { client: '203.0.113.9' })).status).toBe(404)
    for (const name of ['x-forwarded-for', 'forwarded', 'via'])
      expect((await get('/mailbox', { headers: { [name]: '127.0.0.1' } })).status).toBe(404)
  })

  test('ten thousand attempts to sign in are answered, all but a few with the time to wait', async () => {
    const client = newClient()
    const answers = new Map<number, number>()
    let retryAfter = 0
    const agent = new Agent({ keepAlive: true, maxSockets: 16 })
    const headers = {
      origin: site.origin,
      'x-client': client,
      'content-type': 'application/x-www-form-urlencoded',
    }
    const attempt = (email: string) =>
      new Promise<void>((resolve, reject) => {
        const sent = request(`${site.origin}/login?/email`, { method: 'POST', agent, headers }, (answer) => {
          const { statusCode = 0 } = answer
          answers.set(statusCode, (answers.get(statusCode) ?? 0) + 1)
          if (statusCode === 429) retryAfter = Number(answer.headers['retry-after'])
          answer.resume().on('end', resolve)
        })
        sent.on('error', reject).end(new URLSearchParams({ email }).toString())
      })
    await Promise.all(Array.from({ length: 10_000 }, (_, index) => attempt(`guess-${index}@example.org`)))
    agent.destroy()
    expect(new Set(answers.keys())).toEqual(new Set([303, 429]))
    expect(answers.get(303)).toBeLessThanOrEqual(45)
    expect(answers.get(429)).toBe(10_000 - (answers.get(303) ?? 0))
    expect(retryAfter).toBeGreaterThan(0)
    expect((await post('/login?/email', { email: 'other@example.org' }, { client: newClient() })).status).toBe(303)
  })
})
