import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

export interface NameHit {
  readonly id: number
  readonly weight: number
}

/** Behind every text that begins with the prefix, in the order of code points. */
const afterPrefix = (prefix: string) => `${prefix}\u{10FFFF}`

/**
 * Entities with a name, or a word of a name, that begins with `prefix` (folded): whole words first, then by size
 * class. Each size class is read from its own stretch of the index and gives at most `limit` keys, so that a
 * one-letter prefix costs no more than a long one.
 */
export async function listByPrefix(db: Kysely<Tables>, kind: EntityKind, prefix: string, limit: number): Promise<NameHit[]> {
  const { rows } = await sql<NameHit>`
    select entity_id as id, max(weight) as weight
    from generate_series(15, 0, -1) as class cross join lateral (
      select entity_id, weight, key from name_keys
      where kind = ${sql.lit(kindCodeOf[kind])} and weight = class and key >= ${prefix} and key < ${afterPrefix(prefix)}
      order by key limit ${limit}) hit
    group by entity_id
    order by bool_or(key = ${prefix}) desc, bool_or(left(key, length(${prefix}::text) + 1) = ${`${prefix} `}) desc, max(weight) desc, min(key), entity_id
    limit ${limit}`.execute(db)
  return rows
}

/** Entities with a name like `text` (folded), typing errors included (pg_trgm's word similarity), likest first. */
export async function listBySimilarity(db: Kysely<Tables>, kind: EntityKind, text: string, limit: number): Promise<NameHit[]> {
  const { rows } = await sql<NameHit>`
    select entity_id as id, max(weight) as weight from name_keys
    where is_fuzzy and kind = ${sql.lit(kindCodeOf[kind])} and ${text} <% key
    group by entity_id
    order by max(word_similarity(${text}, key) + similarity(${text}, key)) desc, max(weight) desc, entity_id
    limit ${limit}`.execute(db)
  return rows
}

/** The entities of a kind with the most works. */
export async function listLargest(db: Kysely<Tables>, kind: EntityKind, limit: number): Promise<NameHit[]> {
  const { rows } = await sql<NameHit>`
    select entity_id as id, max(weight) as weight from (
      select entity_id, weight from name_keys where kind = ${sql.lit(kindCodeOf[kind])}
      order by weight desc, key limit ${sql.lit(400)}) largest
    group by entity_id order by max(weight) desc, entity_id limit ${limit}`.execute(db)
  return rows
}
