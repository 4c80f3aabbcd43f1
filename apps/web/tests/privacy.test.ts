import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { waitForSlice } from './graph-section.ts'
import { pageKinds } from './page-kinds.ts'
import { findPath, origin } from './site.ts'

/** What a page asks for and complains of from its first byte until it is at rest. */
interface Visit {
  readonly hosts: ReadonlySet<string>
  readonly complaints: readonly string[]
  readonly scriptBytes: number
}

async function visit(page: Page, path: string): Promise<Visit> {
  const hosts = new Set<string>()
  const complaints: string[] = []
  const scripts: Promise<number>[] = []
  page.on('request', (request) => hosts.add(new URL(request.url()).origin))
  page.on('console', (message) => {
    // Drawing without a graphics card is slow, as the driver says; that is this machine's.
    if (message.text().includes('GL Driver Message')) return
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('requestfinished', (request) => {
    // What comes when nobody waits for it any more has no size.
    if (request.resourceType() === 'script')
      scripts.push(
        request.sizes().then(
          (sizes) => sizes.responseBodySize,
          () => 0,
        ),
      )
  })
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy violated: ${violatedDirective} ${blockedURI}`),
    )
  })
  await page.goto(path)
  // What a page loads after itself.
  await waitForSlice(page)
  await page.locator('atlas-map [role=status]').waitFor({ state: 'detached' })
  const bytes = await Promise.all(scripts)
  return { hosts, complaints, scriptBytes: bytes.reduce((sum, each) => sum + each, 0) }
}

/** Code or looks written into a page, which its policy would refuse. */
function listInline(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('*')).flatMap((element) => {
      const isScript =
        element instanceof HTMLScriptElement && element.src === '' && element.type !== 'application/ld+json'
      const handlers = element
        .getAttributeNames()
        // A picture is moved by its script, which its policy lets through.
        .filter((name) => (name === 'style' && !element.matches('canvas, place-map *')) || name.startsWith('on'))
      return isScript || element instanceof HTMLStyleElement || handlers.length > 0
        ? [element.outerHTML.slice(0, 120)]
        : []
    }),
  )
}

describeInBrowser('a reader is left alone:', ({ newContext }) => {
  test('the page of a researcher sends at most 30 kB of JavaScript, and the browser has none to complain of', async () => {
    const page = await (await newContext()).newPage()
    const { hosts, complaints, scriptBytes } = await visit(page, await findPath('authors', 'Christopher Ré'))
    expect([...hosts]).toEqual([origin])
    expect(complaints).toEqual([])
    expect(scriptBytes).toBeGreaterThan(500)
    expect(scriptBytes).toBeLessThanOrEqual(30_000)
  })

  test.for(Object.entries(pageKinds))(
    '%s asks no other host, keeps its own policy, sets no cookie',
    async ([, findPathOfKind]) => {
      const context = await newContext()
      const page = await context.newPage()
      const { hosts, complaints } = await visit(page, await findPathOfKind())
      expect([...hosts]).toEqual([origin])
      // Browsers report the status of an error page as an error of their own.
      expect(complaints.filter((text) => !/status of 40[04]/.test(text))).toEqual([])
      expect(await listInline(page)).toEqual([])
      expect(await context.cookies()).toEqual([])
    },
  )

  test('code that came in with a record or an address is text, and its policy would refuse it anyway', async () => {
    const page = await (await newContext()).newPage()
    const attack = '"><script>document.title="taken"</script><img src=x onerror=document.title="taken">'
    await visit(page, `/search?q=${encodeURIComponent(attack)}`)
    expect(await page.title()).toContain('Search for “">')
    expect(await page.getByRole('combobox').inputValue()).toBe(attack)
    const refused = page.waitForEvent('console', (message) => message.text().includes('policy violated: script-src'))
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "taken"'
      document.body.append(script)
    })
    await refused
    expect(await page.title()).not.toBe('taken')
  })
})
