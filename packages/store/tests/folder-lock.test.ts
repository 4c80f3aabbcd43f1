import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { DataFolderInUseError, migrate, openStore } from '@bzpeer/store'
import { afterAll, expect, test } from 'vitest'
import { FolderLock } from '../src/embedded/folder-lock.ts'

const root = mkdtempSync(join(tmpdir(), 'bzpeer-lock-'))
afterAll(() => rmSync(root, { recursive: true }))

let folders = 0
function newFolder(lock?: string): string {
  const folder = join(root, String(folders++))
  mkdirSync(folder)
  if (lock !== undefined) writeFileSync(join(folder, 'lock'), lock)
  return folder
}

/** A number that no process has: its owner has ended. */
const endedPid = spawnSync(process.execPath, ['--eval', '']).pid

test('a data folder in use is refused to a second process, in a sentence that names the first and what to do', async () => {
  const folder = newFolder()
  const store = openStore({ dataDir: folder })
  try {
    await migrate(store)
    const program = `
      import { openStore } from ${JSON.stringify(import.meta.resolve('@bzpeer/store'))}
      try { openStore({ dataDir: ${JSON.stringify(folder)} }); console.log('opened') } catch (error) { console.log(error.code + ': ' + error.message) }`
    const second = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', program], {
      encoding: 'utf8',
    })
    expect(second.stdout.trim()).toBe(
      `data-folder-in-use: The data folder ${folder} is in use by process ${process.pid}. Stop that process first, or keep the data on a PostgreSQL server (--database-url), which several processes can use.`,
    )
    expect(() => openStore({ dataDir: folder })).toThrow(DataFolderInUseError)
    expect(await migrate(store)).toEqual([])
  } finally {
    await store.close()
  }
  expect(existsSync(join(folder, 'lock'))).toBe(false)
})

test.each([
  ['of a process that has ended', JSON.stringify({ pid: endedPid, start: '1' })],
  ['of an earlier process with the number of a running one', JSON.stringify({ pid: process.pid, start: 'another' })],
])('a lock %s is taken over', (_, lock) => {
  const folder = newFolder(lock)
  const taken = new FolderLock(folder)
  expect(() => new FolderLock(folder)).toThrow(/in use by process/)
  taken.release()
  new FolderLock(folder).release()
})

test.each(['', 'null', '{"pid":', '[]', '{"pid":"1"}'])(
  'a lock that cannot be read, %j, is another’s while it is fresh, and is taken over later',
  (lock) => {
    const folder = newFolder(lock)
    expect(() => new FolderLock(folder)).toThrow(DataFolderInUseError)
    utimesSync(join(folder, 'lock'), 0, 0)
    new FolderLock(folder).release()
  },
)

test('a data folder that is taken away while it is open can still be closed', () => {
  const folder = newFolder()
  const lock = new FolderLock(folder)
  rmSync(folder, { recursive: true })
  expect(() => lock.release()).not.toThrow()
})

test('of many that find a lock left behind at the same moment, one takes it over', { timeout: 30_000 }, async () => {
  const rounds = 300
  const racers = 4
  const raceFolders = Array.from({ length: rounds }, () => newFolder(JSON.stringify({ pid: endedPid, start: '1' })))
  const shared = new Int32Array(new SharedArrayBuffer(4 * (rounds * 2)))
  const program = `
    import { workerData } from 'node:worker_threads'
    const { FolderLock } = await import(workerData.module)
    for (const [round, folder] of workerData.folders.entries()) {
      Atomics.add(workerData.shared, round, 1)
      while (Atomics.load(workerData.shared, round) < workerData.racers);
      try { new FolderLock(folder); Atomics.add(workerData.shared, workerData.folders.length + round, 1) } catch {}
    }`
  const workerData = {
    module: import.meta.resolve('../src/embedded/folder-lock.ts'),
    folders: raceFolders,
    shared,
    racers,
  }
  const workers = Array.from(
    { length: racers },
    () => new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), { workerData }),
  )
  await Promise.all(workers.map((worker) => once(worker, 'exit')))
  expect([...shared.subarray(rounds)].filter((winners) => winners !== 1)).toEqual([])
})
