import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { findPath, origin } from './site.ts'

interface AuthorAnswer {
  readonly bzpeer: { readonly verification: { readonly level: number } }
}

async function getText(path: string): Promise<string> {
  const response = await fetch(new URL(path, origin))
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}.`)
  return response.text()
}

/** The site as shared links, search engines and browsers' search fields take it in. */
describeInBrowser('outside the site,', ({ open }) => {
  /** The `tag` elements of an XML document that is well formed. */
  async function parseXml(xml: string, tag: string): Promise<string[]> {
    const page = await open('/about')
    return page.evaluate(
      ([text, name]) => {
        const parsed = new DOMParser().parseFromString(text ?? '', 'application/xml')
        const failure = parsed.querySelector('parsererror')
        if (failure !== null) throw new Error(failure.textContent)
        return Array.from(parsed.getElementsByTagName(name ?? ''), (each) => each.outerHTML)
      },
      [xml, tag] as const,
    )
  }

  /** Texts of the elements, and of nothing within them. */
  async function locationsIn(xml: string): Promise<string[]> {
    return (await parseXml(xml, 'loc')).map((element) => element.replace(/<[^>]*>/g, ''))
  }

  const pages = [
    ['authors', 'Arjun Desai', 'profile'],
    ['works', 'Monarch: Expressive Structured Matrices for Efficient and Accurate Training', 'article'],
    ['institutions', 'Stanford University', 'website'],
    ['topics', 'Matrix Algorithms and Iterative Methods', 'website'],
    ['sources', 'arXiv', 'website'],
  ] as const

  test.for(pages)(
    'one of the %s is shared under its title, its one address and a picture of its facts',
    async ([kind, name, type]) => {
      const path = await findPath(kind, name)
      const page = await open(`${path}?utm_source=elsewhere`)
      const read = (selector: string): Promise<string | null> =>
        page.locator(selector).getAttribute(selector.startsWith('link') ? 'href' : 'content')
      expect(await page.title()).toBe(`${name} · BZPEER`)
      expect(await read('link[rel=canonical]')).toBe(origin + path)
      expect(await read('meta[property="og:url"]')).toBe(origin + path)
      expect(await read('meta[property="og:title"]')).toBe(name)
      expect(await read('meta[property="og:type"]')).toBe(type)
      expect(await read('meta[name=description]')).toBe(await read('meta[property="og:description"]'))
      expect(await page.locator('meta[name=robots]').count()).toBe(0)
      expect(await read('meta[property="og:image"]')).toBe(`${origin}/cards${path}.png`)

      const image = await fetch(`${origin}/cards${path}.png`)
      expect(image.headers.get('content-type')).toBe('image/png')
      const bytes = Buffer.from(await image.arrayBuffer())
      expect(bytes.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n')
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630])
    },
  )

  test('a page of results, a further page of works and an error are not for search engines', async () => {
    const institution = await open(await findPath('institutions', 'Stanford University'))
    const older = (await institution.getByRole('link', { name: 'Older works' }).getAttribute('href')) ?? ''
    for (const path of ['/search?q=learning', '/explore', '/authors/A99', older]) {
      expect(await (await open(path)).locator('meta[name=robots]').getAttribute('content')).toBe('noindex')
    }
  })

  test('a sitemap lists every record of the sample under its canonical address', async () => {
    const parts = await locationsIn(await getText('/sitemap.xml'))
    const lengths: Record<string, number> = {}
    for (const part of parts) {
      const locations = await locationsIn(await getText(part))
      lengths[new URL(part).pathname] = locations.length
      expect(locations.every((location) => location.startsWith(`${origin}/`))).toBe(true)
    }
    expect(lengths).toEqual({
      '/sitemaps/works-0.xml': 60,
      '/sitemaps/authors-0.xml': 137,
      '/sitemaps/institutions-0.xml': 15,
      '/sitemaps/topics-0.xml': 14,
      '/sitemaps/sources-0.xml': 14,
    })
    expect((await fetch(`${origin}/sitemaps/authors.xml`)).status).toBe(404)
  })

  test('every researcher that the sitemap lists is indexed at L1', async () => {
    const listed = await locationsIn(await getText('/sitemaps/authors-0.xml'))
    expect(listed).toContain(origin + (await findPath('authors', 'Arjun Desai')))
    const levels = new Set<number>()
    for (const url of listed) {
      const { bzpeer } = JSON.parse(await getText(url.replace(origin, '/api'))) as AuthorAnswer
      levels.add(bzpeer.verification.level)
    }
    expect([...levels]).toEqual([1])
  })

  test('robots are kept from searches and led to the sitemap', async () => {
    const robots = await getText('/robots.txt')
    expect(robots).toContain('Disallow: /search\n')
    expect(robots).toContain(`Sitemap: ${origin}/sitemap.xml`)
  })

  test('a browser can add the site to its search fields', async () => {
    const page = await open('/')
    const link = page.locator('link[rel=search]')
    expect(await link.getAttribute('type')).toBe('application/opensearchdescription+xml')
    const [url = ''] = await parseXml(await getText((await link.getAttribute('href')) ?? ''), 'Url')
    expect(url).toContain(`template="${origin}/search?q={searchTerms}"`)
  })

  test('the facts of a researcher and of a work are stated in schema.org’s words', async () => {
    const author = await open(await findPath('authors', 'Arjun D. Desai'))
    expect(JSON.parse((await author.locator('script[type="application/ld+json"]').textContent()) ?? '')).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Person',
      name: 'Arjun D. Desai',
      affiliation: { '@type': 'Organization', name: 'Stanford University' },
    })
    const work = await open(
      await findPath('works', 'Monarch: Expressive Structured Matrices for Efficient and Accurate Training'),
    )
    expect(JSON.parse((await work.locator('script[type="application/ld+json"]').textContent()) ?? '')).toMatchObject({
      '@type': 'ScholarlyArticle',
      datePublished: '2022-04-01',
      sameAs: ['https://arxiv.org/abs/2204.00595'],
    })
  })
})
