import { type IncomingMessage, request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { findPath, origin } from './site.ts'

const expected = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
}

function faultsOf(headers: Headers): string[] {
  const policy = headers.get('content-security-policy') ?? ''
  const isStrict =
    policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';") && !policy.includes('unsafe')
  const missing = Object.entries(expected).filter(([name, value]) => headers.get(name) !== value)
  return [...(isStrict ? [] : [`the policy is "${policy}"`]), ...missing.map(([name]) => `no ${name}`)]
}

describe('every answer carries its security headers:', () => {
  async function listPaths(): Promise<string[]> {
    const author = await findPath('authors', 'Arjun Desai')
    const html = await (await fetch(origin + author)).text()
    const assets = Array.from(html.matchAll(/(?:href|src)="(\/_app\/[^"]+)"/g), ([, path = '']) => path)
    expect(assets.some((path) => path.endsWith('.js'))).toBe(true)
    const answers = [
      '/',
      author,
      '/search',
      `/api${author}`,
      `/cards${author}.png`,
      '/sitemap.xml',
      '/robots.txt',
      '/favicon.svg',
      '/healthz',
      '/readyz',
      '/metrics',
    ]
    const errors = [
      '/authors/A99',
      '/search?page=0',
      '/api/authors/A99',
      '/_app/nothing.js',
      `/${'x'.repeat(5000)}`,
      '/arxiv/2204.00595',
    ]
    return [...answers, ...errors, ...assets]
  }

  test('pages, interface, files, operators’ addresses, errors and refusals', async () => {
    const lacking: string[] = []
    for (const path of await listPaths()) {
      const { headers } = await fetch(origin + path, { redirect: 'manual' })
      lacking.push(...faultsOf(headers).map((fault) => `${path.slice(0, 60)}: ${fault}`))
    }
    expect(lacking).toEqual([])
  })

  test('the refusal of a request that carries more than the site takes', async () => {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const headers = { 'content-length': String(10 ** 9) }
    const sent = request(`${origin}/search`, { method: 'POST', headers }, resolve)
    sent.on('error', reject)
    sent.flushHeaders()
    const refusal = await promise
    expect(refusal.statusCode).toBe(413)
    expect(refusal.headers).toMatchObject({ ...expected, 'content-type': 'application/problem+json' })
    sent.destroy()
  })
})
