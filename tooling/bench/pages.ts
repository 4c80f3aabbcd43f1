import { gzipSync } from 'node:zlib'
import { openStore } from '@bzpeer/store'
import { type PostgresServer, sharedCorpus, startPostgres } from '@bzpeer/testkit'
import { sql } from 'kysely'
import { printFigure } from './figure.ts'
import { serverSettings } from './import.ts'
import { measureLoad } from './measure-load.ts'
import { runImport } from './run-import.ts'
import { serveSite } from './running-site.ts'

const seconds = 10

/** Pages over HTTP from a PostgreSQL server with the whole corpus; nothing is cached between. */
export async function benchPages(): Promise<void> {
  const corpus = sharedCorpus('corpus')
  if (corpus.folder === undefined) return console.error(`skipped: ${corpus.skipReason}`)
  const server: PostgresServer = await startPostgres({ durable: true, settings: serverSettings })
  try {
    const url = await server.createDatabase()
    await runImport([corpus.folder], ['--database-url', url])
    await measurePages('page', url)
  } finally {
    await server.stop()
  }
}

/** Figures of the pages that the store at `url` serves, each name after `prefix`. */
export async function measurePages(prefix: string, url: string): Promise<void> {
  const paths = await choosePaths(url)
  const site = await serveSite(['--database-url', url])
  try {
    const bare = await measureLoad(site.origin, ['/healthz'], 16, 5)
    const author = await measureLoad(site.origin, paths.authors, 16, seconds)
    printFigure({
      name: `${prefix}.author`,
      value: author.requestsPerSecond,
      unit: 'requests/s',
      base: bare.requestsPerSecond,
      ratio: author.requestsPerSecond / bare.requestsPerSecond,
      note: '16 connections, 1,000 researchers; base: /healthz, which reads nothing',
    })
    printFigure({ name: `${prefix}.author.p95`, value: author.p95, unit: 'ms', note: '16 connections' })
    const median = await measureLoad(site.origin, paths.medianAuthors, 16, seconds)
    const hub = await measureLoad(site.origin, paths.hub, 16, seconds)
    printFigure({
      name: `${prefix}.author.most-connected`,
      value: hub.p50,
      unit: 'ms',
      base: median.p50,
      ratio: median.p50 / hub.p50,
      note: 'median time, 16 connections; base: researchers with the median number of co-authors',
    })
    for (const [name, list] of [
      ['autocomplete', paths.prefixes],
      ['search', paths.searches],
      ['search.filtered', paths.filteredSearches],
    ] as const) {
      for (const connections of [1, 4, 16]) {
        const load = await measureLoad(site.origin, list, connections, seconds)
        printFigure({
          name: `${prefix}.${name}.p95`,
          value: load.p95,
          unit: 'ms',
          note: `${connections} connection(s), ${Math.round(load.requestsPerSecond)} requests/s`,
        })
      }
    }
    printFigure({
      name: `${prefix}.javascript`,
      value: await javascriptOf(site.origin, paths.authors[0] ?? '/'),
      unit: 'kB',
      note: 'compressed, sent with a researcher’s page',
    })
  } finally {
    await site.stop()
  }
}

async function choosePaths(url: string) {
  await using store = openStore({ databaseUrl: url })
  const ids = async (query: ReturnType<typeof sql<{ author_id: number }>>) =>
    (await query.execute(store.db)).rows.map(({ author_id }) => `/authors/A${author_id}`)
  const words = await sql<{ word: string }>`
    select word from ts_stat('select search from works tablesample system (10)') where length(word) > 3 and word ~ '^[a-z]+$'
    order by nentry desc limit 400`.execute(store.db)
  const names = await sql<{
    name: string
  }>`select display_name as name from authors order by md5(id::text) limit 300`.execute(store.db)
  // Years and types that few and many works have, and countries that few and many institutions are in.
  const workFilters = ['from_year=2020', 'to_year=1990', 'type_of_work=book', 'open_access=1']
  const countries = ['US', 'DE', 'IS', 'KE']
  return {
    filteredSearches: [
      ...words.rows.map(({ word }, index) => `/search?type=works&q=${word}&${workFilters[index % workFilters.length]}`),
      ...names.rows.map(
        (_, index) => `/search?type=institutions&q=university&country=${countries[index % countries.length]}`,
      ),
    ],
    authors: await ids(sql`select author_id from author_stats order by md5(author_id::text) limit 1000`),
    medianAuthors: await ids(sql`
      select author_id from author_stats where collaborators_count = (
        select percentile_disc(0.5) within group (order by collaborators_count) from author_stats)
      order by md5(author_id::text) limit 200`),
    hub: await ids(sql`select author_id from author_stats order by collaborators_count desc limit 1`),
    // What people type: one and two words of the works, and names.
    searches: [
      ...words.rows.map(
        ({ word }, index) => `/search?q=${word}${index % 2 === 0 ? '' : `+${words.rows[index - 1]?.word}`}`,
      ),
      ...names.rows.map(({ name }) => `/search?q=${encodeURIComponent(name)}`),
    ],
    prefixes: names.rows.map(
      ({ name }, index) => `/api/autocomplete/all?q=${encodeURIComponent(name.slice(0, 1 + (index % 8)))}`,
    ),
  }
}

/** Bytes of script that the page makes a browser load, compressed, in kB. */
async function javascriptOf(origin: string, path: string): Promise<number> {
  const html = await (await fetch(origin + path)).text()
  const scripts = [...html.matchAll(/<(?:script[^>]*\ssrc|link[^>]*rel="modulepreload"[^>]*\shref)="([^"]+)"/g)].map(
    ([, source]) => source ?? '',
  )
  const bytes = await Promise.all(
    [...new Set(scripts)].map(
      async (source) => gzipSync(Buffer.from(await (await fetch(new URL(source, origin + path))).arrayBuffer())).length,
    ),
  )
  return bytes.reduce((sum, size) => sum + size, 0) / 1000
}
