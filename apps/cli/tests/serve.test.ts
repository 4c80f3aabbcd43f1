import { execFileSync, execSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '@bzpeer/store'
import { createDatabase } from '@bzpeer/testkit'
import { describe, expect, inject, test } from 'vitest'
import { buildSiteIfStale } from '../src/build-site.ts'
import { startRelay } from './relay.ts'
import { makeDataFolder, makeFolder, run, sampleFolder, serve, type Serving } from './running.ts'

const root = join(import.meta.dirname, '../../..')

// What every test below would wait for otherwise.
await buildSiteIfStale()

/** Sends these bytes and returns all that comes back until the other side closes. */
async function sendRaw(port: number, bytes: string, patienceMs = 2_000): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
  socket.on('error', () => undefined)
  socket.setTimeout(patienceMs, () => socket.destroy())
  socket.write(bytes)
  await once(socket, 'close')
  return answer
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`

async function stop(site: Serving): Promise<{ code: number | null; seconds: number }> {
  const started = performance.now()
  site.signal('SIGTERM')
  const code = await site.ended
  return { code, seconds: (performance.now() - started) / 1000 }
}

describe('serve', () => {
  test('says where it listens, answers, and ends when told', async () => {
    const data = join(makeFolder(), 'data')
    const site = await serve(['--data', data, '--with-sample'])
    expect(site.out()).toBe(`listening on http://127.0.0.1:${site.port}\n`)
    expect(site.port).toBeGreaterThan(0)

    const page = await fetch(`${site.url}/authors/A1000000000000004`)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await page.text()).toContain('Arjun Desai')
    const api = await fetch(`${site.url}/api/authors/A1000000000000004`)
    expect(await api.json()).toMatchObject({
      id: `${site.url}/authors/A1000000000000004`,
      bzpeer: { trust: { score: 11 } },
    })

    for (const [path, body] of [
      ['/healthz', { status: 'ok' }],
      ['/readyz', { status: 'ready' }],
      ['/healthz?from=probe', { status: 'ok' }],
    ] as const) {
      const answer = await fetch(site.url + path)
      expect([answer.status, await answer.json()]).toEqual([200, body])
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }

    const { code, seconds } = await stop(site)
    expect(code).toBe(0)
    expect(seconds).toBeLessThan(3)
    expect(existsSync(join(data, 'lock'))).toBe(false)
    expect(site.out()).toBe(`listening on http://127.0.0.1:${site.port}\n`)
  })

  test('takes its port, data folder and origin from the environment too', async () => {
    const data = makeFolder()
    const site = await serve([], {
      env: { BODY_SIZE_LIMIT: '', BZPEER_DATA: data, ORIGIN: 'https://people.example.org/', PORT: '1' },
    })
    expect(existsSync(join(data, 'pgdata'))).toBe(true)
    expect(await (await fetch(`${site.url}/robots.txt`)).text()).toContain(
      'Sitemap: https://people.example.org/sitemap.xml',
    )
    const form = await fetch(`${site.url}/login?/email`, {
      method: 'POST',
      headers: { origin: 'https://people.example.org' },
      body: new URLSearchParams({ email: 'no address' }),
    })
    expect(form.status).not.toBe(413)
  })

  test('lets one process at a time have a data folder, and takes over from one that was killed', async () => {
    const data = makeDataFolder()
    const first = await serve(['--data', data])
    for (const name of ['serve', 'migrate', 'doctor']) {
      const { code, out, err } = await run(
        name === 'serve' ? [name, '--port', '0', '--data', data] : [name, '--data', data],
      )
      expect(code).toBe(1)
      expect(name === 'doctor' ? out : err).toContain(
        `The data folder ${data} is in use by process ${first.pid}. Stop that process first, or keep the data on a PostgreSQL server`,
      )
    }
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
    first.signal('SIGKILL')
    await first.ended
    const second = await serve(['--data', data])
    expect((await fetch(`${second.url}/readyz`)).status).toBe(200)
  })

  test('says so when its port is taken, and leaves no data folder behind', async () => {
    const first = await serve(['--data', makeDataFolder()])
    const data = join(makeFolder(), 'data')
    const { code, out, err } = await run(['serve', '--port', String(first.port), '--data', data])
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(
      new RegExp(
        `^Nothing can listen on 127\\.0\\.0\\.1:${first.port} \\(.*EADDRINUSE.*\\)\\. Choose another with --port, or 0 for any free one\\.$`,
        'm',
      ),
    )
    expect(err).not.toMatch(/\n\s+at /)
    expect(existsSync(data)).toBe(false)
  })

  test('says so when its host is none of this machine', async () => {
    const host = '203.0.113.1'
    const { code, out, err } = await run(['serve', '--host', host, '--port', '0', '--data', makeDataFolder()])
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(
      new RegExp(`^Nothing can listen on the host ${host} \\(.*\\)\\. Choose another with --host: `, 'm'),
    )
    expect(err).not.toContain('--port')
  })

  test('as npm start gives it says first that it installs, and mixes no log with its sentences', async () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: { prestart: string }
    }
    const [says = '', installs] = scripts.prestart.split(' && ')
    expect(execSync(`${says} 2>&1`, { encoding: 'utf8' })).toBe(
      'Installing what BZPEER needs: about a minute the first time …\n',
    )
    expect(installs).toMatch(/^npm install/)

    const site = await serve(['--data', makeDataFolder()], { program: join(root, 'start.ts') })
    expect((await fetch(`${site.url}/healthz`)).status).toBe(200)
    expect((await stop(site)).code).toBe(0)
    expect(site.err()).toBe('Loaded the bundled sample: 240 records.\n')
  })

  test('ends when npx is told to, which stops no more than the shell in between', async () => {
    const shell = join(makeFolder(), 'npx.sh')
    writeFileSync(shell, `"${process.execPath}" "${join(root, 'apps/cli/bin/bzpeer.js')}" serve "$@"\nexit $?\n`)
    const site = await serve(['--data', makeDataFolder()], {
      node: '/bin/sh',
      program: shell,
      env: { npm_command: 'exec', LOG_LEVEL: 'info' },
    })
    site.signal('SIGTERM')
    // Its output ends with the last process that holds it.
    await site.ended
    expect(site.log().at(-1)).toMatchObject({ msg: 'stopped' })
    await expect(fetch(site.url)).rejects.toThrow('fetch failed')
  })

  test('answers what was asked before it was told to end', async () => {
    const site = await serve(['--data', makeDataFolder(), '--with-sample'])
    const asked = Array.from({ length: 24 }, (_, index) => fetch(`${site.url}/search?q=monarch&nth=${index}`))
    await Promise.race(asked)
    const ending = stop(site)
    const answers = await Promise.all(asked)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    for (const answer of answers) expect(await answer.text()).toContain('</html>')
    const { code, seconds } = await ending
    expect(code).toBe(0)
    expect(seconds).toBeLessThan(10)
    await expect(fetch(site.url)).rejects.toThrow('fetch failed')
  })

  // The launcher runs under whatever Node there is, and the command under the one this repository pins.
  const olderNode = findOlderNode()
  test.skipIf(olderNode === undefined)(
    `works under an older Node${olderNode === undefined ? ' (skipped: /usr/bin/node is none)' : ''}`,
    async () => {
      const older = { node: olderNode ?? '' }
      const site = await serve(['--data', makeDataFolder()], older)
      expect((await fetch(`${site.url}/healthz`)).status).toBe(200)
      expect((await stop(site)).code).toBe(0)
      expect((await run(['bogus'], older)).code).toBe(2)
      expect((await run(['import', 'nowhere'], older)).code).toBe(1)
      expect(await run(['help'], older)).toEqual(await run(['help']))
    },
  )
})

