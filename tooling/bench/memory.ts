import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { sharedCorpus, startPostgres } from '@bzpeer/testkit'
import { printFigure } from './figure.ts'
import { serverSettings } from './import.ts'
import { bundledSample, runImport } from './run-import.ts'

const times = 10
/** Far above any id of the file, so that each repetition has ids of its own. */
const idStep = 10_000_000

/** The importer's memory on a file of works, and on one ten times as long: the same works under new ids. */
export async function benchMemory(): Promise<void> {
  const graph = sharedCorpus('graph')
  if (graph.folder === undefined) return console.error(`skipped: ${graph.skipReason}`)
  const folder = await mkdtemp(join(tmpdir(), 'bzpeer-bench-'))
  const server = await startPostgres({ durable: true, settings: serverSettings })
  try {
    const once = join(graph.folder, 'paperscape.jsonl.gz')
    const long = join(folder, 'long.jsonl.gz')
    await pipeline(Readable.from(repeated(once)), createGzip({ level: 1 }), createWriteStream(long))
    const sample = await runImport([bundledSample], ['--database-url', await server.createDatabase(), '--data', folder])
    const single = await runImport([once], ['--database-url', await server.createDatabase(), '--data', folder])
    const tenfold = await runImport([long], ['--database-url', await server.createDatabase(), '--data', folder])
    printFigure({
      name: 'memory.once',
      value: single.megabytes,
      unit: 'MB',
      base: sample.megabytes,
      ratio: sample.megabytes / single.megabytes,
      note: 'importing process, 49,264 works; base: the 240 records of the bundled sample',
    })
    printFigure({
      name: 'memory.tenfold',
      value: tenfold.megabytes,
      unit: 'MB',
      base: single.megabytes,
      ratio: single.megabytes / tenfold.megabytes,
      note: 'base: the same works once',
    })
    printFigure({
      name: 'memory.tenfold.time',
      value: tenfold.seconds,
      unit: 's',
      base: single.seconds * times,
      ratio: (single.seconds * times) / tenfold.seconds,
      note: 'base: ten times the single run',
    })
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function* repeated(path: string): AsyncIterable<string> {
  for (let round = 0; round < times; round++) {
    const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Infinity })
    for await (const line of lines) {
      yield `${line.replaceAll(/\/W(\d+)"/g, (_, id: string) => `/W${Number(id) + round * idStep}"`)}\n`
    }
  }
}
