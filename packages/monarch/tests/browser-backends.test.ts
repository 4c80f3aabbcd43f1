import { join } from 'node:path'
import { findChromium } from '@bzpeer/testkit'
import { chromium } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { servePage } from '../examples/browser/serve-page.ts'
import type { BackendName } from '../src/runtime/backend.ts'
import { backendContract } from '../src/runtime/backend-contract.ts'
import type { Outcome } from './browser/page.ts'
import { interpret } from './interpret.ts'
import { primitiveCases } from './primitive-cases.ts'

/** What is asked of the browser: a backend, and in one tab that takes the graphics adapter away before. */
const asked = ['cpu', 'wasm', 'webgpu', 'webgpu without an adapter'] as const
type Asked = (typeof asked)[number]

// An adapter in software: the same one on every machine.
const withWebGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']

/** How the contract goes on each backend, in a Chromium started for them. */
async function runInChromium(): Promise<ReadonlyMap<Asked, Outcome>> {
  const executablePath = findChromium()
  if (executablePath === undefined) return new Map(asked.map((name) => [name, { missing: 'no Chromium is installed' }]))
  const page = await servePage(join(import.meta.dirname, 'browser'))
  // Chromium's own sandbox refuses to run as root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath, args: [...withWebGpu, ...sandbox] })
  try {
    const outcomes = new Map<Asked, Outcome>()
    for (const name of asked) {
      const tab = await browser.newPage()
      if (name === 'webgpu without an adapter')
        await tab.addInitScript(() => (navigator.gpu.requestAdapter = async () => null))
      await tab.goto(page.origin)
      const backend: BackendName = name === 'webgpu without an adapter' ? 'webgpu' : name
      outcomes.set(name, await tab.evaluate((of) => runContract(of), backend))
      await tab.close()
    }
    return outcomes
  } finally {
    await browser.close()
    await page.close()
  }
}

const outcomes = await runInChromium()
const checks = backendContract(interpret, primitiveCases).map(({ title }, index) => ({ title, index }))
const backends = (['wasm', 'webgpu'] as const).map((name) => ({ name, ...outcomes.get(name) }))
const present = backends.flatMap(({ name, ...outcome }) => ('failures' in outcome ? [{ name, outcome }] : []))
const missing = backends.filter((backend) => 'missing' in backend)

describe.each(present)('the backend $name in Chromium', ({ outcome }) => {
  test('runs in a page that may have threads', () => expect(outcome.isIsolated).toBe(true))

  test.each(checks)('$title', ({ index }) => {
    expect(outcome.failures?.[index]).toBeNull()
  })
})

test.skip.each(missing)('the backend $name keeps the contract in Chromium (skipped: $missing)', () => undefined)

test.skipIf(findChromium() === undefined)('a backend that a page cannot have says why', () => {
  expect(outcomes.get('cpu')?.missing).toBe(
    'The backend "cpu" is not there: it is for Node; a browser has wasm, and may have webgpu.',
  )
  expect(outcomes.get('webgpu without an adapter')?.missing).toBe(
    'The backend "webgpu" is not there: the browser has WebGPU, and no adapter for it.',
  )
})
