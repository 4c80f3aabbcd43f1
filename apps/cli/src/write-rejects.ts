import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { listRejects, type Store } from '@bzpeer/store'

/** Writes what an import put aside as JSON Lines of file, line and reason. @returns the file's path. */
export async function writeRejects(store: Store, dataDir: string, runId: string): Promise<string> {
  const folder = join(dataDir, 'rejects')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${runId}.jsonl`)
  await pipeline(Readable.from(linesOf(store, runId)), createWriteStream(path))
  return path
}

async function* linesOf(store: Store, runId: string): AsyncIterable<string> {
  for await (const reject of listRejects(store, runId)) yield `${JSON.stringify(reject)}\n`
}
