import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { OpenPage } from './describe-in-browser.ts'
import { findPath } from './site.ts'

export const still: BrowserContextOptions = { reducedMotion: 'reduce' }

/** The section of a page that holds the slice of the research graph. */
export function graphOf(page: Page): Locator {
  return page.getByRole('region', { name: /^See the \w+ in context$/ })
}

/** What is chosen in the graph, in words. */
export function panelOf(page: Page): Locator {
  return graphOf(page).getByRole('region', { name: 'Chosen in the graph' })
}

/** Waits until the slice of the research graph is drawn, on a page that has one. */
export async function waitForSlice(page: Page): Promise<void> {
  const slice = page.locator('graph-slice')
  if ((await slice.count()) === 0) return
  await slice.scrollIntoViewIfNeeded()
  await page.locator('graph-slice.ready').waitFor()
}

/** Somebody or something in the picture, by the beginning of its name. */
export function optionOf(page: Page, name: string): Locator {
  return graphOf(page).getByRole('option', { name: new RegExp(`^${name}`) })
}

/** What the section says that it is around: `Arjun Desai › Tri Dao`. */
export async function trailOf(page: Page): Promise<string> {
  const steps = await graphOf(page).getByRole('navigation').getByRole('listitem').allInnerTexts()
  return steps.map((step) => step.trim()).join(' › ')
}

export async function waitForTrail(page: Page, trail: string): Promise<void> {
  await expect.poll(() => trailOf(page), { timeout: 10_000 }).toBe(trail)
}

/** The page of a researcher, with its graph drawn. */
export async function openGraph(open: OpenPage, name: string, options: BrowserContextOptions = still): Promise<Page> {
  const page = await open(await findPath('authors', name), options)
  await waitForSlice(page)
  return page
}
