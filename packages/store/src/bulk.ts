import { encodeCopyText, type CopyValue } from './copy-text.ts'
import type { Session } from './session.ts'
import type { Tables } from './tables.ts'

/** Rows for one table, all with the same columns, collected and then copied in at once. */
export class Rows<T extends keyof Tables> {
  readonly table: T
  readonly columns: readonly (keyof Tables[T] & string)[]
  readonly rows: (readonly CopyValue[])[] = []

  constructor(table: T, columns: readonly (keyof Tables[T] & string)[]) {
    this.table = table
    this.columns = columns
  }

  /** Values in the order of the columns. */
  add(...values: CopyValue[]): void {
    this.rows.push(values)
  }

  async copyTo(session: Session): Promise<void> {
    if (this.rows.length > 0) await session.copyIn(this.table, this.columns, encodeCopyText(this.rows))
  }
}

interface CopiedRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly CopyValue[])[]
}

/** Copies several tables in; the rows of the next are made ready while the database takes those of the one before. */
export async function copyAll(session: Session, tables: readonly CopiedRows[]): Promise<void> {
  let copying: Promise<void> = Promise.resolve()
  for (const { table, columns, rows } of tables) {
    if (rows.length === 0) continue
    const text = encodeCopyText(rows)
    await copying
    copying = session.copyIn(table, columns, text)
    // A failure is met at the next await; until then it must not count as unhandled.
    copying.catch(() => undefined)
  }
  await copying
}

/** A temporary table that lives as long as the transaction, filled with rows: what sets of ids and deltas travel in. */
export async function copyToTemporary(
  session: Session,
  name: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly (readonly CopyValue[])[],
): Promise<void> {
  const definitions = Object.entries(columns).map(([column, type]) => `${column} ${type}`)
  await session.query(`create temporary table ${name} (${definitions.join(', ')}) on commit drop`)
  if (rows.length > 0) await session.copyIn(name, Object.keys(columns), encodeCopyText(rows))
}
