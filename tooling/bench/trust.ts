import { judgeTrust } from '@bzpeer/domain'
import { openStore, readTrustRows, type Store, toTrustBasis, type TrustRow } from '@bzpeer/store'
import { sharedCorpus, startPostgres } from '@bzpeer/testkit'
import { sql } from 'kysely'
import { printFigure } from './figure.ts'
import { serverSettings } from './import.ts'
import { measureLoad } from './measure-load.ts'
import { runImport } from './run-import.ts'
import { serveSite } from './running-site.ts'

const batchSize = 1_000
/** As many as there are cores on the machines that the figures are for. */
const lanes = 2
const authorsPerSecondWanted = 20_000
const piecesOfOne = 1_000
const seconds = 10

/** Trust of every author of the corpus from a PostgreSQL server, and the page of one about whom much evidence is kept. */
export async function benchTrust(): Promise<void> {
  const corpus = sharedCorpus('corpus')
  if (corpus.folder === undefined) return console.error(`skipped: ${corpus.skipReason}`)
  const server = await startPostgres({ durable: true, settings: serverSettings })
  try {
    const url = await server.createDatabase()
    await runImport([corpus.folder], ['--database-url', url])
    await measureRecomputation(url)
    await measurePage(url)
  } finally {
    await server.stop()
  }
}

async function measureRecomputation(url: string): Promise<void> {
  await using store = openStore({ databaseUrl: url })
  const authors = await store.db.selectFrom('authors').select('id').orderBy('id').execute()
  const ids = authors.map(({ id }) => id)
  const judge = (rows: TrustRow[]): void => {
    const at = new Date()
    for (const row of rows) judgeTrust(toTrustBasis(row, at), at)
  }
  await measureBatches(store, ids, judge)
  const bare = await measureBatches(store, ids, () => undefined)
  const whole = await measureBatches(store, ids, judge)
  printFigure({
    name: 'trust.corpus',
    value: whole,
    unit: 'authors/s',
    base: authorsPerSecondWanted,
    ratio: whole / authorsPerSecondWanted,
    note: `level and score of ${ids.length} authors, ${batchSize} at a time; base: the least that is wanted`,
  })
  printFigure({
    name: 'trust.corpus.read',
    value: whole,
    unit: 'authors/s',
    base: bare,
    ratio: whole / bare,
    note: 'base: the same rows read, and nothing computed from them',
  })
}

/** Authors a second: while what one lane has read is worked on, the other reads. */
async function measureBatches(store: Store, ids: readonly number[], work: (rows: TrustRow[]) => void): Promise<number> {
  const started = performance.now()
  let from = 0
  const lane = async (): Promise<void> => {
    while (from < ids.length) {
      const batch = ids.slice(from, (from += batchSize))
      work(await readTrustRows(store.reading, batch, new Date()))
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return (1000 * ids.length) / (performance.now() - started)
}

async function measurePage(url: string): Promise<void> {
  const authorId = await addManyPieces(url)
  const site = await serveSite(['--database-url', url])
  try {
    const path = `/authors/A${authorId}`
    const many = await measureLoad(site.origin, [path], 4, seconds)
    await forgetPieces(url)
    const none = await measureLoad(site.origin, [path], 4, seconds)
    printFigure({
      name: 'trust.page',
      value: many.p50,
      unit: 'ms',
      base: none.p50,
      ratio: none.p50 / many.p50,
      note: `page of an owner with ${piecesOfOne} pieces of evidence, 4 connections, median; base: the same page without them`,
    })
  } finally {
    await site.stop()
  }
}

/** An author with the median number of works gets an owner and evidence of every kind, most of it renewals. */
async function addManyPieces(url: string): Promise<number> {
  await using store = openStore({ databaseUrl: url })
  const { rows } = await sql<{ author_id: number }>`
    select author_id from author_stats where works_count = (
      select percentile_disc(0.5) within group (order by works_count) from author_stats) order by author_id limit 1`.execute(
    store.db,
  )
  const authorId = rows[0]?.author_id ?? 0
  await sql`
    with claim as (
      insert into claims (id, author_id, account_id, status, statement, opened_at, window_ends_at, accepted_at)
      values (gen_random_uuid(), ${authorId}, gen_random_uuid(), 'accepted', '', now(), now(), now()) returning id)
    insert into evidence (id, author_id, claim_id, kind, issuer, source, observed_at, expires_at)
    select gen_random_uuid(), ${authorId}, claim.id,
      (array['control.email', 'control.orcid', 'control.rel-me', 'attestation.institution', 'attestation.vouch'])[1 + n % 5],
      '/authors/A' || n, 'https://people.example.org/' || n, now() - n * interval '1 hour', now() + interval '1 year'
    from claim, generate_series(1, ${piecesOfOne}) n`.execute(store.db)
  return authorId
}

async function forgetPieces(url: string): Promise<void> {
  await using store = openStore({ databaseUrl: url })
  await sql`truncate evidence, claims`.execute(store.db)
}
