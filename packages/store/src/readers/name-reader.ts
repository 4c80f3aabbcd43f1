import { type EntityKind, type EntityRef, kindCodeOf, kindOfCode } from '@bzpeer/schema'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

interface NameRow {
  readonly kind: number
  readonly id: number
}

/** Behind every text that begins with the prefix, in the order of code points. */
const afterPrefix = (prefix: string) => `${prefix}\u{10FFFF}`

const codesOf = (kinds: readonly EntityKind[]) => kinds.map((kind) => kindCodeOf[kind])

const toRefs = (rows: readonly NameRow[]): EntityRef[] => rows.map(({ kind, id }) => ({ kind: kindOfCode(kind), id }))

/**
 * For each kind, entities with a name, or a word of a name, that begins with `prefix` (folded): whole words first,
 * then by size class. Each size class is read from its own stretch of the index and gives at most `limit` keys, so
 * that a one-letter prefix costs no more than a long one.
 */
export async function listByPrefix(
  db: Kysely<Tables>,
  kinds: readonly EntityKind[],
  prefix: string,
  limit: number,
): Promise<EntityRef[]> {
  const { rows } = await sql<NameRow>`
    select k.kind, best.id from unnest(${codesOf(kinds)}::smallint[]) with ordinality as k (kind, place) cross join lateral (
      select entity_id as id, row_number() over (order by bool_or(key = ${prefix}) desc,
          bool_or(left(key, length(${prefix}::text) + 1) = ${`${prefix} `}) desc, max(weight) desc, min(key), entity_id) as rank
      from generate_series(15, 0, -1) as class cross join lateral (
        select entity_id, weight, key from name_keys
        where name_keys.kind = k.kind and weight = class and key >= ${prefix} and key < ${afterPrefix(prefix)}
        order by key limit ${limit}) hit
      group by entity_id order by rank limit ${limit}) best
    order by k.place, best.rank`.execute(db)
  return toRefs(rows)
}

/**
 * Entities of the kinds with a name like `text` (folded), typing errors included (pg_trgm's word similarity), likest
 * first; at most `limit` in all.
 */
export async function listBySimilarity(
  db: Kysely<Tables>,
  kinds: readonly EntityKind[],
  text: string,
  limit: number,
): Promise<EntityRef[]> {
  const { rows } = await sql<NameRow>`
    select kind, entity_id as id from name_keys
    where is_fuzzy and ${text} <% key and kind = any(${codesOf(kinds)}::smallint[])
    group by kind, entity_id
    order by max(word_similarity(${text}, key) + similarity(${text}, key)) desc, max(weight) desc, entity_id
    limit ${limit}`.execute(db)
  return toRefs(rows)
}

/** The entities of a kind with the most works. */
export async function listLargest(db: Kysely<Tables>, kind: EntityKind, limit: number): Promise<EntityRef[]> {
  const { rows } = await sql<NameRow>`
    select ${sql.lit(kindCodeOf[kind])} as kind, entity_id as id from (
      select entity_id, weight from name_keys where kind = ${sql.lit(kindCodeOf[kind])}
      order by weight desc, key limit ${sql.lit(400)}) largest
    group by entity_id order by max(weight) desc, entity_id limit ${limit}`.execute(db)
  return toRefs(rows)
}
