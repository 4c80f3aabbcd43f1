import { expect, test } from 'vitest'
import { findChromium, openBrowser } from '../src/index.ts'

test.skipIf(findChromium() === undefined)('a browser opens and runs scripts', async () => {
  await using browser = await openBrowser()
  const page = await browser.newPage()
  await page.setContent('<p>Ré</p>')
  expect(await page.evaluate('document.body.innerText')).toBe('Ré')
})
