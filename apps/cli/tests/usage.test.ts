import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createDatabase } from '@bzpeer/testkit'
import { describe, expect, inject, test } from 'vitest'
import self from '../package.json' with { type: 'json' }
import { makeDataFolder, makeFolder, run, sampleFolder } from './running.ts'

const names = ['serve', 'import', 'resolve', 'migrate', 'backup', 'restore', 'doctor', 'role', 'trust']

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

  test.each([
    ['serve', ['port N', 'host H', 'origin URL', 'with-sample']],
    ['import', ['format NAME', 'json']],
    ['resolve', ['json', 'show N']],
    ['migrate', []],
    ['backup', []],
    ['restore', ['replace']],
    ['doctor', []],
  ])('%s --help has a word on each option', async (name, own) => {
    const { out } = await run([name, '--help'])
    const options = [...own, 'data DIR', 'database-url URL']
    for (const option of options) {
      expect(out).toMatch(new RegExp(`^  --${option} {2,}\\S.{5,}$`, 'm'))
      expect(out).toMatch(new RegExp(`^Usage: .*\\[--${option}\\]`))
    }
    expect(out.match(/^ {2}--/gm)).toHaveLength(options.length)
  })

  test('--version says which version it is', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: `${self.version}\n`, err: '' })
  })

  test.each(['bogus', 'constructor', '__proto__', 'toString', 'SERVE', '', '--versions'])(
    'does not know the command "%s"',
    async (name) => {
      const { code, out, err } = await run([name])
      expect([code, out]).toEqual([2, ''])
      expectSentence(err, `There is no command "${name}".`, names.join(', '), 'npx bzpeer --help')
    },
  )
})

const wrong: readonly (readonly [string[], RegExp])[] = [
  [['import'], /^Say what to import: npx bzpeer import PATH\.\.\./],
  [['import', 'x', '--format', 'endnote'], /^There is no format "endnote"\. The formats are: openalex\./],
  [
    ['import', 'x', '--bogus'],
    /^There is no option --bogus here\. The options are: --format NAME, --json, --data DIR, --database-url URL\.\n/,
  ],
  [['import', 'x', '--no-json'], /^There is no option --no-json here\./],
  [['import', 'x', '-q'], /^There is no option -q here\./],
  [['import', 'x', '--constructor'], /^There is no option --constructor here\./],
  [['import', 'x', '--json=1'], /^--json takes no value, got "1"\.\n/],
  [['import', 'x', '--data'], /^--data needs a value: --data DIR\.\n/],
  [
    ['import', 'x', '--data', '--json'],
    /^--data needs a value, got --json: --data DIR\. A value that begins with a dash is given as --data=--json\.\n/,
  ],
  [['import', 'x', '--data='], /^Say which folder: --data DIR\./],
  [['serve', '--bogus'], /^There is no option --bogus here\. The options are: --port N, /],
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
  [['serve', '--origin', 'ftp://people.example.org'], /^Expected an origin/],
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
  expect(err).toContain(`npx bzpeer ${args[0]} --help says what it takes.`)
  expect(err).not.toMatch(/\n\s+at /)
  expect(readdirSync(cwd)).toEqual([])
})

