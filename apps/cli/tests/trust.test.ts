import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeFolder, run } from './running.ts'

/** The shape that is promised, by hand: a confirmed email that lapses, and works with support. */
const exported = {
  author: 'https://host/authors/A1',
  claimed: true,
  version: 1,
  as_of: '2026-11-23T00:00:00Z',
  disputed: false,
  evidence: [
    {
      kind: 'control.email',
      issuer: 'this site',
      observed_at: '2026-01-01T00:00:00Z',
      expires_at: '2026-12-01T00:00:00Z',
      source: 'example.org',
    },
    { kind: 'authorship.supported', supported: 3, total: 4, observed_at: '2026-02-01T00:00:00Z', expires_at: null },
  ],
}

function writeExport(change: object = {}): { cwd: string; file: string } {
  const cwd = makeFolder()
  writeFileSync(join(cwd, 'evidence.json'), JSON.stringify({ ...exported, ...change }))
  return { cwd, file: 'evidence.json' }
}

async function scoreOf(change: object, ...args: string[]): Promise<number> {
  const { cwd, file } = writeExport(change)
  const { code, out, err } = await run(['trust', file, ...args], { cwd })
  expect([code, err]).toEqual([0, ''])
  expect(readdirSync(cwd)).toEqual([file])
  return (JSON.parse(out) as { score: number }).score
}

describe('bzpeer trust', () => {
  test('computes as of the export, or of the instant that it is asked about', async () => {
    const instants = ['2026-12-01T00:00:00Z', '2026-11-30T23:59:59.999Z', '2026-01-15', '2025-12-31']
    const asked = instants.map((instant) => scoreOf({}, '--at', instant))
    expect(await Promise.all([scoreOf({}), ...asked])).toEqual([17, 7, 17, 10, 0])
  })

  test('a disputed record keeps the score of the instant from which it is disputed', async () => {
    const disputed = { disputed: true, disputed_since: '2026-01-15T00:00:00Z' }
    expect(await Promise.all([scoreOf(disputed), scoreOf(disputed, '--at', '2027-01-01')])).toEqual([10, 10])
  })

  test('takes standard input for a dash', async () => {
    const launcher = join(import.meta.dirname, '../bin/bzpeer.js')
    const out = execFileSync(process.execPath, [launcher, 'trust', '-'], { input: JSON.stringify(exported) })
    expect(JSON.parse(out.toString())).toMatchObject({ score: 17, frozen: false })
  })

  test('called wrongly says how it is meant', async () => {
    const wrong = [
      [[], /^Say what to compute from: npx bzpeer trust FILE\n/],
      [['a', 'b'], /^Say what to compute from/],
      [['a', '--at', 'soon'], /^Expected an instant such as .*, or a day such as 2026-11-23, got "soon"\./],
      [['a', '--at', '2026-02-30'], /^Expected an instant/],
      [['a', '--at='], /^Expected an instant .*, got ""\./],
      [['a', '--data', 'x'], /^There is no option --data here\. The options are: --at INSTANT\./],
    ] as const
    const ended = await Promise.all(wrong.map(([args]) => run(['trust', ...args])))
    for (const [index, [, sentence]] of wrong.entries()) {
      expect(ended[index]).toMatchObject({ code: 2, out: '' })
      expect(ended[index]?.err).toMatch(sentence)
      expect(ended[index]?.err).toContain('npx bzpeer trust --help says what it takes.')
    }
  })

  test('fails with exit code 1 and a sentence where there is no evidence to read', async () => {
    const cwd = makeFolder()
    mkdirSync(join(cwd, 'folder'))
    writeFileSync(join(cwd, 'notes.txt'), 'no evidence')
    writeFileSync(join(cwd, 'huge.json'), Buffer.alloc(8 * 1024 * 1024 + 1, 32))
    writeFileSync(join(cwd, 'other.json'), JSON.stringify({ ...exported, version: 2 }))
    writeFileSync(join(cwd, 'field.json'), JSON.stringify({ ...exported, evidence: [{ kind: 'x' }] }))
    const files = [
      ['nowhere.json', /^nowhere\.json cannot be read: there is no such file\. Name what .* answered\.\n$/],
      ['folder', /^folder cannot be read: it is a folder\. Name a file in it\.\n$/],
      ['notes.txt', /^This is no exported evidence: it is not JSON\. Mend it, or export it anew from .*\.\n$/],
      ['huge.json', /^huge\.json cannot be read: it is longer than 8 MiB, which no evidence is\./],
      ['other.json', /^This is no exported evidence: version should be version 1 .*, and is 2\. Mend it, or .*\.\n$/],
      ['field.json', /^This is no exported evidence: evidence\[0\]\.kind should be one of .*, and is "x"\./],
    ] as const
    const ended = await Promise.all(files.map(([file]) => run(['trust', file], { cwd })))
    for (const [index, [, sentence]] of files.entries()) {
      expect(ended[index]).toMatchObject({ code: 1, out: '' })
      expect(ended[index]?.err).toMatch(sentence)
      expect(ended[index]?.err).not.toMatch(/\n\s+at /)
    }
  })

  test('says how it is meant', async () => {
    const { code, out } = await run(['trust', '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(
      /^Usage: npx bzpeer trust FILE \[--at INSTANT\]\n\nRecomputes trust from exported evidence alone\.\n/,
    )
    expect(out).toMatch(/^ {2}--at INSTANT {2,}\S.{5,}$/m)
  })
})
