import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeDataFolder, makeFolder, run } from './running.ts'

const names = ['serve', 'import', 'migrate', 'backup', 'restore', 'doctor']

/** A sentence for a person, and where to read on: no stack, no name of a class. */
function expectSentence(err: string, ...parts: readonly (string | RegExp)[]): void {
  for (const part of parts) expect(err).toMatch(part)
  expect(err.trim().split('\n').length).toBeLessThanOrEqual(2)
  expect(err).not.toMatch(/\n\s+at |Error:|node:internal|errno/)
  expect(err).toMatch(/^[A-Z/].*\.\n/)
}

describe('bzpeer', () => {
  test('without a command says what there is, on standard error, and is wrong usage', async () => {
    const { code, out, err } = await run([])
    expect([code, out]).toEqual([2, ''])
    for (const name of names) expect(err).toContain(`npx bzpeer ${name} `)
  })

  test.each([['help'], ['--help'], ['-h']])('%s says what there is', async (word) => {
    const { code, out, err } = await run([word])
    expect([code, err]).toEqual([0, ''])
    for (const name of names) expect(out).toContain(`npx bzpeer ${name} `)
  })

  test.each(
    names.flatMap((name) => [
      [name, '--help'],
      [name, '-h'],
    ]),
  )('%s %s says how it is meant, and does nothing', async (name, word) => {
    const cwd = makeFolder()
    const { code, out, err } = await run([name, word], { cwd })
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(new RegExp(`^Usage: npx bzpeer ${name} .*\n\n[A-Z].*\\.\n`))
    expect(readdirSync(cwd)).toEqual([])
  })

  test.each(['bogus', 'constructor', '__proto__', 'toString', 'SERVE', '', '--version'])(
    'does not know the command "%s"',
    async (name) => {
      const { code, out, err } = await run([name])
      expect([code, out]).toEqual([2, ''])
      expectSentence(
        err,
        `There is no command "${name}".`,
        'serve, import, migrate, backup, restore, doctor',
        'npx bzpeer --help',
      )
    },
  )
})

const wrong: readonly (readonly [string[], RegExp])[] = [
  [['import'], /^Say what to import: npx bzpeer import PATH\.\.\./],
  [['import', 'x', '--format', 'endnote'], /^There is no format "endnote"\. The formats are: openalex\./],
  [['import', 'x', '--bogus'], /^Unknown option '--bogus'/],
  [['import', 'x', '--data'], /^Option '--data <value>' argument missing/],
  [['import', 'x', '--data='], /^Say which folder: --data DIR\./],
  [['serve', '--bogus'], /^Unknown option '--bogus'/],
  [['serve', 'here'], /^serve takes no arguments besides its options, got "here"\./],
  [['serve', '--port', 'abc'], /^Expected a port from 0 to 65535, got "abc"\./],
  [['serve', '--port', '65536'], /^Expected a port from 0 to 65535, got "65536"\./],
  [['serve', '--port=-1'], /^Expected a port from 0 to 65535, got "-1"\./],
  [['serve', '--port', '0x50'], /^Expected a port/],
  [['serve', '--port', '8e1'], /^Expected a port/],
  [['serve', '--port='], /^Expected a port/],
  [
    ['serve', '--origin', 'example.org'],
    /^Expected an origin such as https:\/\/people\.example\.org, got "example\.org"\./,
  ],
  [['serve', '--origin', 'javascript:alert(1)'], /^Expected an origin/],
  [['doctor', 'x'], /^doctor takes no arguments besides its options\./],
  [['migrate', 'x'], /^migrate takes no arguments besides its options\./],
  [['backup'], /^Say where to: npx bzpeer backup FILE/],
  [['backup', 'a', 'b'], /^Say where to/],
  [['restore'], /^Say what to restore: npx bzpeer restore FILE/],
  [
    ['doctor', '--database-url', 'mysql://host/db'],
    /^Expected a database URL such as postgres:\/\/user@host\/database\./,
  ],
  [['doctor', '--database-url', 'postgres://[bad'], /^Expected a database URL/],
  [['doctor', '--database-url', 'postgres://host:99999/db'], /^Expected a database URL/],
  [['doctor', '--database-url', ''], /^Expected a database URL/],
]

test.each(wrong)('wrong usage: %j', async (args, sentence) => {
  const cwd = makeFolder()
  const { code, out, err } = await run(args, { cwd })
  expect([code, out]).toEqual([2, ''])
  expect(err).toMatch(sentence)
  expect(err).toContain('npx bzpeer --help lists what there is.')
  expect(err).not.toMatch(/\n\s+at /)
  expect(readdirSync(cwd)).toEqual([])
})

