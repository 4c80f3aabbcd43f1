import { importFiles } from '@bzpeer/actions'
import { openFiles } from '@bzpeer/importers/openalex'
import { listUnfinishedRuns, migrate, openStore, type Store } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { loadSampleIfEmpty } from '../src/load-sample.ts'
import { makeFolder, sampleFolder } from './running.ts'

describeOnEachDatabase('the bundled sample', (database) => {
  let said: string[]
  beforeEach(() => {
    said = []
  })
  const say = (sentence: string): void => void said.push(sentence)

  async function openEmpty(): Promise<Store> {
    const store = openStore(await database.createLocation())
    await migrate(store)
    return store
  }

  /** An import that ends as soon as it has come to this file. */
  async function importUpTo(store: Store, path: string, name: string): Promise<void> {
    const { files } = await openFiles([path])
    const cutOff = importFiles({ store, now: () => new Date() }, files, (progress) => {
      if (progress.phase === 'reading' && progress.file.endsWith(name)) throw new Error('cut off')
    })
    await expect(cutOff).rejects.toThrow('cut off')
    expect(await listUnfinishedRuns(store)).toHaveLength(1)
  }

  async function countWorks({ db }: Store): Promise<number> {
    return (await db.selectFrom('works').select('id').execute()).length
  }

  test('whose loading was cut off is loaded to its end, and then not again', async () => {
    await using store = await openEmpty()
    await importUpTo(store, sampleFolder, 'authors.jsonl')
    expect(await countWorks(store)).toBe(0)
    await loadSampleIfEmpty(store, say)
    expect(said).toEqual(['Loaded the bundled sample: 240 records.'])
    expect(await countWorks(store)).toBe(60)
    expect(await listUnfinishedRuns(store)).toEqual([])
    await loadSampleIfEmpty(store, say)
    expect(said).toHaveLength(1)
  })

  test('is left out where anything else is, even if that is not complete', async () => {
    await using store = await openEmpty()
    const path = join(makeFolder(), 'own.jsonl')
    writeFileSync(path, '{"id":"https://openalex.org/W1","title":"Own"}\n')
    await importUpTo(store, path, 'own.jsonl')
    await loadSampleIfEmpty(store, say)
    expect(said).toEqual([])
    expect(await countWorks(store)).toBe(1)
  })
})
