import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environmentVariables } from './environment-variables.ts'

const root = join(import.meta.dirname, '../../../..')
const names = environmentVariables.map(({ name }) => name)

test('every variable that the program reads is explained once, and stands in docs/operations.md', () => {
  const sources = ['apps/cli/src/**/*.ts', 'packages/{accounts,actions,reads,store}/src/**/*.ts']
  const read = globSync(sources, { cwd: root }).flatMap((path) => {
    if (path.endsWith('.test.ts')) return []
    const found = readFileSync(join(root, path), 'utf8').matchAll(
      /process\.env\[?['.]([A-Z][A-Z_]+)|\bget\('([A-Z_]+)'\)/g,
    )
    return Array.from(found, ([, direct, parsed]) => direct ?? parsed ?? '')
  })
  expect(read).toContain('SMTP_URL')
  expect(read.filter((name) => !names.includes(name))).toEqual([])
  const page = readFileSync(join(root, 'docs/operations.md'), 'utf8')
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})
