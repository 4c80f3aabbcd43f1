import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readGraphPath } from '@bzpeer/reads'
import { openStore, type StoreLocation } from '@bzpeer/store'
import { sharedCorpus, startPostgres } from '@bzpeer/testkit'
import { percentile, printFigure } from './figure.ts'
import { benchGraphDatabase } from './graph/graph-database.ts'
import { listConnectedPairs } from './graph/graph-samples.ts'
import { benchRecursiveSql } from './graph/recursive-sql.ts'
import { measureSlices } from './graph/measure-slices.ts'
import { serverSettings } from './import.ts'
import { runImport } from './run-import.ts'

/** Slices and ways on a PostgreSQL server with the whole corpus and the graph of citations, and other ways to ask the same. */
export async function benchGraph(): Promise<void> {
  const folders = findFolders()
  if (folders === undefined) return
  const server = await startPostgres({ durable: true, settings: serverSettings })
  try {
    const databaseUrl = await server.createDatabase()
    await runImport(folders, ['--database-url', databaseUrl])
    await measureSlices('graph', { databaseUrl })
    await measurePaths({ databaseUrl })
    await benchRecursiveSql(databaseUrl)
    await benchGraphDatabase(databaseUrl)
  } finally {
    await server.stop()
  }
}

/** The same slices from the embedded database. */
export async function benchGraphEmbedded(): Promise<void> {
  const folders = findFolders()
  if (folders === undefined) return
  const folder = await mkdtemp(join(tmpdir(), 'bzpeer-bench-'))
  try {
    const dataDir = join(folder, 'data')
    await runImport(folders, ['--data', dataDir])
    await measureSlices('graph.pglite', { dataDir }, 3)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function findFolders(): readonly string[] | undefined {
  const found = [sharedCorpus('corpus'), sharedCorpus('graph')]
  const missing = found.find(({ folder }) => folder === undefined)
  if (missing !== undefined) {
    console.error(`skipped: ${missing.skipReason}`)
    return undefined
  }
  return found.flatMap(({ folder }) => folder ?? [])
}

const pairsAsked = 300
const pathLimitMs = 50

async function measurePaths(location: StoreLocation): Promise<void> {
  await using store = openStore(location)
  const context = { db: store.reading, now: () => new Date() }
  const pairs = await listConnectedPairs(store, pairsAsked)
  for (const kind of ['shortest', 'strongest'] as const) {
    const times: number[] = []
    let unproven = 0
    for (const [from, to] of pairs) {
      const started = performance.now()
      const found = await readGraphPath(context, { from, to, by: 'coauthors', kind }, 'https://bench.example')
      times.push(performance.now() - started)
      if (found?.is_proven === false) unproven++
    }
    const p95 = percentile(times, 0.95)
    printFigure({
      name: `graph.path.${kind}.p95`,
      value: p95,
      unit: 'ms',
      ...(kind === 'shortest' ? { base: pathLimitMs, ratio: pathLimitMs / p95 } : {}),
      note: `${pairs.length} pairs of connected authors; median ${percentile(times, 0.5).toFixed(1)} ms; ${unproven} ended at the bound${kind === 'shortest' ? '; base: the most that is wanted' : ''}`,
    })
  }
}
