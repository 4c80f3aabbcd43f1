import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import { type Expression, type RawBuilder, sql } from 'kysely'

/**
 * A condition: the record is not hidden; nobody (null) is not, either. For lists that hold ids alone; authors themselves
 * are in `shown_authors`. Written so that the few that are hidden are read once for a query and each row of a list is
 * looked up among them: as a join, the whole list would be read for its first rows.
 */
export function isShown(kind: EntityKind | Expression<unknown>, id: Expression<unknown>): RawBuilder<boolean> {
  return typeof kind === 'string'
    ? sql`(${id} in (select h.entity_id from hidden_records h where h.kind = ${sql.lit(kindCodeOf[kind])})) is not true`
    : sql`((${kind}, ${id}) in (select h.kind, h.entity_id from hidden_records h)) is not true`
}
