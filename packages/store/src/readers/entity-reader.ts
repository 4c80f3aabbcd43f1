import { type EntityKind, type EntityRef, kindCodeOf, kindOfCode } from '@bzpeer/schema'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'

/** Source, when this site took it over, when the source last changed it. Instants are ISO 8601. */
export type ProvenanceRow = readonly [source: string, observedAt: string, updatedAt: string | null]

/** Each with how many the entity has, those left out included. */
export type IdentifierRow = readonly [scheme: string, value: string, count: number]

/** How many of a list of any length are read for a page; it says how many more there are. */
export const shownOfAny = 24
const sourcesShown = 24
/** An entity with more identifiers than this is no entity: the others are neither looked at nor counted. */
const identifiersReadAtMost = 1_000

/** The first identifiers of an entity, by scheme and value, as JSON of {@link IdentifierRow}s. */
export function identifiersColumn(kind: EntityKind, id: RawBuilder<unknown>, limit: number): RawBuilder<unknown> {
  return sql`(select json_agg(json_build_array(i.scheme, i.value, i.count) order by i.scheme, i.value) from (
      select scheme, value, count(*) over () as count from (
        select scheme, value from identifiers where kind = ${sql.lit(kindCodeOf[kind])} and entity_id = ${id}
        limit ${sql.lit(identifiersReadAtMost)}) stated
      group by scheme, value order by scheme, value limit ${sql.lit(limit)}) i) as identifiers`
}

/** The first of the names in an array, and how many there are: `alternative_names`, `alternative_names_count`. */
export function namesColumns(names: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${names})[1:${sql.lit(shownOfAny)}] as alternative_names, cardinality(${names}) as alternative_names_count`
}

export interface NamesColumns {
  readonly alternative_names: string[]
  readonly alternative_names_count: number
}

/** JSON columns that every entity's page has: `identifiers` and `records` of `e`. */
export function statementColumns(kind: EntityKind): RawBuilder<unknown> {
  return sql`${identifiersColumn(kind, sql`e.id`, shownOfAny)},
    (select json_agg(json_build_array(r.source, r.observed_at, r.source_updated_at) order by r.observed_at, r.source)
       from (select * from records where kind = ${sql.lit(kindCodeOf[kind])} and entity_id = e.id
             order by observed_at, source limit ${sql.lit(sourcesShown)}) r) as records`
}

export interface StatementColumns {
  readonly identifiers: readonly IdentifierRow[] | null
  readonly records: readonly ProvenanceRow[] | null
}

/** The id that took the place of this one, at the end of the chain; undefined when it was not merged. */
export async function findMergedInto({ kind, id }: EntityRef, db: Kysely<Tables>): Promise<number | undefined> {
  const row = await db
    .selectFrom('merged_ids')
    .select('final_id')
    .where('kind', '=', kindCodeOf[kind])
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.final_id
}

/** The entity that carries an identifier; where several do, one that is not hidden, with the smallest id. */
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
    .orderBy(({ ref }) => isShown(ref('identifiers.kind'), ref('identifiers.entity_id')), 'desc')
    .orderBy('entity_id')
    .executeTakeFirst()
  return row === undefined ? undefined : { kind: kindOfCode(row.kind), id: row.entity_id }
}
