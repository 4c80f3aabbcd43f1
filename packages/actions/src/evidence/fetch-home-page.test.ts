import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { createHomePageFetcher, type FetchSettings } from './fetch-home-page.ts'

let server: Server | undefined
let dialled = 0

/** A server on loopback, reached as any name; a fetcher that takes loopback for public, in the test alone. */
async function serving(answer: RequestListener, settings: FetchSettings = {}) {
  server = createServer((request, response) => {
    dialled++
    answer(request, response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  const fetchPage = createHomePageFetcher({
    resolve: async (host) => [{ address: host === 'inside.example' ? '10.0.0.1' : '127.0.0.1', family: 4 }],
    mayDial: (address) => address === '127.0.0.1',
    ports: new Set([String(port)]),
    ...settings,
  })
  return { fetchPage, at: (path: string, host = 'home.example') => new URL(`http://${host}:${port}${path}`) }
}

afterEach(async () => {
  dialled = 0
  server?.closeAllConnections()
  await server?.[Symbol.asyncDispose]()
  server = undefined
})

const html = { 'content-type': 'text/html; charset=utf-8' }

describe('a home page', () => {
  test('is fetched, through redirects, and it is said where it was found', async () => {
    const { fetchPage, at } = await serving((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/home' }).end()
      else response.writeHead(200, html).end('<p>here</p>')
    })
    const page = await fetchPage(at('/'))
    expect([page.html, page.url.pathname]).toEqual(['<p>here</p>', '/home'])
  })

  test.each([
    ['answers badly', 404, html, /status 404/],
    ['is no page', 200, { 'content-type': 'application/pdf' }, /no HTML page/],
    ['comes compressed', 200, { ...html, 'content-encoding': 'gzip' }, /compressed/],
  ])('that %s is refused with the reason', async (_, status, headers, reason) => {
    const { fetchPage, at } = await serving((_request, response) => response.writeHead(status, headers).end('x'))
    await expect(fetchPage(at('/'))).rejects.toThrow(reason)
  })

  test('that leads round in a circle is left', async () => {
    const { fetchPage, at } = await serving((_, response) => response.writeHead(302, { location: '/' }).end())
    await expect(fetchPage(at('/'))).rejects.toThrow('leads on more than 5 times')
    expect(dialled).toBe(6)
  })

  test('of a gigabyte is left after the first mebibyte', async () => {
    const piece = Buffer.alloc(65_536, 'x')
    let sent = 0
    const { fetchPage, at } = await serving((_, response) => {
      response.writeHead(200, { ...html, 'content-length': String(2 ** 30) })
      const send = (): void => {
        while (!response.destroyed && sent < 2 ** 30) {
          sent += piece.length
          if (!response.write(piece)) return void response.once('drain', send)
        }
      }
      send()
    })
    await expect(fetchPage(at('/'))).rejects.toThrow('larger than 1 MiB')
    expect(sent).toBeLessThan(64 * 2 ** 20)
  })

  test('that never ends, or never begins, is given up in time', async () => {
    const trickling = await serving(
      (_, response) => {
        response.writeHead(200, html)
        const timer = setInterval(() => response.write('x'), 10)
        response.on('close', () => clearInterval(timer))
      },
      { timeoutMs: 200 },
    )
    await expect(trickling.fetchPage(trickling.at('/'))).rejects.toThrow('did not arrive within 0.2 seconds')
    const silent = createHomePageFetcher({ resolve: async () => Promise.race([]), timeoutMs: 100 })
    await expect(silent(new URL('https://home.example/'))).rejects.toThrow('did not arrive within 0.1 seconds')
  })

  test('that leads on to a private address is left, and nothing is dialled there', async () => {
    const { fetchPage, at } = await serving((_, response) =>
      response.writeHead(302, { location: at('/secret', 'inside.example').href }).end(),
    )
    await expect(fetchPage(at('/'))).rejects.toThrow('does not lead to the public internet')
    expect(dialled).toBe(1)
  })
})

describe('nothing is dialled for', () => {
  test.each([
    ['an address of this machine', 'http://127.0.0.1/', /public internet/],
    ['its name in numbers of another kind', 'http://2130706433/', /public internet/],
    ['its address of version 6', 'http://[::1]/', /public internet/],
    ['the address of a cloud’s secrets', 'http://169.254.169.254/latest/meta-data', /public internet/],
    ['a file', 'file:///etc/passwd', /begins with https/],
    ['a password', 'https://me:secret@home.example/', /password/],
    ['a port', 'https://home.example:22/', /port/],
  ])('%s', async (_, address, reason) => {
    await expect(createHomePageFetcher()(new URL(address))).rejects.toThrow(reason)
  })

  test('a name of which one address is private, whatever the others are', async () => {
    let resolved = 0
    const fetchPage = createHomePageFetcher({
      resolve: async () => {
        resolved++
        return [
          { address: '93.184.215.14', family: 4 },
          { address: '10.0.0.7', family: 4 },
        ]
      },
    })
    await expect(fetchPage(new URL('https://rebound.example/'))).rejects.toThrow('public internet')
    expect(resolved).toBe(1)
  })
})
