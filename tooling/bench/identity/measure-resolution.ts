import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { blockOf, findPersonName } from '@bzpeer/domain'
import { openStore } from '@bzpeer/store'
import { startPostgres } from '@bzpeer/testkit'
import { serverSettings } from '../import.ts'
import { runImport } from '../run-import.ts'
import { addCounts, countAgreement, type PartitionCounts } from './compare-partitions.ts'
import { judgeEqualNames } from './judge-clustering.ts'
import { blocksNamed, type LabelledBlocks } from './labelled-appearances.ts'

const launcher = join(import.meta.dirname, '../../../apps/cli/bin/bzpeer.js')

export interface MeasuredResolution {
  readonly counts: PartitionCounts
  readonly equalNames: PartitionCounts
  /** Of `bzpeer resolve`. */
  readonly seconds: number
}

/**
 * The way a site goes: a corpus that has no records in the hidden blocks, and whose works give no ids to the names in
 * them, is imported into a server, then resolved; who was found to be whom is read off the bylines.
 */
export async function measureResolution(
  corpus: string,
  blocks: LabelledBlocks,
  hidden: ReadonlySet<string>,
): Promise<MeasuredResolution> {
  const folder = await mkdtemp(join(tmpdir(), 'bzpeer-bench-'))
  const server = await startPostgres({ durable: true, settings: serverSettings })
  try {
    const works = await writeLines(join(folder, 'works.jsonl.gz'), withoutIds(join(corpus, 'works.jsonl.gz'), hidden))
    const authors = await writeLines(
      join(folder, 'authors.jsonl.gz'),
      withoutRecords(join(corpus, 'authors.jsonl.gz'), hidden),
    )
    const others = ['topics', 'sources', 'institutions'].map((name) => join(corpus, `${name}.jsonl.gz`))
    const location = ['--database-url', await server.createDatabase(), '--data', folder]
    await runImport([...others, authors, works], location)
    const started = performance.now()
    await runResolve(location)
    const seconds = (performance.now() - started) / 1000
    const counts = await readAgreement(location[1] ?? '', blocks, hidden)
    return { counts, equalNames: judgeEqualNames(blocksNamed(blocks, [...hidden])), seconds }
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeLines(path: string, lines: AsyncIterable<string>): Promise<string> {
  await pipeline(Readable.from(lines), createGzip({ level: 1 }), createWriteStream(path))
  return path
}

function readLines(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Infinity })
}

interface WireSlot {
  author: { id: string | null }
  readonly raw_author_name: string
}

async function* withoutIds(path: string, hidden: ReadonlySet<string>): AsyncIterable<string> {
  for await (const line of readLines(path)) {
    const work = JSON.parse(line) as { authorships: WireSlot[] }
    for (const slot of work.authorships)
      if (isHidden(slot.raw_author_name, hidden)) slot.author = { ...slot.author, id: null }
    yield `${JSON.stringify(work)}\n`
  }
}

async function* withoutRecords(path: string, hidden: ReadonlySet<string>): AsyncIterable<string> {
  for await (const line of readLines(path)) {
    const author = JSON.parse(line) as { readonly display_name: string }
    if (!isHidden(author.display_name, hidden)) yield `${line}\n`
  }
}

function isHidden(text: string, hidden: ReadonlySet<string>): boolean {
  const name = findPersonName(text)
  return name !== undefined && hidden.has(blockOf(name))
}

async function runResolve(location: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [launcher, 'resolve', ...location], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`The resolution ended with exit code ${code}.`)
}

async function readAgreement(
  databaseUrl: string,
  blocks: LabelledBlocks,
  hidden: ReadonlySet<string>,
): Promise<PartitionCounts> {
  await using store = openStore({ databaseUrl })
  const rows = await store.db.selectFrom('authorships').select(['work_id', 'position', 'author_id']).execute()
  const found = new Map(rows.map((row) => [`${row.work_id} ${row.position}`, row.author_id]))
  return addCounts(
    [...hidden].map((block) => {
      const known = (blocks.get(block) ?? []).filter(({ personId }) => personId !== null)
      return countAgreement(
        known.map(({ personId }) => personId ?? 0),
        // A name that is left without a record is a person of its own.
        known.map(({ workId, position }, at) => found.get(`${workId} ${position}`) ?? -at - 1),
      )
    }),
  )
}
