import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openStore } from '@bzpeer/store'
import { describeOnEachDatabase, type TestDatabase } from '@bzpeer/testkit/vitest'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Ended, interrupt, makeFolder, run, sampleFolder } from './running.ts'

type Location = Awaited<ReturnType<TestDatabase['createLocation']>>

interface Place {
  readonly location: Location
  /** The folder in which commands are given; what they write about the data lies in its `.bzpeer`. */
  readonly cwd: string
  give(...args: string[]): Promise<Ended>
  /** Gives a command, and sends it the signal once it says this. */
  interrupt(signal: NodeJS.Signals, at: RegExp, ...args: string[]): Promise<Ended>
}

/** A database of its own, as options say where it is. */
async function makePlace(database: TestDatabase, options?: { readonly empty: boolean }): Promise<Place> {
  const location = await database.createLocation(options)
  const cwd = makeFolder()
  const where = 'dataDir' in location ? ['--data', location.dataDir] : ['--database-url', location.databaseUrl]
  return {
    location,
    cwd,
    give: (...args) => run([...args, ...where], { cwd }),
    interrupt: (signal, at, ...args) => interrupt([...args, ...where], at, signal),
  }
}

/** Changes the database as nobody should. */
async function tamper({ location }: Place, statement: string): Promise<void> {
  await using store = openStore(location)
  await store.withSession(async ({ session }) => session.query(statement))
}

interface Summary {
  readonly rejects: string | null
  readonly seconds: number
}

function summaryOf({ out }: Ended): Summary {
  return JSON.parse(out.trim().split('\n').at(-1) ?? '') as Summary
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.password = 'PASSWORD'
  return url.href
}

