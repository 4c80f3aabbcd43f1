import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { findPath, origin } from './site.ts'

const launcher = join(import.meta.dirname, '../../cli/bin/bzpeer.js')

interface Answered {
  readonly bzpeer: { readonly trust: object; readonly evidence: string }
}

test('the exported evidence is what bzpeer trust prints the trust of the interface for, byte for byte', async () => {
  const path = await findPath('authors', 'Arjun Desai')
  const { bzpeer } = (await (await fetch(`${origin}/api${path}`)).json()) as Answered
  const exported = await fetch(bzpeer.evidence)
  expect(exported.headers.get('access-control-allow-origin')).toBe('*')
  const evidence = await exported.text()
  expect(JSON.parse(evidence)).toMatchObject({ author: origin + path, claimed: false, version: 1, disputed: false })
  const printed = execFileSync(process.execPath, [launcher, 'trust', '-'], { input: evidence }).toString()
  expect(printed).toBe(`${JSON.stringify(bzpeer.trust)}\n`)
})

test('there is no evidence about nobody', async () => {
  expect((await fetch(`${origin}/api/authors/A404/evidence`)).status).toBe(404)
  expect((await fetch(`${origin}/api/authors/nobody/evidence`)).status).toBe(400)
})

describeInBrowser('the trust snapshot', ({ open }) => {
  test('leads to the evidence as data, and names the quickest ways up first', async () => {
    const path = await findPath('authors', 'Arjun Desai')
    const page = await open(path)
    await page.locator('main summary').first().press('Enter')
    const trust = page.locator('main details').first()
    expect(await trust.innerText()).toMatch(/the quickest first/)
    const link = trust.getByRole('link', { name: 'The evidence as data' })
    expect(await link.getAttribute('href')).toBe(`/api${path}/evidence`)
  })
})
