import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, expect, test } from 'vitest'
import { makeCorpus } from './made-records.ts'
import { type Kill, locationArgs, runBzpeer, summaryOf } from './run-bzpeer.ts'
import { chooseSeed, seededRandom } from './seeded-random.ts'
import { expectSameState, readState, type StoreState } from './store-state.ts'
import { toLines } from './test-store.ts'

const kills = 10
const seed = chooseSeed('import killed at ten points')
const folder = mkdtempSync(join(tmpdir(), 'bzpeer-killed-'))
const corpus = madeCorpus()
afterAll(() => rmSync(folder, { recursive: true }))

/**
 * Few records in many files, each of which is a batch of its own: what is killed is short, and has many places to be
 * killed at. Half of the works lie in one file, which is many batches.
 */
function madeCorpus(): string {
  const recordsAFile = 40
  const path = join(folder, 'corpus')
  mkdirSync(path)
  for (const [kind, records] of Object.entries({ ...makeCorpus(1_600, seededRandom(seed)) })) {
    const together = kind === 'works' ? records.length / 2 : 0
    if (together > 0) writeFileSync(join(path, 'works-together.jsonl'), toLines(records.slice(0, together)))
    for (let first = together; first < records.length; first += recordsAFile)
      writeFileSync(join(path, `${kind}-${first}.jsonl`), toLines(records.slice(first, first + recordsAFile)))
  }
  return path
}

describeOnEachDatabase('an import killed with SIGKILL', (database) => {
  test(
    `at ${kills} random points and resumed ends in the state of one that was never killed`,
    { timeout: 300_000 },
    async () => {
      const random = seededRandom(seed)
      const location = await database.createLocation()
      const untouched = locationArgs(location, folder)
      const whole = await runBzpeer(['import', corpus, '--json', ...untouched])
      expect(whole.code).toBe(0)
      const lines = summaryOf(whole).read

      /** Mostly in a tenth of the work, more or less, since what came before is not done again; at times before it. */
      const nextKill = (attempt: number, spread: number): Kill =>
        attempt % 5 === 4
          ? { from: 'start', afterMs: (whole.elapsedMs - whole.workedMs) * random() }
          : { from: 'first word', afterMs: (whole.workedMs / kills) * spread * random() }
      let killed = await database.createLocation()
      let options = ['import', corpus, '--json', ...locationArgs(killed, folder)]
      let cutOff = 0
      let reached = 0
      for (let attempt = 0, spread = 2; cutOff < kills && attempt < 3 * kills; attempt++) {
        const { code, errors } = await runBzpeer(options, nextKill(attempt, spread))
        reached = Math.max(reached, recordsRead(errors))
        if (code === null) {
          cutOff++
          continue
        }
        // A machine that is faster than it was may be done early: the points that are left go to another database.
        expect(code).toBe(0)
        expectSameState(await stateAt(killed), await stateAt(location))
        killed = await database.createLocation()
        options = ['import', corpus, '--json', ...locationArgs(killed, folder)]
        spread /= 2
      }
      const last = await runBzpeer(options)

      expect(cutOff).toBe(kills)
      // What one wrote is there for the next: they get somewhere together.
      expect(reached).toBeGreaterThan(lines / 10)
      expect(last.code).toBe(0)
      const { read, created, updated, unchanged, rejected } = summaryOf(last)
      expect(read).toBe(lines)
      expect(created + updated + unchanged + rejected).toBe(lines)
      expectSameState(await stateAt(killed), await stateAt(location))
    },
  )

  test(
    'before it had made its database leaves a folder that the next one takes over',
    { timeout: 120_000 },
    async () => {
      const random = seededRandom(seed + 1)
      const path = join(folder, `few-${database.kind}.jsonl`)
      writeFileSync(path, toLines(makeCorpus(20, seededRandom(3)).works))
      // Of its own: the embedded ones that tests get are made already.
      const location =
        database.kind === 'embedded'
          ? { dataDir: mkdtempSync(join(folder, 'unmade-')) }
          : await database.createLocation()
      const options = ['import', path, '--json', ...locationArgs(location, folder)]
      for (let kill = 0; kill < 5; kill++) await runBzpeer(options, { from: 'start', afterMs: 150 + random() * 2_000 })
      const last = await runBzpeer(options)
      expect(last).toMatchObject({ code: 0 })
      expect(summaryOf(last)).toMatchObject({ read: 20, rejected: 0 })
    },
  )
})

/** As the last line about it says. */
function recordsRead(errors: string): number {
  const counts = [...errors.matchAll(/reading ([\d,]+) records/g)].map(([, count = '']) => count.replaceAll(',', ''))
  return Number(counts.at(-1) ?? 0)
}

async function stateAt(location: { readonly dataDir: string } | { readonly databaseUrl: string }): Promise<StoreState> {
  await using store = openStore(location)
  return await readState(store)
}
