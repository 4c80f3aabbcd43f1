import { readFile } from 'node:fs/promises'
import type { GraphEdge, GraphNode } from '@bzpeer/domain'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { OpenPage } from './describe-in-browser.ts'
import { findPath, idIn } from './site.ts'

/** What its JSON file says of a picture. */
interface Drawn {
  readonly address: string
  readonly nodes: readonly (GraphNode & { readonly x: number; readonly y: number })[]
  readonly edges: readonly GraphEdge[]
}

export async function idOfAuthor(name: string): Promise<string> {
  return idIn(await findPath('authors', name))
}

/** The explorer around somebody, once its picture is drawn; `query` is what else the address says. */
export async function openExplorer(
  open: OpenPage,
  focus: string,
  query = '',
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await open(`/explore?focus=${focus}${query}`, { reducedMotion: 'reduce', ...options })
  await waitForPicture(page)
  return page
}

export async function waitForPicture(page: Page): Promise<void> {
  await page.locator('[data-part=picture][data-drawn]').waitFor()
}

/** Waits until the table of entities says that so many are shown. */
export async function waitForCount(page: Page, count: number): Promise<void> {
  await page.locator('[data-table=nodes] caption', { hasText: new RegExp(`^${count} entit`) }).waitFor()
}

export async function countShown(page: Page): Promise<number> {
  const caption = await page.locator('[data-table=nodes] caption').innerText()
  return Number(/^[\d,]+/.exec(caption)?.[0].replaceAll(',', ''))
}

export function stateOf(page: Page): URLSearchParams {
  return new URL(page.url()).searchParams
}

/** Waits until the address says this of its state; null where it says nothing. */
export async function waitForState(page: Page, name: string, value: RegExp | null): Promise<void> {
  await page.waitForURL((url) => {
    const found = url.searchParams.get(name)
    return value === null ? found === null : value.test(found ?? '')
  })
}

/** Saves what is shown by one of the buttons, and reads the file. */
export async function saveFile(page: Page, button: string): Promise<{ name: string; content: Buffer }> {
  const panel = page.locator('[data-part=exports]')
  if ((await panel.getAttribute('open')) === null) await panel.locator('summary').click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('button', { name: button, exact: true }).click(),
  ])
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
}

/** Every node with its place, as the picture has it. */
export async function readDrawn(page: Page): Promise<Drawn> {
  return JSON.parse((await saveFile(page, 'JSON')).content.toString('utf8')) as Drawn
}

/** A point of the picture, from its middle: with `view=0:0:1` in the address, the place of a node. */
export async function pointOf(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await page.locator('[data-part=picture]').boundingBox()
  if (box === null) throw new Error('The picture is not on the page.')
  return { x: box.x + box.width / 2 + x, y: box.y + box.height / 2 + y }
}
