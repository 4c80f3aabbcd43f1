import { type RawBuilder, sql } from 'kysely'

/**
 * A value that the planner does not look at. If it did, it would take the plan for this very value to be cheaper than the one
 * for any, and plan anew each time, which takes longer than many a query itself.
 */
export function given<Value>(value: Value, type: 'text' | 'smallint[]' | 'integer[]' | 'bigint[]'): RawBuilder<Value> {
  return sql`(select ${value}::${sql.raw(type)})::${sql.raw(type)}`
}

export const givenIds = (ids: readonly number[]): RawBuilder<readonly number[]> => given(ids, 'bigint[]')
