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
