import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('ARCHITECTURE.md gives every app and package one line, and no line to one that is gone', () => {
  const described = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| `((?:apps|packages)\/[^`]+)`/gm)
  const manifests = globSync('{apps,packages}/*/package.json', { cwd: root })
  const folders = manifests.map((path) => path.slice(0, -'/package.json'.length).replaceAll('\\', '/'))
  expect(Array.from(described, ([, folder = '']) => folder).toSorted()).toEqual(folders.toSorted())
})
