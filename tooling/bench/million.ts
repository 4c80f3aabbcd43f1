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
import { measureSlices } from './graph/measure-slices.ts'
import { serverSettings } from './import.ts'
import { measurePages } from './pages.ts'
import { runImport } from './run-import.ts'

const works = Number(process.env['BZPEER_BENCH_WORKS'] ?? 1_000_000)
const idStep = 1_000_000
/** `BZPEER_BENCH_SLICES=1`: slices of the graph, too, of which twice as much time is wanted as on the corpus. */
const withSlices = process.env['BZPEER_BENCH_SLICES'] === '1'

/**
 * A million works on a server: the corpus over and over under new ids of works and authors, each round with its
 * authors' names shuffled among them, so that names, ties and words are spread as in the corpus.
 */
export async function benchMillion(): Promise<void> {
  const corpus = sharedCorpus('corpus')
  if (corpus.folder === undefined) return console.error(`skipped: ${corpus.skipReason}`)
  const folder = await mkdtemp(join(tmpdir(), 'bzpeer-bench-'))
  const server = await startPostgres({
    durable: true,
    settings: { ...serverSettings, shared_buffers: '4GB', max_wal_size: '16GB' },
  })
  try {
    const many = join(folder, 'works.jsonl.gz')
    await pipeline(
      Readable.from(multiplied(join(corpus.folder, 'works.jsonl.gz'))),
      createGzip({ level: 1 }),
      createWriteStream(many),
    )
    const url = await server.createDatabase()
    const others = ['topics', 'sources', 'institutions'].map((name) => join(corpus.folder ?? '', `${name}.jsonl.gz`))
    const { seconds, megabytes } = await runImport([...others, many], ['--database-url', url, '--data', folder])
    printFigure({
      name: 'million.import',
      value: seconds,
      unit: 's',
      note: `${works.toLocaleString('en')} works and what they name`,
    })
    printFigure({
      name: 'million.import.memory',
      value: megabytes,
      unit: 'MB',
      note: 'the importing process, without the server',
    })
    await measurePages('million', url)
    if (withSlices) await measureSlices('million', { databaseUrl: url }, 2)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function* multiplied(path: string): AsyncIterable<string> {
  let written = 0
  for (let round = 0; written < works; round++) {
    const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Infinity })
    for await (const line of lines) {
      if (written++ >= works) return
      yield `${shuffleIds(line, round)}\n`
    }
  }
}

/** Authors change places within a round (an affine permutation of their numbers), works move on by a step. */
function shuffleIds(line: string, round: number): string {
  return line
    .replaceAll(/\/W(\d+)"/g, (_, id: string) => `/W${Number(id) + round * idStep}"`)
    .replaceAll(/\/A(\d+)"/g, (_, id: string) => `/A${permuted(Number(id), round)}"`)
}

const authorBase = 1_000_000_000_000
const authors = 75_428
const multiplier = 29_989

function permuted(id: number, round: number): number {
  const place = (id - authorBase - 1) % authors
  return authorBase + 1 + ((place * multiplier + round * 7_919) % authors) + round * idStep
}
