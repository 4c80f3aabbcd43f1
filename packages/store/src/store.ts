import { Kysely } from 'kysely'
import { EmbeddedSessions } from './embedded/embedded-sessions.ts'
import { sessionDialect } from './kysely-dialect.ts'
import { ServerSessions } from './server/server-sessions.ts'
import type { Session, SessionSource } from './session.ts'
import { WriterBusyError } from './store-errors.ts'
import type { Tables } from './tables.ts'

export type StoreLocation = { readonly dataDir: string } | { readonly databaseUrl: string; readonly poolSize?: number }

/** One transaction: typed queries, and the session itself for COPY. */
export interface StoreTransaction {
  readonly db: Kysely<Tables>
  readonly session: Session
}

export interface TransactionOptions {
  /** `repeatable read` shows one state of the database throughout. */
  readonly isolation?: 'read committed' | 'repeatable read'
  /**
   * When it is on the disk for good. `with the next`: once one that settles at once has ended, or a moment later by
   * itself; if the machine fails before, it is as if it and those after it had never begun. For the steps of a long
   * job that notes in each how far it has come, and ends with one that settles at once.
   */
  readonly settles?: 'at once' | 'with the next'
}

const settleEveryMs = 200

/** The database, embedded in a data folder or on a PostgreSQL server. */
export class Store {
  readonly kind: 'embedded' | 'server'
  readonly db: Kysely<Tables>
  /**
   * For pages: a server gives up a statement that takes longer than five seconds (`StatementTimeoutError`), so that
   * they do not pile up behind it. The embedded database cannot be interrupted at work: it has no timers.
   */
  readonly reading: Kysely<Tables>
  readonly #sessions: SessionSource
  readonly #readingSessions: SessionSource
  #settledAt = -Infinity

  constructor(kind: 'embedded' | 'server', sessions: SessionSource, readingSessions = sessions) {
    this.kind = kind
    this.#sessions = sessions
    this.#readingSessions = readingSessions
    this.db = new Kysely<Tables>({ dialect: sessionDialect(sessions) })
    this.reading = new Kysely<Tables>({ dialect: sessionDialect(readingSessions) })
  }

  /** All of `work` or none of it. */
  async transaction<T>(
    work: (tx: StoreTransaction) => Promise<T>,
    { isolation = 'read committed', settles = 'at once' }: TransactionOptions = {},
  ): Promise<T> {
    return this.withSession(async (tx) => {
      await tx.session.query(`begin isolation level ${isolation}`)
      if (settles === 'with the next' && !this.#isTimeToSettle())
        await tx.session.query('set local synchronous_commit = off')
      const result = await work(tx)
      await tx.session.query('commit')
      return result
    })
  }

  /**
   * A server has a process of its own that writes its log out every 200 ms (`wal_writer_delay`). The embedded database
   * has none, so one transaction in each such time waits for it, and a killed process loses as little.
   */
  #isTimeToSettle(): boolean {
    const now = performance.now()
    if (this.kind === 'server' || now - this.#settledAt < settleEveryMs) return false
    this.#settledAt = now
    return true
  }

  /** One session for several statements; rolled back and given up when `work` throws. */
  async withSession<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    const session = await this.#sessions.acquire()
    const db = new Kysely<Tables>({
      dialect: sessionDialect({ acquire: async () => session, release: () => undefined }),
    })
    try {
      const result = await work({ db, session })
      this.#sessions.release(session)
      return result
    } catch (error) {
      // Where even the rollback fails, the session is broken; either way the first error is the one to tell.
      await session.query('rollback').catch(() => undefined)
      this.#sessions.release(session, { broken: true })
      throw error
    }
  }

  /**
   * Runs `work` as the only writer of the public record, across processes. The embedded database has one process anyway.
   * @throws {WriterBusyError} while another process holds the right.
   */
  async asOnlyWriter<T>(work: () => Promise<T>): Promise<T> {
    if (this.kind === 'embedded') return work()
    return this.withSession(async ({ session }) => {
      const { rows } = await session.query<{ held: boolean }>(`select pg_try_advisory_lock(${writerLock}) as held`)
      if (rows[0]?.held !== true) throw new WriterBusyError()
      const result = await work()
      await session.query(`select pg_advisory_unlock(${writerLock})`)
      return result
    })
  }

  async close(): Promise<void> {
    await this.#sessions.close()
    if (this.#readingSessions !== this.#sessions) await this.#readingSessions.close()
  }

  /** For `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** Any number that no other program locks in this database. */
export const writerLock = 220_400_595

const defaultPoolSize = 8
const readingTimeoutMs = 5_000

/** @throws {DataFolderInUseError} while another process holds the data folder. */
export function openStore(location: StoreLocation): Store {
  if ('dataDir' in location) return new Store('embedded', new EmbeddedSessions(location.dataDir))
  const { databaseUrl, poolSize: size = defaultPoolSize } = location
  return new Store(
    'server',
    new ServerSessions(databaseUrl, { size }),
    new ServerSessions(databaseUrl, { size, statementTimeoutMs: readingTimeoutMs }),
  )
}
