import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Session, SessionSource } from './session.ts'

/** Kysely over our sessions: the same dialect for the embedded database, a server, or one session of either. */
export function sessionDialect(source: Pick<SessionSource, 'acquire' | 'release'>): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new SessionDriver(source),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

class SessionDriver implements Driver {
  readonly #source: Pick<SessionSource, 'acquire' | 'release'>

  constructor(source: Pick<SessionSource, 'acquire' | 'release'>) {
    this.#source = source
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new SessionConnection(await this.#source.acquire())
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#source.release((connection as SessionConnection).session)
  }

  /** The sessions outlive Kysely: whoever opened them closes them. */
  async destroy(): Promise<void> {}
}

class SessionConnection implements DatabaseConnection {
  readonly session: Session

  constructor(session: Session) {
    this.session = session
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affected } = await this.session.query<R>(query.sql, query.parameters)
    return { rows, numAffectedRows: BigInt(affected) }
  }

  // eslint-disable-next-line require-yield -- nothing here streams: lists page instead
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('internal: rows are not streamed; list them by pages')
  }
}
