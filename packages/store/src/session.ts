import type { Readable } from 'node:stream'

export interface SessionResult<Row> {
  readonly rows: Row[]
  /** Rows inserted, updated or deleted. */
  readonly affected: number
}

/** One connection to PostgreSQL, embedded or served; statements run in the order they are given. */
export interface Session {
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<SessionResult<Row>>
  /** Feeds rows in COPY text format, UTF-8, to `copy … from stdin`. */
  copyIn(table: string, columns: readonly string[], text: Buffer): Promise<void>
  /** What `copy (query) to stdout` says, in COPY text format; the query takes no parameters. */
  copyOut(query: string): Promise<Readable>
}

/** Where sessions come from. Embedded there is one, handed out in turn; a server has a pool. */
export interface SessionSource {
  acquire(): Promise<Session>
  /** `broken`: the session may be in an unknown state and must not be handed out again. */
  release(session: Session, options?: { readonly broken?: boolean }): void
  close(): Promise<void>
}
