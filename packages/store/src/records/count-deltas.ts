import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import type { StoreTransaction } from '../store.ts'
import { markDirty } from './dirty.ts'

/**
 * Counts kept by differences, so that a work that changes touches the counters of its own topics, institutions,
 * source and references alone, however many works those have.
 */
export class CountDeltas {
  readonly #works = new Map<string, number>()
  readonly #citedBy = new Map<string, number>()

  addWorks(kind: EntityKind, id: number, difference: number): void {
    add(this.#works, `${kindCodeOf[kind]} ${id}`, difference)
  }

  addCitations(workId: number, difference: number): void {
    add(this.#citedBy, `${kindCodeOf.work} ${workId}`, difference)
  }

  /** Rows of kind code, id, difference in works, difference in citations. */
  rows(): [number, number, number, number][] {
    const keys = [...new Set([...this.#works.keys(), ...this.#citedBy.keys()])]
    return keys
      .map((key): [number, number, number, number] => {
        const [kind = 0, id = 0] = key.split(' ').map(Number)
        return [kind, id, this.#works.get(key) ?? 0, this.#citedBy.get(key) ?? 0]
      })
      .filter(([, , works, citedBy]) => works !== 0 || citedBy !== 0)
  }
}

function add(map: Map<string, number>, key: string, difference: number): void {
  map.set(key, (map.get(key) ?? 0) + difference)
}

/** Applies the differences; a counter that comes back to nothing is taken away. */
export async function addCounts(tx: StoreTransaction, deltas: CountDeltas): Promise<void> {
  const rows = deltas.rows().toSorted(([kindA, idA], [kindB, idB]) => kindA - kindB || idA - idB)
  if (rows.length === 0) return
  const columns = [0, 1, 2, 3].map((column) => rows.map((row) => row[column]))
  await tx.session.query(
    `insert into entity_counts as c (kind, id, works, cited_by)
     select * from unnest($1::smallint[], $2::bigint[], $3::integer[], $4::integer[])
     on conflict (kind, id) do update set works = c.works + excluded.works, cited_by = c.cited_by + excluded.cited_by`,
    columns,
  )
  if (rows.some(([, , works, citedBy]) => works < 0 || citedBy < 0)) {
    await tx.session.query(
      `delete from entity_counts c using unnest($1::smallint[], $2::bigint[]) as touched (kind, id)
       where c.kind = touched.kind and c.id = touched.id and c.works = 0 and c.cited_by = 0`,
      columns.slice(0, 2),
    )
  }
  for (const kind of ['institution', 'topic', 'source'] as const) {
    await markDirty(
      tx,
      kind,
      rows.filter(([code]) => code === kindCodeOf[kind]).map(([, id]) => id),
    )
  }
}