describeOnEachDatabase('a database', (database) => {
  describe('with the sample in it', () => {
    let place: Place
    let imported: Ended
    beforeAll(async () => {
      place = await makePlace(database)
      imported = await place.give('import', sampleFolder, '--json')
    })

    test('tells programs in one last line what an import did', () => {
      expect(imported.code).toBe(0)
      expect(summaryOf(imported)).toEqual({
        read: 240,
        created: 240,
        updated: 0,
        unchanged: 0,
        rejected: 0,
        rejects: null,
        seconds: expect.any(Number) as number,
        unresolved_bylines: 0,
      })
      expect(summaryOf(imported).seconds).toBeGreaterThan(0)
      expect(imported.out.trim().split('\n')).toHaveLength(1)
    })

    test('tells people in plain lines how an import went, off a terminal', () => {
      expect(imported.err).toMatch(/^\[#*\.*\] +\d+ % reading/m)
      expect(imported.err).toMatch(
        /^Finished: 240 records read in [\d.]+ s: 240 created, 0 updated, 0 unchanged, 0 put aside\.$/m,
      )
      const seconds = /records read in ([\d.]+) s:/.exec(imported.err)?.[1]
      expect(summaryOf(imported).seconds).toBe(Number(seconds))
      // eslint-disable-next-line no-control-regex -- the point: no control sequence reaches a file
      expect(imported.err).not.toMatch(/[\u001b\r]/)
    })

    test('is changed by nothing when the same is imported again, in another format of the path', async () => {
      const again = await place.give(
        'import',
        `${sampleFolder}/`,
        join(sampleFolder, 'works.jsonl'),
        '--format',
        'openalex',
        '--json',
      )
      expect(again.code).toBe(0)
      expect(summaryOf(again)).toMatchObject({ read: 240, created: 0, updated: 0, unchanged: 240 })
    })

    test('keeps what cannot be taken over in a file, with file, line and reason', async () => {
      const path = join(place.cwd, 'mixed.jsonl')
      writeFileSync(
        path,
        ['{"id":"https://openalex.org/W1","title":"Good"}', '{"id":"https://openalex.org/W2","tit', '[]', ''].join(
          '\n',
        ),
      )
      const { code, ...ended } = await place.give('import', path, '--json')
      expect(code).toBe(0)
      expect(summaryOf({ code, ...ended })).toMatchObject({ read: 3, created: 1, rejected: 2 })
      const file = summaryOf({ code, ...ended }).rejects ?? ''
      const rejects = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object)
      expect(rejects).toEqual([
        { file: path, line: 2, reason: expect.any(String) as string },
        { file: path, line: 3, reason: expect.any(String) as string },
      ])
      expect(ended.err).toContain(`What was put aside, with file, line and reason: ${file}`)
    })

    test('asks whether it is the right file where no line of it is a record', async () => {
      const path = join(place.cwd, 'notes.md')
      writeFileSync(path, '# Notes\n\nNot a record.\n')
      const { code, ...ended } = await place.give('import', path, '--json')
      expect(code).toBe(0)
      expect(summaryOf({ code, ...ended })).toMatchObject({ read: 2, created: 0, rejected: 2 })
      expect(ended.err).toMatch(/^Finished: 2 records read .* 2 put aside\.$/m)
      expect(ended.err.trim().split('\n').at(-1)).toBe(
        `None of the lines is an OpenAlex record. Is this the right file: ${path}?`,
      )
    })

    test('has a schema that migrate leaves as it is', async () => {
      const { code, out } = await place.give('migrate')
      expect(code).toBe(0)
      expect(out).toMatch(/^Nothing to do: .* is up to date\.\n$/)
    })

    test('is healthy in the eyes of the doctor', async () => {
      const { code, out, err } = await place.give('doctor')
      expect([code, err]).toEqual([0, ''])
      expect(out).toMatch(/^Examining the (?:embedded|PostgreSQL) database /)
      expect(out).toMatch(/\nNothing is wrong\.\n$/)
      for (const finding of [
        'Node v',
        'can be written to',
        'PostgreSQL 1',
        'the schema is up to date',
        'everything derived is up to date',
        'counters agree',
      ]) {
        expect(out).toMatch(new RegExp(`^ok     .*${finding}`, 'm'))
      }
      expect(out).not.toContain('WRONG')
    })

    test('comes back from its backup, whole, in another database', async () => {
      const file = join(place.cwd, 'backup.gz')
      const saved = await place.give('backup', file)
      expect(saved.code).toBe(0)
      expect(saved.err).toMatch(/^saving [a-z]+(?: [a-z]+)* …\n(?:saving [a-z ]+ … [\d.]+ s so far\n)*$/)
      expect(saved.err.split('\n').length).toBeLessThan(10)
      expect(saved.out).toMatch(/^Saved the (?:embedded|PostgreSQL) database .* to .*backup\.gz\.\n$/)
      expect(existsSync(`${file}.unfinished`)).toBe(false)

      const other = await makePlace(database, { empty: true })
      const restored = await other.give('restore', file)
      expect(restored.code).toBe(0)
      expect(restored.err).toMatch(/^restoring [a-z]+(?: [a-z]+)* …\n(?:restoring [a-z ]+ … [\d.]+ s so far\n)*$/)
      expect(restored.out).toMatch(/^Restored .*backup\.gz to the /)
      expect(summaryOf(await other.give('import', sampleFolder, '--json'))).toMatchObject({
        created: 0,
        updated: 0,
        unchanged: 240,
      })

      const twice = await other.give('restore', file)
      expect(twice.code).toBe(1)
      expect(twice.err).toContain('The database already holds records.')
      expect((await other.give('restore', file, '--replace')).code).toBe(0)
    })
  })

  describe('that is new', () => {
    test('is no reason for the doctor to complain', async () => {
      const place = await makePlace(database, { empty: true })
      const { code, out } = await place.give('doctor')
      expect(code).toBe(0)
      expect(out).toMatch(/^notice the database is new and has no schema yet\n +Run: npx bzpeer migrate/m)
      expect(out).toMatch(/\nNothing is wrong\.\n$/)
      expect((await place.give('migrate')).out).toMatch(/^Applied 0001-public-record/)
      expect((await place.give('doctor')).out).toMatch(/^ok     the schema is up to date/m)
    })
  })

  describe('that is broken', () => {
    test('is told by the doctor, with the record whose counter is wrong, and mended by hand', async () => {
      const place = await makePlace(database)
      await place.give('import', sampleFolder)
      await tamper(
        place,
        'update entity_counts set works = works + 1 where kind = 4 and id = (select min(id) from entity_counts where kind = 4)',
      )
      await tamper(place, 'update author_stats set works_count = 99 where author_id = 1000000000000004')
      const { code, out } = await place.give('doctor')
      expect(code).toBe(1)
      expect(out).toMatch(/^WRONG {2}counters disagree with what they count: T\d+, A1000000000000004\n +Make a backup/m)
      expect(out).toMatch(/\nSomething is wrong: see above for the mend\.\n$/)

      await tamper(place, 'insert into dirty_entities (kind, id) values (2, 1000000000000004)')
      expect((await place.give('doctor')).out).toMatch(
        /^WRONG {2}what is derived for 1 entities is out of date\n +Run any import again/m,
      )
      await place.give('import', join(sampleFolder, 'topics.jsonl'))
      const after = await place.give('doctor')
      expect(after.out).toMatch(/^WRONG {2}counters disagree with what they count: T\d+\n/m)
    })

    test('by a newer version is refused with a sentence, and nothing is changed', async () => {
      const place = await makePlace(database)
      await place.give('migrate')
      await tamper(
        place,
        "insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2100-01-01')",
      )
      for (const args of [['migrate'], ['import', sampleFolder], ['serve', '--port', '0']]) {
        const { code, out, err } = await place.give(...args)
        expect([code, out]).toEqual([1, ''])
        expect(err).toMatch(
          /^The database was made by a newer version of BZPEER \(.*9999-from-the-future.*\)\. Update BZPEER/,
        )
        expect(err).not.toMatch(/\n\s+at /)
      }
      const { code, out } = await place.give('doctor')
      expect(code).toBe(1)
      expect(out).toMatch(/^WRONG {2}The database was made by a newer version/m)
    })

    const signal = database.kind === 'embedded' ? 'SIGINT' : 'SIGTERM'
    test(`by an import that ${signal} ends keeps what it took over, says so, and goes on from there`, async () => {
      const place = await makePlace(database)
      const path = join(place.cwd, 'many.jsonl')
      const lines = Array.from(
        { length: 12_000 },
        (_, index) => `{"id":"https://openalex.org/S${index + 1}","display_name":"Source"}\n`,
      )
      writeFileSync(path, lines.join(''))
      const { code, out, err } = await place.interrupt(signal, /reading/, 'import', path)
      expect([code, out]).toEqual([1, ''])
      const kept =
        /^Interrupted\. The first ([\d,]+) records are kept\. Give the same command again, and it goes on where it stopped\.$/m.exec(
          err,
        )
      expect(Number(kept?.[1]?.replaceAll(',', ''))).toBeGreaterThan(0)
      expect(err).toMatch(/^Stopping after what is in hand …$/m)
      expect((await place.give('doctor')).out).toMatch(/^notice an import begun/m)
      const again = await place.give('import', path)
      expect(again.err).toMatch(/^Resumed and finished: 12,000 records read .*: 12,000 created, 0 updated/m)
    })

    test(`by an import that ${signal} ends before its first record says that nothing was taken over`, async () => {
      const place = await makePlace(database)
      const folder = join(place.cwd, 'records')
      mkdirSync(folder)
      writeFileSync(join(folder, 'sources.jsonl'), '{"id":"https://openalex.org/S1","display_name":"Source"}\n')
      symlinkSync('nowhere', join(folder, 'link.jsonl'))
      const { code, out, err } = await place.interrupt(signal, /leads nowhere/, 'import', folder)
      expect([code, out]).toEqual([1, ''])
      expect(err).toMatch(/^Stopping after what is in hand …\nInterrupted; nothing was taken over yet\.\n$/m)
      expect((await place.give('import', folder, '--json')).out).toContain('"created":1,')
    })

    test('by an import that was cut off is told, with the command that goes on', async () => {
      const place = await makePlace(database)
      await place.give('import', sampleFolder)
      await tamper(place, 'update import_runs set finished_at = null')
      const { code, out } = await place.give('doctor')
      expect(code).toBe(0)
      const [, command = ''] =
        /^notice an import begun \S+Z did not finish\n +Run it again, .*: npx bzpeer (import .*)$/m.exec(out) ?? []
      const [option, value] =
        'dataDir' in place.location
          ? (['--data', place.location.dataDir] as const)
          : (['--database-url', withoutPassword(place.location.databaseUrl)] as const)
      expect(command).toBe(`import ${resolve(sampleFolder)} ${option} ${value}`)
      const again = await place.give('import', resolve(sampleFolder))
      expect(again.err).toMatch(/^Resumed and finished: 240 records read/m)
    })
  })
})
