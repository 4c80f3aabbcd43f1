import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as browser from '../src/index.browser.ts'
import * as node from '../src/index.node.ts'
import { apiPage } from '../tooling/api-page.ts'
import { monarchPicture } from '../tooling/monarch-picture.ts'

const docs = join(import.meta.dirname, '../docs')
const mend = 'Write it anew: npm run docs --workspace @bzpeer/monarch'

test('docs/api.md says of every export what the sources say', async () => {
  const page = await readFile(join(docs, 'api.md'), 'utf8')
  if (page !== apiPage()) expect.fail(mend)
  const headings = new Set(Array.from(page.matchAll(/^### `(.+)`$/gm), ([, name]) => name))
  for (const name of [...Object.keys(node), ...Object.keys(browser)]) expect(headings).toContain(name)
})

test('docs/monarch.svg is the picture that its script draws', async () => {
  if ((await readFile(join(docs, 'monarch.svg'), 'utf8')) !== monarchPicture()) expect.fail(mend)
})
