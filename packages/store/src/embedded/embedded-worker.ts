/**
 * PGlite blocks the thread it runs on, so it has one of its own. Requests arrive one at a time,
 * in order; each is answered with its number.
 */
import { setFlagsFromString } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { parsers } from '../value-parsers.ts'
import { PreparedStatements } from './prepared-statements.ts'
import { type EmbeddedAnswer, type EmbeddedRequest, notOpenedCode } from './embedded-messages.ts'

const port = parentPort
if (port === null) throw new Error('internal: the embedded database runs in a worker thread')

// By default V8 optimises PostgreSQL's largest function at the first queries, for two seconds and in 330 MB, and until
// that is done no process ends, however short its command. With more patience imports still get there, and take no longer.
setFlagsFromString('--wasm-tiering-budget=600000000')

interface Opened {
  readonly db: PGlite
  readonly statements: PreparedStatements
}

const { folder } = workerData as { folder: string }
const opening = PGlite.create({
  dataDir: folder,
  extensions: { pg_trgm, unaccent },
  parsers: { ...parsers },
}).then((db): Opened => ({ db, statements: new PreparedStatements(db) }))

let previous: Promise<unknown> = opening

port.on('message', (request: EmbeddedRequest) => {
  previous = previous.then(
    () => answer(request),
    () => answer(request),
  )
})

async function answer(request: EmbeddedRequest): Promise<void> {
  try {
    if (request.kind === 'close') await opening.then(({ db }) => db.close(), nothingToClose)
    const result = request.kind === 'close' ? {} : await perform(await openedDatabase(), request)
    // A request that closes the database ends the thread's message loop after its answer.
    send({ number: request.number, ...result })
    if (request.kind === 'close') port?.close()
  } catch (error) {
    const { message, code } = error as { message: string; code?: string }
    send({ number: request.number, error: { message, code: code ?? null } })
  }
}

function send(message: EmbeddedAnswer): void {
  port?.postMessage(message)
}

function nothingToClose(): void {
  // Whoever asked for rows has been told why it did not open.
}

async function openedDatabase(): Promise<Opened> {
  try {
    return await opening
  } catch (error) {
    throw Object.assign(new Error(error instanceof Error ? error.message : String(error)), { code: notOpenedCode })
  }
}

type Row = Record<string, unknown>

async function perform(
  { db, statements }: Opened,
  request: Exclude<EmbeddedRequest, { kind: 'close' }>,
): Promise<Omit<EmbeddedAnswer, 'number'>> {
  switch (request.kind) {
    case 'query': {
      const { sql, parameters } = request
      const result = parameters.length > 0 ? await statements.query<Row>(sql, parameters) : await db.query<Row>(sql)
      return { rows: result?.rows ?? [], affected: result?.affectedRows ?? 0 }
    }
    case 'copyIn':
      await db.query(request.sql, [], { blob: new Blob([request.text]) })
      return {}
    case 'copyOut': {
      const { blob } = await db.query(request.sql)
      return { text: new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0)) }
    }
  }
}
