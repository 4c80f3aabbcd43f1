import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { resumeCommand } from './resume-command.ts'

const root = mkdtempSync(join(tmpdir(), 'bzpeer-resume-'))
afterAll(() => rmSync(root, { recursive: true }))

const at = { dataDir: '/data', databaseUrl: undefined, options: [] }

function makeFiles(folder: string, names: readonly string[]): string[] {
  return names.map((name) => {
    const path = join(root, folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, '')
    return path
  })
}

test('a few files are named one by one, whatever lies beside them, as a shell takes them', async () => {
  const paths = makeFiles('few', ['a.jsonl', "it's b.jsonl", 'c.jsonl'])
  expect(await resumeCommand(paths.slice(0, 2), { ...at, options: ['--data', 'my data'] })).toBe(
    `npx bzpeer import ${root}/few/a.jsonl '${root}/few/it'\\''s b.jsonl' --data 'my data'`,
  )
})

test('many files are named by the folder that holds just them', async () => {
  const flat = makeFiles('flat', ['a.jsonl', 'b.ndjson', 'c.json', 'part_000.gz'])
  expect(await resumeCommand(flat, at)).toBe(`npx bzpeer import ${root}/flat`)
  const snapshot = makeFiles(
    'snapshot',
    ['works', 'authors'].flatMap((kind) => [0, 1].map((part) => `${kind}/updated_date=2023-05-16/part_00${part}.gz`)),
  )
  expect(await resumeCommand(snapshot, at)).toBe(`npx bzpeer import ${root}/snapshot`)
})

test('many files of a folder that holds others too are all named: the folder would begin a new run', async () => {
  const paths = makeFiles('mixed', ['a.jsonl', 'b.jsonl', 'c.jsonl', 'd.jsonl', 'other.jsonl'])
  expect(await resumeCommand(paths.slice(0, 4), at)).toBe(`npx bzpeer import ${paths.slice(0, 4).join(' ')}`)
})