test('what the environment says wrongly is wrong usage too, and what it leaves empty is not said', async () => {
  expect((await run(['serve'], { env: { PORT: 'many' } })).err).toMatch(
    /^Expected a port from 0 to 65535, got "many"\./,
  )
  expect((await run(['serve'], { env: { ORIGIN: 'nowhere' } })).err).toMatch(/^Expected an origin/)
  expect((await run(['serve'], { env: { BODY_SIZE_LIMIT: 'abc' } })).err).toMatch(
    /^Expected BODY_SIZE_LIMIT to be a number of bytes, such as 256K or 1M, got "abc"\./,
  )
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
    expectSentence(
      nothing.err,
      'there is no file of records in this folder: .jsonl, .ndjson, .json or part_*, each plain or .gz.',
    )
  })

  test('where there is no backup to restore, or it is none', async () => {
    const missing = await run(['restore', 'nowhere.gz'])
    expect([missing.code, missing.out]).toEqual([1, ''])
    expectSentence(missing.err, 'There is no backup nowhere.gz.')

    const cwd = makeFolder()
    writeFileSync(join(cwd, 'notes.txt'), 'no backup')
    writeFileSync(join(cwd, 'other.gz'), gzipSync('{"format":"other-backup"}\n'))
    mkdirSync(join(cwd, 'folder'))
    for (const file of ['notes.txt', 'other.gz', 'folder']) {
      const { code, out, err } = await run(['restore', file, '--data', 'new'], { cwd })
      expect([code, out]).toEqual([1, ''])
      expectSentence(
        err,
        new RegExp(
          `^There is no backup of BZPEER in ${file}\\. Name a file that npx bzpeer backup FILE has written\\.\n$`,
        ),
      )
    }
    expect(readdirSync(cwd)).toEqual(['folder', 'notes.txt', 'other.gz'])
  })

  test('where a backup breaks off, and says what to do', async () => {
    const cwd = makeFolder()
    const data = makeDataFolder()
    expect((await run(['migrate', '--data', data], { cwd })).code).toBe(0)
    expect((await run(['backup', 'whole.gz', '--data', data], { cwd })).code).toBe(0)
    const whole = readFileSync(join(cwd, 'whole.gz'))
    for (const length of [20, whole.length - 9]) {
      writeFileSync(join(cwd, 'part.gz'), whole.subarray(0, length))
      const { code, err } = await run(['restore', 'part.gz', '--data', data], { cwd })
      expect(code).toBe(1)
      expectSentence(
        err.replace(/^restoring .*\n/gm, ''),
        /^The backup cannot be restored: .*\. Make the backup again with npx bzpeer backup FILE, or take another copy of it\. Nothing was changed\./,
      )
    }
  })

  test('where a backup cannot be written', async () => {
    const data = makeDataFolder()
    const { code, err } = await run(['backup', 'no/such/folder/file.gz', '--data', data])
    expect(code).toBe(1)
    expectSentence(
      err,
      /^The backup cannot be written to no\/such\/folder\/file\.gz: there is no folder no\/such\/folder\. Make it first/,
    )
    const folder = await run(['backup', data, '--data', data])
    expect(folder.code).toBe(1)
    expectSentence(folder.err, /^The backup cannot be written to .*: it is a folder\. Name a file in it\./)
    const long = await run(['backup', 'x'.repeat(300), '--data', data])
    expect(long.code).toBe(1)
    expectSentence(long.err, /^The backup cannot be written to x+: x+ cannot be looked at \(ENAMETOOLONG.*\)\. Choose/)
  })

  test.each(['backup', 'resolve', 'doctor'])(
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
    const sentence = `${join(cwd, 'file')} is a file, and the data is kept in a folder. Name a folder with --data.\n`
    for (const data of ['file', 'file/below']) {
      for (const args of [['migrate'], ['serve', '--port', '0'], ['import', sampleFolder], ['backup', 'saved.gz']]) {
        expect(await run([...args, '--data', data], { cwd })).toEqual({ code: 1, out: '', err: sentence })
      }
      const { code, out } = await run(['doctor', '--data', data], { cwd })
      expect(code).toBe(1)
      expect(out).toContain(`WRONG  ${sentence}`)
      expect(out).not.toContain('Give this user the right')
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
    for (const args of [['migrate'], ['serve', '--port', '0'], ['import', sampleFolder]]) {
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

const postgres = inject('postgres')

test.skipIf('skipReason' in postgres)(
  `a server without the database or the role is told with the way to make it${'skipReason' in postgres ? ` (skipped: ${postgres.skipReason})` : ''}`,
  async () => {
    const base = await createDatabase('url' in postgres ? postgres.url : '')
    const elsewhere = new URL(base)
    elsewhere.pathname = '/not_here'
    const database = await run(['migrate', '--database-url', elsewhere.href])
    expect(database.code).toBe(1)
    expectSentence(
      database.err,
      /^The database cannot be reached \(.*not_here.*\)\. Create it with createdb --encoding UTF8 --template template0 not_here, or mend the database's name in DATABASE_URL or --database-url\.\n$/,
    )
    const stranger = new URL(base)
    stranger.username = 'nobody_known'
    stranger.password = 'secret'
    const role = await run(['doctor', '--database-url', stranger.href])
    expect(role.code).toBe(1)
    expect(role.out).toMatch(
      /^WRONG {2}The database cannot be reached \(.*\)\. Create the role with createuser --pwprompt nobody_known, or mend the user and the password in DATABASE_URL or --database-url\.$/m,
    )
    expect(role.out).not.toContain('secret')
  },
)

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}
