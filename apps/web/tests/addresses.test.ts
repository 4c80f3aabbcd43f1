import { describe, expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { findPath, idIn, monarchTitle, origin } from './site.ts'

interface Answer {
  readonly status: number
  readonly location: string | null
}

async function ask(path: string): Promise<Answer> {
  const { status, headers } = await fetch(origin + path, { redirect: 'manual' })
  return { status, location: headers.get('location') }
}

describe('an identifier leads to its page:', () => {
  const identifiers = [
    ['/arxiv/2204.00595', 'works', monarchTitle],
    ['/arxiv/2204.00595v2', 'works', monarchTitle],
    ['/arxiv/arXiv:2204.00595', 'works', monarchTitle],
    ['/doi/10.14778/3157794.3157797', 'works', 'Snorkel: Rapid Training Data Creation with Weak Supervision'],
    [
      '/doi/https://doi.org/10.14778/3157794.3157797',
      'works',
      'Snorkel: Rapid Training Data Creation with Weak Supervision',
    ],
    ['/ror/00f54p054', 'institutions', 'Stanford University'],
  ] as const
  test.for(identifiers)('%s', async ([path, kind, name]) => {
    // Not for ever: records are merged and split.
    expect(await ask(path)).toEqual({ status: 302, location: await findPath(kind, name) })
  })

  const strangers = ['/doi/10.1/nobody-has-this', '/arxiv/9999.99999', '/orcid/0000', '/ror/x', '/doi'] as const
  test.for(strangers)('%s, which nobody here has or which is none, is not found', async (path) => {
    expect(await ask(path)).toEqual({ status: 404, location: null })
  })
})

describe('a search for nothing but an identifier leads to the record that carries it:', () => {
  const pasted = [
    '2204.00595',
    'https://arxiv.org/abs/2204.00595',
    'https://doi.org/10.48550/arXiv.2204.00595',
  ] as const
  test.for(pasted)('%s', async (text) => {
    const answer = { status: 302, location: await findPath('works', monarchTitle) }
    expect(await ask(`/search?q=${encodeURIComponent(text)}`)).toEqual(answer)
    expect(await ask(`/search?type=works&q=${encodeURIComponent(text)}`)).toEqual(answer)
  })

  test('one that nobody here has, that is of another kind, or among other words is searched for', async () => {
    for (const query of ['q=9999.99999', 'type=authors&q=2204.00595', 'q=2204.00595+monarch'])
      expect((await ask(`/search?${query}`)).status).toBe(200)
  })
})

describe('addresses that people guess:', () => {
  const guesses = [
    ['/authors', '/search?type=authors'],
    ['/works', '/search?type=works'],
    ['/topics', '/search?type=topics'],
    ['/institutions', '/search?type=institutions'],
    ['/sources', '/search?type=sources'],
    ['/favicon.ico', '/favicon.svg'],
  ] as const
  test.for(guesses)('%s', async ([path, location]) => {
    expect(await ask(path)).toEqual({ status: 308, location })
    expect((await ask(location)).status).toBe(200)
  })
})

describe('a page has one address:', () => {
  test('another way of writing its id is sent on for good, with what was asked', async () => {
    const path = await findPath('authors', 'Arjun Desai')
    const number = idIn(path).slice(1)
    const answer = { status: 308, location: `${path}?after=x` }
    expect(await ask(`/authors/a${number}?after=x`)).toEqual(answer)
    expect(await ask(`/works/A${number}?after=x`)).toEqual(answer)
  })

  const none = ['A99', 'A0', 'A9007199254740993', 'constructor', '%00', 'A1%2F..%2F..', '%F0%9F%92%A5'] as const
  test.for(none)('the id %s, which is none or which nothing has, is not found', async (id) => {
    expect((await ask(`/authors/${id}`)).status).toBe(404)
  })
})

describeInBrowser('an address that leads nowhere', ({ open }) => {
  test.for(['/authors/A99', '/nowhere/at/all', '/doi/10.1/none'])('%s offers a search that works', async (path) => {
    const page = await open(path)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('There is no such page')
    await page.getByRole('main').getByRole('combobox').fill('Arjun Desai')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search?q=Arjun+Desai')
    expect(await page.getByRole('link', { name: 'Arjun Desai', exact: true }).count()).toBe(1)
  })
})

describe('the interface', () => {
  test('answers with the facts of the page of Arjun Desai, to any site that asks', async () => {
    const path = await findPath('authors', 'Arjun Desai')
    const response = await fetch(`${origin}/api${path}`, { headers: { origin: 'https://elsewhere.example' } })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toMatchObject({
      id: origin + path,
      display_name: 'Arjun Desai',
      orcid: null,
      works_count: 1,
      bzpeer: {
        claimed: false,
        open_to_collaborate: true,
        verification: { level: 1, name: 'indexed' },
        trust: { version: 1, score: 11, band: 'Unverified', frozen: false },
        counts: { works: 1, followers: 0, topics: 1, close_collaborators: 4 },
      },
    })
  })

  const failures = [
    ['/api/authors/A99', 404],
    ['/api/authors/nobody', 400],
    ['/api/works/A1', 400],
    ['/api/nothing', 404],
    ['/api/', 404],
    ['/api/autocomplete/nothing?q=x', 404],
    [`/api/autocomplete/all?q=${'x'.repeat(300)}`, 400],
  ] as const
  test.for(failures)('states the problem of %s as one', async ([path, status]) => {
    const response = await fetch(origin + path)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const { type, title, detail, ...rest } = (await response.json()) as Record<string, unknown>
    expect(type).toMatch(/^urn:bzpeer:/)
    expect(title).toMatch(/\w/)
    expect(detail).toMatch(/\.$/)
    expect(rest).toEqual({ status })
  })

  const asked = ['/api/authors/A1', '/api/works/W1', '/api/autocomplete/all', '/api/nothing'] as const

  test.for(asked)('tells a browser beforehand what other sites may ask of %s', async (path) => {
    const { status, headers } = await fetch(origin + path, { method: 'OPTIONS' })
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS')
  })

  test.for(asked.slice(0, 3))('says that nothing can be written at %s', async (path) => {
    const json = { 'content-type': 'application/json' }
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://elsewhere.example' }
    for (const sent of [
      { method: 'POST', headers: json, body: '{}' },
      { method: 'POST', headers: form, body: 'a=1' },
      { method: 'POST' },
      { method: 'PUT' },
      { method: 'PATCH' },
      { method: 'DELETE' },
    ]) {
      const response = await fetch(origin + path, sent)
      expect([sent.method, response.status]).toEqual([sent.method, 405])
      expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.json()).toMatchObject({ type: 'urn:bzpeer:problem:method-not-allowed', status: 405 })
    }
  })

  test('a page takes nothing that is sent, from this site or another, and says what it takes', async () => {
    const author = await findPath('authors', 'Arjun Desai')
    for (const from of [{ origin: 'https://elsewhere.example' }, { origin: 'null' }, {}, { origin }]) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        for (const path of ['/search', author, '/sitemap.xml']) {
          const body = new URLSearchParams({ q: 'x' })
          const response = await fetch(origin + path, { method, headers: from as Record<string, string>, body })
          expect([method, path, response.status]).toEqual([method, path, 405])
          expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
          expect(await response.json()).toMatchObject({ type: 'urn:bzpeer:problem:method-not-allowed', status: 405 })
        }
      }
    }
  })
})
