import { findChromium, openBrowser } from '@bzpeer/testkit'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { origin } from './site.ts'

/** A page of a browser of its own: no cookies, no cache, nothing of another test. It closes with the test. */
export type OpenPage = (path: string, options?: BrowserContextOptions) => Promise<Page>

/** A browser session of its own in which pages of the site open by their paths. */
export type NewContext = (options?: BrowserContextOptions) => Promise<BrowserContext>

interface Tools {
  readonly open: OpenPage
  readonly newContext: NewContext
}

/** Tests that look at the site through Chromium, on the site with the sample unless a test names another address. */
export function describeInBrowser(title: string, body: (tools: Tools) => void): void {
  const missing = findChromium() === undefined
  describe.skipIf(missing)(`${title} (${missing ? 'skipped: no Chromium is installed' : 'in Chromium'})`, () => {
    let browser: Browser | undefined
    beforeAll(async () => {
      browser = await openBrowser()
    })
    afterAll(() => browser?.close())
    afterEach(async () => {
      await Promise.all((browser?.contexts() ?? []).map((context) => context.close()))
    })
    body(toolsOf(() => browser))
  })
}

function toolsOf(current: () => Browser | undefined): Tools {
  const newContext: NewContext = async (options) => {
    const browser = current()
    if (browser === undefined) throw new Error('internal: the browser opens before the tests')
    return browser.newContext({ baseURL: origin, ...options })
  }
  return {
    newContext,
    async open(path, options) {
      const page = await (await newContext(options)).newPage()
      await page.goto(path)
      return page
    },
  }
}
