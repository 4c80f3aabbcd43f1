import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  copyTableOut,
  listTables,
  migrate,
  openStore,
  type Store,
  type StoreLocation,
  type TableShape,
} from '@bzpeer/store'
import { sharedCorpus, startPostgres } from '@bzpeer/testkit'
import { printFigure } from './figure.ts'
import { bundledSample, runImport } from './run-import.ts'

/** What stands ready for a benchmark to write to. */
interface Ground {
  newLocation(): Promise<StoreLocation>
  stop(): Promise<void>
}

/** A server as an operator would set it up for a machine of this size: it writes to the disk before it answers. */
export const serverSettings = { shared_buffers: '1GB', max_wal_size: '4GB', maintenance_work_mem: '256MB' }

async function makeGround(kind: 'postgres' | 'pglite', folder: string): Promise<Ground> {
  if (kind === 'pglite') {
    let count = 0
    return { newLocation: async () => ({ dataDir: join(folder, `data-${++count}`) }), stop: async () => undefined }
  }
  const server = await startPostgres({ durable: true, settings: serverSettings })
  return { newLocation: async () => ({ databaseUrl: await server.createDatabase() }), stop: () => server.stop() }
}

function toOptions(location: StoreLocation): string[] {
  return 'dataDir' in location ? ['--data', location.dataDir] : ['--database-url', location.databaseUrl]
}

/** The whole corpus, searchable and derived at the end, beside a bare COPY of the same rows into the same tables. */
export async function benchImport(kind: 'postgres' | 'pglite'): Promise<void> {
  const corpus = sharedCorpus('corpus')
  if (corpus.folder === undefined) return console.error(`skipped: ${corpus.skipReason}`)
  const folder = await mkdtemp(join(tmpdir(), 'bzpeer-bench-'))
  const ground = await makeGround(kind, folder)
  try {
    const location = await ground.newLocation()
    const { seconds, megabytes } = await runImport([corpus.folder], toOptions(location))
    const sample = await runImport([bundledSample], toOptions(await ground.newLocation()))
    const tables = await saveRows(location, folder)
    const bare = await timeBareCopy(await ground.newLocation(), tables, folder)
    printFigure({
      name: `import.${kind}`,
      value: seconds,
      unit: 's',
      base: bare,
      ratio: bare / seconds,
      note: 'base: bare COPY of the same rows into the same tables with the same indexes',
    })
    printFigure({
      name: `import.${kind}.memory`,
      value: megabytes,
      unit: 'MB',
      base: sample.megabytes,
      ratio: sample.megabytes / megabytes,
      note: `${kind === 'pglite' ? 'the process, its embedded database included' : 'the importing process, without the server'}; base: the 240 records of the bundled sample`,
    })
  } finally {
    await ground.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function saveRows(location: StoreLocation, folder: string): Promise<TableShape[]> {
  await using store = openStore(location)
  return await store.transaction(async (tx) => {
    const tables = await listTables(tx)
    for (const { table, columns } of tables) {
      await pipeline(
        Readable.from(copyTableOut(tx, table, columns), { objectMode: false }),
        createWriteStream(join(folder, table)),
      )
    }
    return tables
  })
}

async function timeBareCopy(location: StoreLocation, tables: readonly TableShape[], folder: string): Promise<number> {
  await using store = openStore(location)
  await migrate(store)
  const started = performance.now()
  for (const { table, columns } of tables) await copyFile(store, table, columns, join(folder, table))
  return (performance.now() - started) / 1000
}

const pieceBytes = 16 * 1024 * 1024

async function copyFile(store: Store, table: string, columns: readonly string[], path: string): Promise<void> {
  await store.transaction(async ({ session }) => {
    let rest: Buffer = Buffer.alloc(0)
    for await (const chunk of createReadStream(path, { highWaterMark: pieceBytes }) as AsyncIterable<Buffer>) {
      const bytes = Buffer.concat([rest, chunk])
      const end = bytes.lastIndexOf(0x0a) + 1
      await session.copyIn(table, columns, bytes.subarray(0, end))
      rest = bytes.subarray(end)
    }
  })
}
