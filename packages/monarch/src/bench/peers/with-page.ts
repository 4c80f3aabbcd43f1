import type { Page } from 'playwright-core'
import { openChromium } from './open-chromium.ts'
import { servePage } from './serve-page.ts'

/**
 * Opens the page of the peers, and closes all of it afterwards.
 * @param use is told where it runs, for the figures: `Chromium 156.0 with 2 threads`
 * @throws {PeersMissingError} when there is no Chromium.
 */
export async function withPage<T>(use: (page: Page, place: string) => Promise<T>): Promise<T> {
  const browser = await openChromium()
  try {
    const served = await servePage()
    try {
      const page = await browser.newPage()
      await page.goto(served.origin)
      const threads = await page.evaluate(() => (globalThis.peersPage.isIsolated ? globalThis.peersPage.threads : 1))
      return await use(page, `Chromium ${browser.version()} with ${threads} threads`)
    } finally {
      await served.close()
    }
  } finally {
    await browser.close()
  }
}
