import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { DatabaseUnreachableError, StatementTimeoutError } from '../store-errors.ts'
import type { Session, SessionResult, SessionSource } from '../session.ts'
import { parsers } from '../value-parsers.ts'

const connectTimeoutMs = 10_000
const preparedAtMost = 300

export interface ServerOptions {
  readonly size: number
  /** Statements that take longer are given up, and fail with `StatementTimeoutError`. Without it none is. */
  readonly statementTimeoutMs?: number
}

/** A pool of connections to the PostgreSQL server at `url`. */
export class ServerSessions implements SessionSource {
  readonly #pool: pg.Pool
  readonly #sessionOf = new WeakMap<Session, pg.PoolClient>()

  constructor(url: string, { size, statementTimeoutMs }: ServerOptions) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: size,
      connectionTimeoutMillis: connectTimeoutMs,
      application_name: 'bzpeer',
      // To compile a query would take longer than any here does: those of pages are short, those of imports bounded.
      // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it, whatever its type says
      onConnect: async (client) =>
        void (await client.query(`set jit = off; set statement_timeout = ${statementTimeoutMs ?? 0}`)),
      types: {
        getTypeParser: (oid: number) => parsers[oid] ?? builtInParser(oid),
      },
    })
    // An idle connection that the server drops is replaced at the next acquire; nothing was lost.
    this.#pool.on('error', () => undefined)
    // One that is dropped at work fails its query, which says so; unheard, the event would end the process.
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  async acquire(): Promise<Session> {
    const client = await this.#pool.connect().catch((cause: unknown) => {
      throw new DatabaseUnreachableError(cause)
    })
    const session = new ServerSession(client)
    this.#sessionOf.set(session, client)
    return session
  }

  release(session: Session, { broken = false } = {}): void {
    this.#sessionOf.get(session)?.release(broken)
    this.#sessionOf.delete(session)
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }
}

/** Every type has a number; the driver's own list names only the built-in ones. */
function builtInParser(oid: number): (text: string) => unknown {
  const find = pg.types.getTypeParser as (oid: number) => (text: string) => unknown
  return find(oid)
}

const names = new Map<string, string>()

/** Statements are prepared under a name made from their text, so that each is planned once a connection. */
function statementName(sql: string): string | undefined {
  const known = names.get(sql)
  if (known !== undefined) return known
  if (names.size >= preparedAtMost) return undefined
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 24)
  names.set(sql, name)
  return name
}

/** Classes of errors (SQLSTATE) and of the system that say the connection is gone, or the server going. */
const lossCodes = /^(?:08|57P0|ECONN|EPIPE|ETIMEDOUT)/
const lossMessages = /connection (?:error|terminated|ended)|not queryable/i

/** query_canceled: by the timeout, since nothing here cancels. */
const canceledCode = '57014'

/**
 * What else went wrong is thrown on.
 * @throws {DatabaseUnreachableError} for a connection that broke off.
 * @throws {StatementTimeoutError}
 */
function tellFailure(error: unknown): never {
  const { code, message } = error as { code?: string; message: string }
  if (code === canceledCode) throw new StatementTimeoutError(error)
  const isLoss = code === undefined ? lossMessages.test(message) : lossCodes.test(code)
  throw isLoss ? new DatabaseUnreachableError(error) : error
}

class ServerSession implements Session {
  readonly #client: pg.PoolClient

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<SessionResult<Row>> {
    const name = parameters.length > 0 ? statementName(sql) : undefined
    const values = [...parameters]
    const result = await this.#client
      .query(name === undefined ? { text: sql, values } : { name, text: sql, values })
      .catch(tellFailure)
    return { rows: result.rows as Row[], affected: result.rowCount ?? 0 }
  }

  async copyIn(table: string, columns: readonly string[], text: Buffer): Promise<void> {
    const sink = this.#client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
    await pipeline(function* () {
      yield text
    }, sink).catch(tellFailure)
  }

  async copyOut(query: string): Promise<Readable> {
    return this.#client.query(copyTo(`copy (${query}) to stdout`))
  }
}
