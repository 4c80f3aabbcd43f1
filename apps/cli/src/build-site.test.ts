import { globSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isStale, siteSources } from './build-site.ts'

const folder = mkdtempSync(join(tmpdir(), 'bzpeer-stale-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('an install, which writes the lock file anew, does not make the site stale; a change of what the site needs does', () => {
  const found = globSync(siteSources, { cwd: join(import.meta.dirname, '../../..') })
  expect(found).toEqual(expect.arrayContaining(['apps/web/package.json', 'apps/web/src/app.html']))
  expect(found.filter((path) => !path.startsWith('apps/web/'))).toEqual([])
})

test('a site is stale when it is not built, and when a source is newer', () => {
  mkdirSync(join(folder, 'src'))
  const [source, product] = [join(folder, 'src/page.ts'), join(folder, 'index.js')]
  writeFileSync(source, '')
  expect(isStale(folder, ['src/**'], 'index.js')).toBe(true)

  writeFileSync(product, '')
  setTimes({ source: 1000, folderOfSource: 1000, product: 2000 })
  expect(isStale(folder, ['src/**'], 'index.js')).toBe(false)

  setTimes({ source: 3000, folderOfSource: 1000, product: 2000 })
  expect(isStale(folder, ['src/**'], 'index.js')).toBe(true)

  setTimes({ source: 1000, folderOfSource: 3000, product: 2000 })
  expect(isStale(folder, ['src/**'], 'index.js')).toBe(true)

  function setTimes(at: { source: number; folderOfSource: number; product: number }): void {
    utimesSync(source, at.source, at.source)
    utimesSync(join(folder, 'src'), at.folderOfSource, at.folderOfSource)
    utimesSync(product, at.product, at.product)
  }
})
