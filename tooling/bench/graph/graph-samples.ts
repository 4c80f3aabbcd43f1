import { type EntityRef, kindCodeOf, kindOfCode } from '@bzpeer/schema'
import type { Store } from '@bzpeer/store'
import { sql } from 'kysely'

/** Entities of every kind with something around them, the same in every run on the same records. */
export async function listSample(store: Store): Promise<EntityRef[]> {
  const { rows } = await sql<{ kind: number; id: number }>`
    (select ${sql.lit(kindCodeOf.author)} as kind, author_id as id from author_stats order by md5(author_id::text) limit 200)
    union all (select ${sql.lit(kindCodeOf.work)}, id from works order by md5(id::text) limit 200)
    union all (select kind, id from entity_counts where kind = ${sql.lit(kindCodeOf.institution)} and works > 0 order by md5(id::text) limit 100)
    union all (select kind, id from entity_counts where kind = ${sql.lit(kindCodeOf.topic)} and works > 0 order by md5(id::text) limit 100)`.execute(
    store.db,
  )
  return rows.map(({ kind, id }) => ({ kind: kindOfCode(kind), id }))
}

/** The most connected of each kind. */
export async function listMostConnected(store: Store): Promise<EntityRef[]> {
  const { rows } = await sql<{ kind: number; id: number }>`
    (select ${sql.lit(kindCodeOf.author)} as kind, author_id as id from author_stats order by collaborators_count desc, author_id limit 5)
    union all (select ${sql.lit(kindCodeOf.author)}, author_id from author_stats order by works_count desc, author_id limit 5)
    union all (select ${sql.lit(kindCodeOf.work)}, id from works order by byline_count desc, id limit 5)
    union all (select ${sql.lit(kindCodeOf.work)}, id from works order by references_count desc, id limit 5)
    union all select kind, id from (
      select kind, id, row_number() over (partition by kind order by greatest(works, cited_by) desc, id) as place from entity_counts) e
      where place <= 5`.execute(store.db)
  return rows.map(({ kind, id }) => ({ kind: kindOfCode(kind), id }))
}

/** Pairs of authors of the largest group that co-authorship connects. */
export async function listConnectedPairs(store: Store, count: number): Promise<(readonly [number, number])[]> {
  const { rows } = await sql<{
    a: number
    b: number
  }>`select author_id as a, coauthor_id as b from coauthor_ties`.execute(store.db)
  const known = Map.groupBy(rows, ({ a }) => a)
  const largest = findLargest(known)
  return Array.from({ length: count }, (_, index) => [pick(largest, 2 * index), pick(largest, 2 * index + 1)] as const)
}

function findLargest(known: ReadonlyMap<number, readonly { readonly b: number }[]>): number[] {
  const seen = new Set<number>()
  let largest: number[] = []
  for (const start of known.keys()) {
    if (seen.has(start)) continue
    seen.add(start)
    const group = [start]
    for (const at of group)
      for (const { b } of known.get(at) ?? [])
        if (!seen.has(b)) {
          seen.add(b)
          group.push(b)
        }
    if (group.length > largest.length) largest = group
  }
  return largest.toSorted((a, b) => a - b)
}

/** Spread over the list without a pattern: multiples of the golden ratio. */
function pick(list: readonly number[], index: number): number {
  const share = ((index + 1) * 0.618_033_988_749_895) % 1
  return list[Math.floor(share * list.length)] ?? 0
}
