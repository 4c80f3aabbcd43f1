import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import type { Session, SessionResult, SessionSource } from '../session.ts'
import { DataFolderDamagedError } from '../store-errors.ts'
import { type EmbeddedAnswer, type EmbeddedRequest, notOpenedCode } from './embedded-messages.ts'
import { FolderLock } from './folder-lock.ts'

type Unnumbered<T> = T extends unknown ? Omit<T, 'number'> : never

interface Pending {
  resolve(answer: EmbeddedAnswer): void
  reject(error: Error): void
}

/** Whether the data folder holds a database; opening one that does not would make it. */
export function hasEmbeddedDatabase(dataDir: string): boolean {
  return existsSync(join(databaseIn(dataDir), 'PG_VERSION'))
}

function databaseIn(dataDir: string): string {
  return join(dataDir, 'pgdata')
}

/** The one session of the database in `folder`, handed out in turn. */
export class EmbeddedSessions implements SessionSource {
  readonly #folder: string
  readonly #lock: FolderLock
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  readonly #session: Session
  #number = 0
  #turn: Promise<void> = Promise.resolve()
  #endTurn: () => void = () => undefined
  #failure: Error | undefined

  /** @throws {DataFolderInUseError} while another process holds the folder. */
  constructor(folder: string) {
    this.#folder = folder
    this.#lock = new FolderLock(folder)
    this.#worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
      workerData: { folder: databaseIn(folder) },
    })
    this.#worker.on('message', (answer: EmbeddedAnswer) => this.#settle(answer))
    this.#worker.on('error', (error: Error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('The embedded database has stopped.')))
    this.#session = new EmbeddedSession((request) => this.#ask(request))
  }

  async acquire(): Promise<Session> {
    const before = this.#turn
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#turn = promise
    await before
    this.#endTurn = resolve
    return this.#session
  }

  release(): void {
    this.#endTurn()
  }

  async close(): Promise<void> {
    await this.acquire()
    try {
      if (this.#failure === undefined) await this.#ask({ kind: 'close' })
    } finally {
      await this.#worker.terminate()
      this.#lock.release()
      // Whoever comes too late is told so at the first query, and does not wait for ever.
      this.#endTurn()
    }
  }

  #ask(request: Unnumbered<EmbeddedRequest>): Promise<EmbeddedAnswer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    const number = this.#number++
    const { promise, resolve, reject } = Promise.withResolvers<EmbeddedAnswer>()
    this.#pending.set(number, { resolve, reject })
    const transfer = request.kind === 'copyIn' ? [request.text.buffer] : []
    this.#worker.postMessage({ ...request, number }, transfer)
    return promise
  }

  #settle(answer: EmbeddedAnswer): void {
    const pending = this.#pending.get(answer.number)
    this.#pending.delete(answer.number)
    if (answer.error === undefined) return pending?.resolve(answer)
    if (answer.error.code === notOpenedCode)
      return pending?.reject(new DataFolderDamagedError(this.#folder, answer.error.message))
    pending?.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }))
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const pending of this.#pending.values()) pending.reject(this.#failure)
    this.#pending.clear()
  }
}

class EmbeddedSession implements Session {
  readonly #ask: (request: Unnumbered<EmbeddedRequest>) => Promise<EmbeddedAnswer>

  constructor(ask: (request: Unnumbered<EmbeddedRequest>) => Promise<EmbeddedAnswer>) {
    this.#ask = ask
  }

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<SessionResult<Row>> {
    const { rows = [], affected = 0 } = await this.#ask({ kind: 'query', sql, parameters })
    return { rows: rows as Row[], affected }
  }

  async copyIn(table: string, columns: readonly string[], text: Buffer): Promise<void> {
    const sql = `copy ${table} (${columns.join(', ')}) from '/dev/blob'`
    // A copy of its own: the buffer may be a slice of a pool, and is moved to the other thread.
    await this.#ask({ kind: 'copyIn', sql, text: Uint8Array.from(text) })
  }

  async copyOut(query: string): Promise<Readable> {
    const { text } = await this.#ask({ kind: 'copyOut', sql: `copy (${query}) to '/dev/blob'` })
    return Readable.from(text === undefined || text.length === 0 ? [] : [Buffer.from(text)])
  }
}