test('what the environment says wrongly is wrong usage too, and what it leaves empty is not said', async () => {
  expect((await run(['serve'], { env: { PORT: 'many' } })).err).toMatch(
    /^Expected a port from 0 to 65535, got "many"\./,
  )
  expect((await run(['serve'], { env: { ORIGIN: 'nowhere' } })).err).toMatch(/^Expected an origin/)
  expect((await run(['doctor'], { env: { DATABASE_URL: 'sqlite:x' } })).err).toMatch(/^Expected a database URL/)
  const cwd = makeFolder()
  const { code, out } = await run(['migrate'], { cwd, env: { DATABASE_URL: '', BZPEER_DATA: '' } })
  expect(code).toBe(0)
  expect(out).toMatch(/^Applied .* to the embedded database in .*\/\.bzpeer\.\n$/)
  expect(readdirSync(cwd)).toEqual(['.bzpeer'])
})

describe('fails with exit code 1 and a sentence', () => {
  test('where there is nothing to import', async () => {
    const missing = await run(['import', 'nowhere.jsonl'])
    expect([missing.code, missing.out]).toEqual([1, ''])
    expectSentence(missing.err, /nowhere\.jsonl: there is no such file or folder\./)

    const empty = makeFolder()
    const nothing = await run(['import', empty])
    expect(nothing.code).toBe(1)
    expectSentence(nothing.err, 'there is no .jsonl, .json or .gz file of records in this folder.')
  })

  test('where there is no backup to restore, or it is none', async () => {
    const missing = await run(['restore', 'nowhere.gz'])
    expect([missing.code, missing.out]).toEqual([1, ''])
    expectSentence(missing.err, 'There is no backup nowhere.gz.')

    const cwd = makeFolder()
    writeFileSync(join(cwd, 'notes.txt'), 'no backup')
    const data = makeDataFolder()
    const none = await run(['restore', 'notes.txt', '--data', data], { cwd })
    expect(none.code).toBe(1)
    expectSentence(none.err, /^The backup cannot be restored: .*Nothing was changed\./)

    const folder = await run(['restore', cwd, '--data', data])
    expect(folder.code).toBe(1)
    expectSentence(folder.err, /^The backup cannot be restored: .*Nothing was changed\./)
  })

  test('where a backup cannot be written', async () => {
    const { code, err } = await run(['backup', 'no/such/folder/file.gz', '--data', makeDataFolder()])
    expect(code).toBe(1)
    expectSentence(
      err.replace(/^saving .*\n/gm, ''),
      /^The backup cannot be written to no\/such\/folder\/file\.gz \(ENOENT/,
    )
  })

  test.each(['backup', 'doctor'])(
    'where %s is to read a folder without data, and leaves no folder behind',
    async (name) => {
      const cwd = makeFolder()
      mkdirSync(join(cwd, 'empty'))
      for (const data of ['mistyped', 'mis/typed', 'empty']) {
        const { code, out, err } = await run([name, ...(name === 'backup' ? ['file.gz'] : []), '--data', data], { cwd })
        expect(code).toBe(1)
        expect(name === 'doctor' ? out : err).toMatch(
          new RegExp(
            `There is no data in the folder ${join(cwd, data)}\\. Name .*, or bring records .*: npx bzpeer import PATH\\.\\.\\. --data ${join(cwd, data)}\\.\n`,
          ),
        )
      }
      expect(readdirSync(cwd, { recursive: true })).toEqual(['empty'])
    },
  )

  test('where the data folder is a file, or lies in one', async () => {
    const cwd = makeFolder()
    writeFileSync(join(cwd, 'file'), '')
    for (const data of ['file', 'file/below']) {
      const { code, err } = await run(['migrate', '--data', data], { cwd })
      expect(code).toBe(1)
      expectSentence(err, /^The data folder .*\/file.* cannot be used \(.*\)\. Choose another with --data\./)
    }
  })

  test('where the embedded database is damaged', async () => {
    const cwd = makeFolder()
    mkdirSync(join(cwd, '.bzpeer/pgdata'), { recursive: true })
    writeFileSync(join(cwd, '.bzpeer/pgdata/PG_VERSION'), '99')
    const { code, err } = await run(['migrate'], { cwd })
    expect(code).toBe(1)
    expectSentence(
      err,
      /^The embedded database in .*\.bzpeer does not open \(.*\)\. Restore a backup into another folder/,
    )
    expect(existsSync(join(cwd, '.bzpeer/lock'))).toBe(false)
  })

  test('where no database server answers', async () => {
    for (const name of ['migrate', 'serve', 'import']) {
      const args = name === 'import' ? [name, import.meta.dirname.replace('apps/cli/tests', 'sample')] : [name]
      const { code, out, err } = await run([
        ...args,
        '--database-url',
        `postgres://me:secret@127.0.0.1:${await closedPort()}/none`,
      ])
      expect([code, out]).toEqual([1, ''])
      expectSentence(err, /^The database cannot be reached \(connect ECONNREFUSED .*\)\. Check that PostgreSQL runs/)
      expect(err).not.toContain('secret')
    }
  })
})

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}
