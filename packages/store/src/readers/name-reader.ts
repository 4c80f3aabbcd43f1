import { type EntityKind, type EntityRef, kindCodeOf, kindOfCode } from '@bzpeer/schema'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { given } from '../given.ts'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'
import type { NameFilter } from './name-filter.ts'

interface NameRow {
  readonly kind: number
  readonly id: number
}

/** What was found, best first, and whether there may be more than was looked at. */
export interface Found {
  readonly ids: readonly number[]
  readonly isCut: boolean
}

/** Behind every text that begins with the prefix, in the order of code points. */
const afterPrefix = (prefix: string) => `${prefix}\u{10FFFF}`

const codesOf = (kinds: readonly EntityKind[]) => kinds.map((kind) => kindCodeOf[kind])

const toRefs = (rows: readonly NameRow[]): EntityRef[] => rows.map(({ kind, id }) => ({ kind: kindOfCode(kind), id }))

/** Order of entities by all their keys that begin with `prefix`: whole words first, then by size class. */
const bestFirst = (prefix: string) => sql`bool_or(key = ${given(prefix, 'text')}) desc,
  bool_or(starts_with(key, ${given(`${prefix} `, 'text')})) desc, max(weight) desc, min(key), entity_id`

/** Keys of a kind that begin with `prefix`: at most `limit` of each size class, each from its own stretch of the index. */
const keysByClass = (kind: RawBuilder<unknown>, prefix: string, limit: number) => sql`
  generate_series(15, 0, -1) as class cross join lateral (
    select entity_id, weight, key from name_keys n
    where n.kind = ${kind} and weight = class and key >= ${given(prefix, 'text')} and key < ${given(afterPrefix(prefix), 'text')} and ${isShown(sql`n.kind`, sql`n.entity_id`)}
    order by key limit ${sql.lit(limit)}) hit`

/**
 * As a query for columns `kind`, `id` and `place`: entities with a name, or a word of a name, that begins with `prefix`
 * (folded), at most so many of each kind, the kinds in the order given. Bounded by the number of size classes, so
 * that a one-letter prefix costs no more than a long one.
 */
export function byPrefix(
  limits: readonly (readonly [kind: EntityKind, limit: number])[],
  prefix: string,
): RawBuilder<unknown> {
  const codes = codesOf(limits.map(([kind]) => kind))
  const counts = limits.map(([, limit]) => limit)
  return sql`
    select k.kind, best.id, row_number() over (order by k.place, best.rank) as place
    from unnest(${given(codes, 'smallint[]')}, ${given(counts, 'integer[]')})
      with ordinality as k (kind, wanted, place) cross join lateral (
        select entity_id as id, row_number() over (order by ${bestFirst(prefix)}) as rank
        from ${keysByClass(sql`k.kind`, prefix, Math.max(...counts))}
        group by entity_id order by rank limit k.wanted) best`
}

/** For each kind at most `limit` entities with a name that begins with `prefix` (folded), best first. */
export async function listByPrefix(
  db: Kysely<Tables>,
  kinds: readonly EntityKind[],
  prefix: string,
  limit: number,
): Promise<EntityRef[]> {
  const found = byPrefix(
    kinds.map((kind) => [kind, limit]),
    prefix,
  )
  const { rows } = await sql<NameRow>`select kind, id from (${found}) found order by place`.execute(db)
  return toRefs(rows)
}

/** So many keys of each size class are looked at for those that pass a filter, and … */
const keysLookedAt = 1_000
/** … where they were not all, so many of the entities that pass for those with such a name. */
const passingLookedAt = 2_000

