import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '@bzpeer/schema'
import {
  cleanSearchIndexes,
  emptyTables,
  isEmpty,
  listTables,
  migrate,
  NewerDatabaseError,
  readMigrationState,
  type Store,
  type StoreTransaction,
  type TableShape,
} from '@bzpeer/store'
import { z } from 'zod'
import { type BackupHeader, endOfTable } from './backup-format.ts'

export class NotEmptyError extends AppError {
  constructor() {
    super(
      'not-empty',
      'The database already holds records. Restore into an empty one, or say --replace to take the place of what it holds.',
    )
  }
}

export class DamagedBackupError extends AppError {
  constructor(reason: string, options?: ErrorOptions) {
    super('damaged-backup', `The backup cannot be restored: ${reason} Nothing was changed.`, options)
  }
}

export class NotABackupError extends AppError {
  constructor(path: string, cause: unknown) {
    super(
      'not-a-backup',
      `There is no backup of BZPEER in ${path}. Name a file that npx bzpeer backup FILE has written.`,
      {
        cause,
      },
    )
  }
}

const makeAgain = 'Make the backup again with npx bzpeer backup FILE, or take another copy of it.'

const headerShape = z.object({
  format: z.literal('bzpeer-backup'),
  version: z.literal(1),
  migrations: z.array(z.string()),
  created_at: z.string(),
})
const tableShape = z.object({ table: z.string(), columns: z.array(z.string()) })
const trailerShape = z.object({ complete: z.literal(true), tables: z.number() })

/**
 * Looks at how the file begins, before anything is made for what it holds.
 * @throws {NotABackupError | DamagedBackupError}
 */
export async function checkBackup(path: string): Promise<void> {
  const lines = new BackupLines(path)
  try {
    await readHeader(lines)
  } catch (error) {
    throw isOtherFormat(error) ? new NotABackupError(path, error) : error
  } finally {
    await lines.close()
  }
}

/** What cannot be read, or breaks off before it can be told what it is, may be a backup. */
function isOtherFormat(error: unknown): boolean {
  if (!(error instanceof DamagedBackupError)) return false
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException
  return code === undefined || code === 'Z_DATA_ERROR' || code === 'EISDIR'
}

/**
 * Brings a backup's rows back in one transaction, then the schema up to this version.
 * @throws {NotEmptyError | DamagedBackupError | NewerDatabaseError}
 */
export async function restoreBackup(
  store: Store,
  path: string,
  options: { readonly replace: boolean },
  onTable: (table: string) => void,
): Promise<void> {
  const lines = new BackupLines(path)
  const header = await readHeader(lines)
  // An import that went on meanwhile would count what it finds no more.
  await store.asOnlyWriter(async () => {
    await prepareSchema(store, header)
    await store.transaction(async (tx) => {
      const tables = await listTables(tx)
      if (!options.replace && !(await isEmpty(tx))) throw new NotEmptyError()
      await emptyTables(
        tx,
        tables.map(({ table }) => table),
      )
      await copyTables(tx, lines, tables, onTable)
    })
    await migrate(store)
    await cleanSearchIndexes(store)
  })
}

async function readHeader(lines: BackupLines): Promise<BackupHeader> {
  const header = headerShape.safeParse(parseJson(await lines.next()))
  if (!header.success) throw new DamagedBackupError('it does not begin as a backup of BZPEER does.')
  return header.data
}

/** The rows fit the schema they were taken from: it is laid first where there is none yet. */
async function prepareSchema(store: Store, { migrations }: BackupHeader): Promise<void> {
  const { applied, pending } = await readMigrationState(store)
  const last = migrations.at(-1)
  if (last === undefined) throw new DamagedBackupError('it was made of a database that was still without a schema.')
  const unknown = migrations.find((name) => !applied.includes(name) && !pending.includes(name))
  if (unknown !== undefined) throw new NewerDatabaseError(unknown)
  if (applied.length > migrations.length) {
    throw new DamagedBackupError(
      'it is of an older schema than this database has. Restore it into a new database, which is then brought up to date.',
    )
  }
  await migrate(store, last)
}

