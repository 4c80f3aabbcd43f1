import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { copyTableOut, listTables, readMigrationState, type Store, type StoreTransaction } from '@bzpeer/store'
import { type BackupHeader, type BackupTable, type BackupTrailer, endOfTable } from './backup-format.ts'

const fastCompression = { level: 4 }

/**
 * Writes everything in the store to `path`, as it is at one moment, while the site goes on. The file appears under
 * its name once it is complete.
 */
export async function writeBackup(
  store: Store,
  path: string,
  now: Date,
  onTable: (table: string) => void,
): Promise<void> {
  const { applied } = await readMigrationState(store)
  const header: BackupHeader = {
    format: 'bzpeer-backup',
    version: 1,
    migrations: applied,
    created_at: now.toISOString(),
  }
  const unfinished = `${path}.unfinished`
  try {
    await store.transaction(
      async (tx) => {
        const pieces = Readable.from(piecesOf(tx, header, onTable), { objectMode: false })
        await pipeline(pieces, createGzip(fastCompression), createWriteStream(unfinished))
      },
      { isolation: 'repeatable read' },
    )
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

async function* piecesOf(
  tx: StoreTransaction,
  header: BackupHeader,
  onTable: (table: string) => void,
): AsyncIterable<Buffer> {
  yield line(header)
  const tables = await listTables(tx)
  for (const { table, columns } of tables) {
    onTable(table)
    yield line({ table, columns } satisfies BackupTable)
    yield* copyTableOut(tx, table, columns)
    yield Buffer.from(`${endOfTable}\n`)
  }
  yield line({ complete: true, tables: tables.length } satisfies BackupTrailer)
}

function line(value: BackupHeader | BackupTable | BackupTrailer): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}
