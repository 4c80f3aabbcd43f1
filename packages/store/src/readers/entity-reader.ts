import { type EntityKind, type EntityRef, kindCodeOf, kindOfCode } from '@bzpeer/schema'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** Source, when this site took it over, when the source last changed it. Instants are ISO 8601. */
export type ProvenanceRow = readonly [source: string, observedAt: string, updatedAt: string | null]

/** JSON columns that every entity's page has: `identifiers` and `records` of `e`. */
export function statementColumns(kind: EntityKind): RawBuilder<unknown> {
  const code = sql.lit(kindCodeOf[kind])
  return sql`
    (select json_agg(json_build_array(i.scheme, i.value) order by i.scheme, i.value)
       from (select distinct scheme, value from identifiers where kind = ${code} and entity_id = e.id) i) as identifiers,
    (select json_agg(json_build_array(r.source, r.observed_at, r.source_updated_at) order by r.observed_at, r.source)
       from records r where r.kind = ${code} and r.entity_id = e.id) as records`
}

export interface StatementColumns {
  readonly identifiers: readonly [scheme: string, value: string][] | null
  readonly records: readonly ProvenanceRow[] | null
}

/** The id that took the place of this one, followed to the end of the chain; undefined when it was not merged. */
export async function findMergedInto({ kind, id }: EntityRef, db: Kysely<Tables>): Promise<number | undefined> {
  const { rows } = await sql<{ into_id: number }>`
    with recursive chain (into_id, steps) as (
      select into_id, 1 from merged_ids where kind = ${kindCodeOf[kind]} and id = ${id}
      union all
      select m.into_id, steps + 1 from chain join merged_ids m on m.kind = ${kindCodeOf[kind]} and m.id = chain.into_id where steps < 20
    ) select into_id from chain order by steps desc limit 1`.execute(db)
  return rows[0]?.into_id
}

/** The entity that carries an identifier; where several do, the one with the smallest id. */
export async function findByIdentifier(
  db: Kysely<Tables>,
  scheme: string,
  value: string,
): Promise<EntityRef | undefined> {
  const row = await db
    .selectFrom('identifiers')
    .select(['kind', 'entity_id'])
    .where('scheme', '=', scheme)
    .where('value', '=', value)
    .orderBy('entity_id')
    .executeTakeFirst()
  return row === undefined ? undefined : { kind: kindOfCode(row.kind), id: row.entity_id }
}