function findOlderNode(): string | undefined {
  const path = '/usr/bin/node'
  if (!existsSync(path)) return undefined
  const major = Number(/^v(\d+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }))?.[1])
  return major >= 18 && major < 24 ? path : undefined
}

describe('the site takes', () => {
  test('no request beyond its bounds, and goes on', async () => {
    const site = await serve(['--data', makeDataFolder(), '--with-sample'])
    const problem = async (answer: Response) => ({
      status: answer.status,
      type: answer.headers.get('content-type'),
      body: (await answer.json()) as object,
    })

    expect(await problem(await fetch(`${site.url}/search?q=${'a'.repeat(5_000)}`))).toEqual({
      status: 414,
      type: 'application/problem+json',
      body: { type: 'about:blank', title: 'URI Too Long', status: 414, detail: 'Addresses may have 4096 characters.' },
    })
    const tooLarge = await sendRaw(site.port, 'POST /search HTTP/1.1\r\nHost: x\r\nContent-Length: 600000\r\n\r\nabc')
    expect(tooLarge).toMatch(/^HTTP\/1\.1 413 /)
    expect(tooLarge).toContain('application/problem+json')
    expect(tooLarge).toContain('"detail":"Requests may carry 512 KiB."')
    expect(await sendRaw(site.port, `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    )

    expect(await problem(await fetch(`${site.url}/api/authors/A404`))).toMatchObject({
      status: 404,
      type: 'application/problem+json',
      body: { status: 404, title: 'Not found', detail: 'There is no such record on this site.' },
    })
    expect(await problem(await fetch(`${site.url}/api/authors/nobody`))).toMatchObject({
      status: 400,
      type: 'application/problem+json',
      body: { status: 400 },
    })
    expect(await problem(await fetch(`${site.url}/api/nothing/at/all`))).toMatchObject({
      status: 404,
      type: 'application/problem+json',
    })

    const missing = await fetch(`${site.url}/nothing/here`)
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await missing.text()).toMatch(/<form[^>]*action="\/search"/)

    const metrics = await (await fetch(`${site.url}/metrics`)).text()
    expect(metrics).toMatch(/^bzpeer_http_request_seconds_count\{method="GET",area="\/api",status="404"\} 2$/m)
    expect(metrics).toMatch(/^bzpeer_http_request_seconds_count\{method="GET",area="other",status="404"\} 1$/m)
    expect(metrics).toMatch(/^process_resident_memory_bytes \d+$/m)
  })

  test('malformed and hostile requests, and goes on', async () => {
    const site = await serve(['--data', makeDataFolder(), '--with-sample'])
    const hostile = [
      'GARBAGE\r\n\r\n',
      '\r\n\r\n\r\n',
      '\0\0\0\0',
      'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
      'FOO / HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
      'GET / HTTP/1.0\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc',
      'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
      'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'GET : HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      ...[
        '//',
        '//evil.example/%2f..',
        '/%',
        '/%E0%A4%A',
        '/%00',
        '/..%2f..%2f..%2fetc/passwd',
        '/_app/../../../../etc/passwd',
        '/authors/%00',
        '/authors/A1%00',
        '/doi/%00',
        '/doi/10.1234/a%00b',
        '/doi/10.1234/%F0%9F%98%80',
        '/orcid/%FF',
        '/search?q=%00',
        '/search?q=%E0%A4%A',
        '/search?q=%5C%25_%27%22&page=1',
        '/search?q=a&page=-1',
        '/search?q=a&page=9999',
        '/search?q=a&type=people',
        '/search?q=a&from_year=soon&type=work',
        '/search?q=a&__proto__=1',
        '/search?q=-a',
        '/authors/A1000000000000004?after=x',
        '/authors/A1000000000000004?before=9999-9999999999999999',
        '/sitemaps/x.xml',
        '/sitemaps/works-99999999999999999999.xml',
        '/cards/authors/A1.png',
        '/cards/x/y.png',
        '/explore?focus=%00',
        '/api/graph',
        '/api/autocomplete/authors?q=%00',
        '/api/autocomplete/nobody?q=a',
        '/api/works/W0',
        '/__proto__',
        '/constructor',
        '/authors/A1000000000000004/__data.json',
        '/authors/A1000000000000004/',
        '/AUTHORS/A1000000000000004',
        '/works/A1000000000000004',
        'http://x/authors/A1',
        '*',
        '/?a[]=1&a[__proto__]=2',
      ].map(get),
    ]
    for (const bytes of hostile) {
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(await sendRaw(site.port, bytes))?.[1] ?? 0)
      expect({ bytes, isOurFault: status >= 500 }).toEqual({ bytes, isOurFault: false })
    }
    expect(site.isRunning()).toBe(true)
    expect(site.log().filter(({ level }) => Number(level) >= 50)).toEqual([])
    expect((await fetch(`${site.url}/authors/A1000000000000004`)).status).toBe(200)
  })

  test('headers that trickle in for some seconds, then cuts them off, while others are answered', async () => {
    const site = await serve(['--data', makeDataFolder()])
    const started = performance.now()
    const slow = Array.from({ length: 50 }, async () => {
      const socket = connect(site.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.resume()
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n')
      const trickle = setInterval(() => socket.write('x: y\r\n'), 500)
      await once(socket, 'close')
      clearInterval(trickle)
    })
    await sleep(1_000)
    expect((await fetch(`${site.url}/healthz`)).status).toBe(200)
    await Promise.all(slow)
    const seconds = (performance.now() - started) / 1000
    expect(seconds).toBeGreaterThan(9)
    expect(seconds).toBeLessThan(20)
  })

  test('every visitor into its log, without what they asked for, nor the token of a link', async () => {
    const site = await serve(['--data', makeDataFolder()], { env: { LOG_LEVEL: 'info' } })
    const asked = [
      '/search?q=a-private-question',
      '/login/link?token=a-private-token',
      '/nothing?token=a-private-token',
    ]
    for (const address of asked) await (await fetch(site.url + address)).text()
    await stop(site)
    const requests = site.log().filter(({ msg }) => msg === 'request')
    expect(requests.map(({ method, path, status, aborted }) => [method, path, status, aborted])).toEqual([
      ['GET', '/search', 200, false],
      ['GET', '/login/link', 200, false],
      ['GET', '/nothing', 404, false],
    ])
    expect(site.out() + site.err()).not.toContain('a-private')
    expect(site.log().map(({ msg }) => msg)).toEqual(['starting', ...asked.map(() => 'request'), 'stopping', 'stopped'])
  })
})

const postgres = inject('postgres')
const serverUrl = 'url' in postgres ? postgres.url : ''

describe.skipIf('skipReason' in postgres)(
  `a site on a PostgreSQL server${'skipReason' in postgres ? ` (skipped: ${postgres.skipReason})` : ''}`,
  () => {
    test('says that it is not ready while the database is gone, and recovers by itself', async () => {
      const relay = await startRelay(await createDatabase(serverUrl))
      const site = await serve(['--database-url', relay.url, '--with-sample'])
      const author = `${site.url}/authors/A1000000000000004`
      const statuses = async () => [
        (await fetch(`${site.url}/healthz`)).status,
        (await fetch(`${site.url}/readyz`)).status,
        (await fetch(author)).status,
      ]
      expect(await statuses()).toEqual([200, 200, 200])

      // Lost in the middle of requests, and found again.
      const asked = Array.from({ length: 16 }, () => fetch(`${site.url}/search?q=monarch`).then(({ status }) => status))
      await relay.cut()
      for (const status of await Promise.all(asked)) expect([200, 500]).toContain(status)
      expect(await statuses()).toEqual([200, 503, 500])
      const page = await (await fetch(author)).text()
      expect(page).not.toMatch(/ECONN|postgres|node_modules/)
      await relay.mend()
      expect(await statuses()).toEqual([200, 200, 200])

      // There, and silent.
      relay.freeze()
      const started = performance.now()
      expect((await fetch(`${site.url}/readyz`)).status).toBe(503)
      expect((performance.now() - started) / 1000).toBeLessThan(8)
      expect((await fetch(`${site.url}/healthz`)).status).toBe(200)
      await relay.cut()
      await relay.mend()
      expect(await statuses()).toEqual([200, 200, 200])
      expect((await stop(site)).code).toBe(0)
      await relay.cut()
    })

    test('answers a request that waits for the database after it was told to end', async () => {
      const databaseUrl = await createDatabase(serverUrl)
      await run(['import', sampleFolder, '--database-url', databaseUrl])
      const site = await serve(['--database-url', databaseUrl])
      const lock = await holdLock(databaseUrl)
      const asked = fetch(`${site.url}/works/W1000000000000001`)
      await lock.isWaitedFor()
      const ending = stop(site)
      await sleep(1_500)
      expect(site.isRunning()).toBe(true)
      await lock.release()
      const answer = await asked
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain('Monarch: Expressive Structured Matrices')
      const { code, seconds } = await ending
      expect(code).toBe(0)
      expect(seconds).toBeLessThan(10)
    })

    test('ends within ten seconds even where the database never answers', async () => {
      const databaseUrl = await createDatabase(serverUrl)
      await run(['import', sampleFolder, '--database-url', databaseUrl])
      const site = await serve(['--database-url', databaseUrl])
      const lock = await holdLock(databaseUrl)
      const asked = fetch(`${site.url}/works/W1000000000000001`)
      await lock.isWaitedFor()
      const { code, seconds } = await stop(site)
      expect(seconds).toBeLessThan(10)
      expect(code).toBe(0)
      // The page's query is given up before that, and the visitor is told.
      expect((await asked).status).toBe(503)
      await lock.release()
    })
  },
)

/** Holds the works locked, as a migration by hand would. */
async function holdLock(databaseUrl: string): Promise<{ isWaitedFor(): Promise<void>; release(): Promise<void> }> {
  const store = openStore({ databaseUrl })
  const held = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const holding = store.transaction(async ({ session }) => {
    await session.query('lock table works in access exclusive mode')
    held.resolve()
    await released.promise
  })
  await held.promise
  return {
    async isWaitedFor() {
      const waiting =
        "select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
      for (;;) {
        const { rows } = await store.withSession(({ session }) => session.query<{ count: number }>(waiting))
        if ((rows[0]?.count ?? 0) > 0) return
        await sleep(50)
      }
    },
    async release() {
      released.resolve()
      await holding
      await store.close()
    },
  }
}
