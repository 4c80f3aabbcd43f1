import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@bzpeer/store'
import { sharedCorpus } from '@bzpeer/testkit'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, expect, test } from 'vitest'
import { makeCorpus } from './made-records.ts'
import { locationArgs, runBzpeer, summaryOf } from './run-bzpeer.ts'
import { chooseSeed, seededRandom } from './seeded-random.ts'
import { expectSameState, readState, type StoreState } from './store-state.ts'
import { toLines } from './test-store.ts'

const kills = 10
const seed = chooseSeed('import killed at ten points')
const folder = mkdtempSync(join(tmpdir(), 'bzpeer-killed-'))
const corpus = sharedCorpus('corpus-small').folder ?? madeCorpus()
afterAll(() => rmSync(folder, { recursive: true }))

function madeCorpus(): string {
  const made = makeCorpus(4_000, seededRandom(seed))
  for (const [kind, records] of Object.entries({ ...made }))
    writeFileSync(join(folder, `${kind}.jsonl`), toLines(records))
  return folder
}

describeOnEachDatabase('an import killed with SIGKILL', (database) => {
  test(
    `at ${kills} random points and resumed ends in the state of one that was never killed`,
    { timeout: 900_000 },
    async () => {
      const random = seededRandom(seed)
      const location = await database.createLocation()
      const untouched = locationArgs(location, folder)
      await runBzpeer(['migrate', ...untouched])
      const startup = await runBzpeer(['migrate', ...untouched])
      const whole = await runBzpeer(['import', corpus, '--json', ...untouched])
      expect(whole.code).toBe(0)
      const lines = summaryOf(whole).read

      // About one point in each part of the time that the import worked: what came before it is not done again.
      const partMs = Math.max(50, (whole.elapsedMs - startup.elapsedMs) / kills)
      let killed = await database.createLocation()
      let options = ['import', corpus, '--json', ...locationArgs(killed, folder)]
      let cutOff = 0
      for (let attempt = 0, spread = 1.4; cutOff < kills && attempt < 3 * kills; attempt++) {
        const { code } = await runBzpeer(options, startup.elapsedMs + partMs * spread * random())
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
      const location = await database.createLocation()
      const options = ['import', path, '--json', ...locationArgs(location, folder)]
      for (let kill = 0; kill < 5; kill++) await runBzpeer(options, 150 + random() * 2_000)
      const last = await runBzpeer(options)
      expect(last).toMatchObject({ code: 0 })
      expect(summaryOf(last)).toMatchObject({ read: 20, rejected: 0 })
    },
  )
})

async function stateAt(location: { readonly dataDir: string } | { readonly databaseUrl: string }): Promise<StoreState> {
  await using store = openStore(location)
  return await readState(store)
}
