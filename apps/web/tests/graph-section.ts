import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { OpenPage } from './describe-in-browser.ts'
import { findPath } from './site.ts'

export const still: BrowserContextOptions = { reducedMotion: 'reduce' }

/** The section of a researcher's page that holds the slice of the research graph. */
export function graphOf(page: Page): Locator {
  return page.getByRole('region', { name: 'See the researcher in context' })
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
  await page.locator('graph-slice').scrollIntoViewIfNeeded()
  await graphOf(page).getByRole('listbox').waitFor()
  return page
}