/** As `listByPrefix`, of the entities that pass. Complete, unless both sides are larger than what is looked at. */
export async function listFilteredByPrefix(
  db: Kysely<Tables>,
  { kind, table, condition, ids }: NameFilter,
  prefix: string,
  limit: number,
): Promise<Found> {
  const code = sql.lit(kindCodeOf[kind])
  const { rows } = await sql<{ ids: number[]; is_cut: boolean }>`
    with begun as materialized (
      select hit.* from ${keysByClass(code, prefix, keysLookedAt)}
    ), extent as materialized (
      select exists (select from begun group by weight having count(*) = ${sql.lit(keysLookedAt)}) as is_cut
    ), named as materialized (
      select begun.* from begun join ${table} e on e.id = begun.entity_id where ${condition}
    ), passing as materialized (
      select id from (${ids} limit ${sql.lit(passingLookedAt)}) few
      where (select is_cut from extent) and (select count(distinct entity_id) from named) < ${limit}
    ), others as (
      select n.entity_id, n.weight, n.key from passing join name_keys n on n.kind = ${code} and n.entity_id = passing.id
      where n.key >= ${prefix} and n.key < ${afterPrefix(prefix)} and ${isShown(sql`n.kind`, sql`n.entity_id`)}
    ), best as materialized (
      select entity_id, row_number() over (order by ${bestFirst(prefix)}) as rank
      from (select * from named union all select * from others) found group by entity_id order by rank limit ${limit}
    )
    select array(select entity_id from best order by rank) as ids,
      (select count(*) from best) = ${limit} or
        ((select is_cut from extent) and (select count(*) from passing) = ${sql.lit(passingLookedAt)}) as is_cut`.execute(
    db,
  )
  return { ids: rows[0]?.ids ?? [], isCut: rows[0]?.is_cut ?? false }
}

/** A name that is like many is compared with so many of them. */
const alikeLookedAt = 2_000

/**
 * Entities of the kinds with a name like `text` (folded), typing errors included (pg_trgm's word similarity), likest
 * first; at most `limit` in all. With a filter, its kind is the only one.
 */
export async function listBySimilarity(
  db: Kysely<Tables>,
  kinds: readonly EntityKind[],
  text: string,
  limit: number,
  filter?: NameFilter,
): Promise<EntityRef[]> {
  const passing = filter === undefined ? sql`` : sql`join ${filter.table} e on e.id = entity_id and ${filter.condition}`
  const { rows } = await sql<NameRow>`
    select kind, entity_id as id from (
      select kind, entity_id, weight, key from name_keys n
      where is_fuzzy and ${text} <% key and kind = any(${codesOf(kinds)}::smallint[]) and ${isShown(sql`n.kind`, sql`n.entity_id`)}
      limit ${sql.lit(alikeLookedAt)}) alike ${passing}
    group by kind, entity_id
    order by max(word_similarity(${text}, key) + similarity(${text}, key)) desc, max(weight) desc, entity_id
    limit ${limit}`.execute(db)
  return toRefs(rows)
}

/**
 * Which of the words (or texts of several) some name of the kinds has, at most `limit`: those of an earlier group before the others, then
 * those of larger entities. Looks each word up in each size class of each kind.
 */
export async function listKnownWords(
  db: Kysely<Tables>,
  kinds: readonly EntityKind[],
  groups: readonly (readonly string[])[],
  limit: number,
): Promise<string[]> {
  const words = groups.flat()
  const ranks = groups.flatMap((group, rank) => group.map(() => rank))
  // A space is the first of the signs that keys hold, so what is below `!` is the word itself or the word and more.
  const { rows } = await sql<{ word: string }>`
    select word from unnest(${words}::text[], ${ranks}::integer[]) as w (word, rank)
      cross join unnest(${codesOf(kinds)}::smallint[]) as k (kind) cross join generate_series(0, 15) as class
      cross join lateral (
        select from name_keys n where n.kind = k.kind and n.weight = class and n.key >= word and n.key < word || '!' and ${isShown(sql`n.kind`, sql`n.entity_id`)}
        order by n.key limit 1) hit
    group by word order by min(rank), max(class) desc, word limit ${limit}`.execute(db)
  return rows.map(({ word }) => word)
}

/** The entities of a kind with the most works. */
export async function listLargest(db: Kysely<Tables>, kind: EntityKind, limit: number): Promise<EntityRef[]> {
  const { rows } = await sql<NameRow>`
    select ${sql.lit(kindCodeOf[kind])} as kind, entity_id as id from (
      select entity_id, weight from name_keys n where kind = ${sql.lit(kindCodeOf[kind])} and ${isShown(sql`n.kind`, sql`n.entity_id`)}
      order by weight desc, key limit ${sql.lit(400)}) largest
    group by entity_id order by max(weight) desc, entity_id limit ${limit}`.execute(db)
  return toRefs(rows)
}