async function copyTables(
  tx: StoreTransaction,
  lines: BackupLines,
  known: readonly TableShape[],
  onTable: (table: string) => void,
): Promise<void> {
  const missing = new Map(known.map((shape) => [shape.table, shape]))
  for (;;) {
    const json = parseJson(await lines.next())
    if (trailerShape.safeParse(json).success) break
    const found = tableShape.safeParse(json)
    if (!found.success) throw new DamagedBackupError(`it ends before it is complete. ${makeAgain}`)
    const { table, columns } = found.data
    // Names become part of a statement: only those of our own schema do, each table once and whole.
    const shape = missing.get(table)
    if (
      shape === undefined ||
      columns.length !== shape.columns.length ||
      shape.columns.some((column) => !columns.includes(column))
    ) {
      throw new DamagedBackupError(
        `it holds a table or column that this schema does not have, or holds it twice (${table.slice(0, 60)}).`,
      )
    }
    missing.delete(table)
    onTable(table)
    for await (const rows of lines.upTo(endOfTable)) await copyRows(tx, shape, columns, rows)
  }
  const [absent] = missing.keys()
  if (absent !== undefined) throw new DamagedBackupError(`the table ${absent} is not in it.`)
  // The checksum of the whole stands at the very end of the file, and is compared when that is read.
  if (!(await lines.isAtEnd())) throw new DamagedBackupError('it goes on after its end.')
}

/** Classes of errors (SQLSTATE) that say the rows are wrong, and not the server: data, constraints, limits. */
const faultOfData = /^(?:22|23|54)/

async function copyRows(
  { session }: StoreTransaction,
  { table }: TableShape,
  columns: readonly string[],
  rows: Buffer,
): Promise<void> {
  try {
    await session.copyIn(table, columns, rows)
  } catch (cause) {
    const { code, message } = cause as { code?: string; message: string }
    if (code === undefined || !faultOfData.test(code)) throw cause
    throw new DamagedBackupError(`the table ${table} holds rows that cannot be (${message.slice(0, 200)}).`, { cause })
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    // Whatever was expected here, this is not it; the caller says so.
    return undefined
  }
}

const newline = 0x0a
const pieceBytes = 4 * 1024 * 1024

/** The lines of a gzip file, one by one or as pieces that end with a line. */
class BackupLines {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(path: string) {
    const file = createReadStream(path)
    const gunzip = createGunzip({ chunkSize: 1024 * 1024 })
    // The error is met where the lines are read.
    pipeline(file, gunzip, () => undefined)
    this.#chunks = gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  async next(): Promise<string | undefined> {
    let end = this.#rest.indexOf(newline)
    while (end === -1) {
      if (!(await this.#fill())) return undefined
      end = this.#rest.indexOf(newline)
    }
    const line = this.#rest.subarray(0, end).toString('utf8')
    this.#rest = this.#rest.subarray(end + 1)
    return line
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  /** Whether nothing follows any more. */
  async isAtEnd(): Promise<boolean> {
    return this.#rest.length === 0 && !(await this.#fill())
  }

  /** Pieces of whole lines before the line `end`, which is passed over. */
  async *upTo(end: string): AsyncIterable<Buffer> {
    const mark = Buffer.from(`\n${end}\n`)
    while (this.#rest.length < mark.length && (await this.#fill()));
    if (this.#rest.subarray(0, mark.length - 1).equals(mark.subarray(1))) {
      this.#rest = this.#rest.subarray(mark.length - 1)
      return
    }
    for (;;) {
      const found = this.#rest.indexOf(mark)
      if (found !== -1) {
        yield this.#take(found + 1)
        this.#rest = this.#rest.subarray(mark.length - 1)
        return
      }
      // All but the last lines: the mark may begin in what is kept.
      const whole =
        this.#rest.length > pieceBytes ? this.#rest.lastIndexOf(newline, this.#rest.length - mark.length) : -1
      if (whole > 0) yield this.#take(whole + 1)
      if (!(await this.#fill())) throw new DamagedBackupError(`it ends before it is complete. ${makeAgain}`)
    }
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return taken
  }

  async #fill(): Promise<boolean> {
    try {
      const next = await this.#chunks.next()
      if (next.done === true) return false
      this.#rest = Buffer.concat([this.#rest, next.value])
      return true
    } catch (cause) {
      const { code, message: reason } = cause as NodeJS.ErrnoException
      const mend = code === 'EACCES' ? 'Give whoever runs this the right to read it.' : makeAgain
      throw new DamagedBackupError(`the file cannot be read to its end (${reason}). ${mend}`, { cause })
    }
  }
}
