import { join } from 'node:path'
import { findChromium, openBrowser } from '@bzpeer/testkit'
import { findBarriers, findOverflow } from '@bzpeer/testkit/accessibility'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedPage, servePage } from '../examples/browser/serve-page.ts'

const missing = findChromium() === undefined

describe.skipIf(missing)(`the example page (${missing ? 'skipped: no Chromium is installed' : 'in Chromium'})`, () => {
  let served: ServedPage | undefined
  let browser: Browser | undefined
  let page: Page
  const requested = new Set<string>()
  beforeAll(async () => {
    served = await servePage(join(import.meta.dirname, '../examples/browser'))
    browser = await openBrowser()
    page = await browser.newPage()
    page.on('request', (request) => requested.add(new URL(request.url()).origin))
    await page.goto(served.origin)
  })
  afterAll(async () => {
    await browser?.close()
    await served?.close()
  })

  test('trains both models, from the keyboard too, and pauses', async () => {
    await page.locator('#status', { hasText: 'Ready.' }).waitFor()
    await page.getByRole('button', { name: 'Start' }).press('Enter')
    await page.waitForFunction(() => Number(document.querySelector('#monarch-steps')?.textContent) >= 8)
    // The button that started has kept the focus, and pauses.
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Resume' }).waitFor()

    const told = /^Paused at step (\d+): loss ([\d.]+) dense, ([\d.]+) Monarch\.$/.exec(await textOf('#status'))
    const [step = 0, dense, monarch] = (told ?? []).slice(1).map(Number)
    // A byte of 256 that nothing is known of has a loss of ln 256 = 5.5.
    expect(dense).toBeLessThan(4.8)
    expect(monarch).toBeLessThan(4.8)
    expect(await page.locator('#chart').getAttribute('aria-label')).toMatch(
      /^Loss of both models against steps: dense from 5\.\d+ to [2-4]\.\d+ in \d+ steps; monarch from 5\.\d+ to/,
    )
    expect(Number(await textOf('#monarch-rate'))).toBeGreaterThan(0)
    expect(await numberOf('#monarch-layers')).toBeLessThan(0.4 * (await numberOf('#dense-layers')))

    await page.getByRole('radio', { name: 'time' }).check()
    expect(await page.locator('#chart').getAttribute('aria-label')).toMatch(/against time: dense .* seconds/)

    expect(await numberOf('#monarch-steps')).toBe(step)
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.waitForFunction((before) => Number(document.querySelector('#dense-steps')?.textContent) > before, step)
  })

  test('a reset begins at no steps, and nothing has come from another host', async () => {
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.locator('#status', { hasText: 'Ready.' }).waitFor()
    expect(await textOf('#dense-steps')).toBe('0')
    expect([...requested]).toEqual([served?.origin])
  })

  test('draws a matrix, its projection with the error, the difference and the factors', async () => {
    await page.locator('#projection-status', { hasText: 'Relative error' }).waitFor()
    const error = Number(/Relative error ([\d.]+):/.exec(await textOf('#projection-status'))?.[1])
    expect(error).toBeGreaterThan(0.1)
    expect(error).toBeLessThan(1)
    for (const picture of ['dense', 'monarch', 'difference', 'first', 'second'])
      expect(await coloursOf(`#picture-${picture}`)).toBeGreaterThan(8)
  })

  test('more blocks leave more over; a Monarch matrix is its own projection', async () => {
    const blocks = page.getByRole('group', { name: 'What is projected' }).getByRole('combobox', { name: 'Blocks' })
    const before = await textOf('#projection-status')
    await blocks.selectOption('16')
    await page.locator('#note-monarch', { hasText: '8,192 numbers' }).waitFor()
    expect((await textOf('#projection-status')).localeCompare(before)).toBe(1)
    await page.getByRole('combobox', { name: 'Matrix' }).selectOption('Hadamard transform')
    await page.locator('#projection-status', { hasText: 'Relative error 0:' }).waitFor()
    expect(await coloursOf('#picture-difference')).toBe(1)
  })

  test('has no barrier in light and dark, at 320 and 1280 pixels', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 320]) {
        expect(await findBarriers(page, { colorScheme, width })).toEqual([])
        expect(await findOverflow(page)).toEqual([])
      }
    }
  })

  test('says in a sentence which backend is not there, and goes on with another', async () => {
    await page.getByRole('combobox', { name: 'Runs on' }).selectOption('WebGPU')
    await page.getByRole('alert').waitFor()
    expect(await textOf('#problem')).toMatch(/^The backend "webgpu" is not there: .* Choose another setting/)
    expect(await page.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true)
    await page.getByRole('combobox', { name: 'Runs on' }).selectOption('WebAssembly')
    await page.locator('#status', { hasText: 'Ready.' }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('says in a sentence that WebAssembly is missing', async () => {
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'))
    await page.reload()
    expect(await textOf('#problem')).toContain('This browser has no WebAssembly')
    expect(await page.getByRole('alert').isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true)
  })

  async function textOf(selector: string): Promise<string> {
    return (await page.locator(selector).textContent()) ?? ''
  }

  async function numberOf(selector: string): Promise<number> {
    return Number((await textOf(selector)).replaceAll(',', ''))
  }

  /** How many colours a canvas shows; one that nothing is drawn on has one. */
  function coloursOf(selector: string): Promise<number> {
    return page.locator(selector).evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement
      const image = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height)
      return new Set(new Uint32Array(image?.data.buffer ?? new ArrayBuffer(0))).size
    })
  }
})
