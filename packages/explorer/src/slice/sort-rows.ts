import type { EntityKind } from '@bzpeer/schema'
import type { SliceTie, WovenSlice } from './slice-ties.ts'

/** What a table of a slice is sorted by; by closeness as the slice came. */
export type RowSort = 'closeness' | 'name' | 'kind' | 'ties' | 'year'

/** A node of a slice as a row of a table: the same as the picture shows, in words. */
export interface SliceRow {
  readonly id: string
  readonly kind: EntityKind
  readonly label: string
  readonly path: string
  /** 1 or 2 steps from the focus. */
  readonly ring: number
  readonly weight: number
  readonly latestYear: number | null
  readonly ties: readonly SliceTie[]
}

const kindOrder: readonly EntityKind[] = ['author', 'work', 'topic', 'institution', 'source']

/** A row for each node but the one in focus, which the others are ties of. */
export function rowsOf({ nodes, focus, tiesOf }: WovenSlice): SliceRow[] {
  return nodes
    .filter(({ id }) => id !== focus)
    .map(({ id, kind, label, path, ring, weight, years }) => ({
      id,
      kind,
      label,
      path,
      ring,
      weight,
      latestYear: years?.[1] ?? null,
      ties: tiesOf.get(id) ?? [],
    }))
}

/** Rows in an order, the other way round where it is turned; equal ones stay as they were. */
export function sortRows(rows: readonly SliceRow[], by: RowSort, isTurned = false): SliceRow[] {
  const compare = orders[by]
  return rows.toSorted((a, b) => (isTurned ? compare(b, a) : compare(a, b)))
}

const names = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

/** Names and kinds begin at the start of their list, figures with the largest. */
const orders: Readonly<Record<RowSort, (a: SliceRow, b: SliceRow) => number>> = {
  closeness: (a, b) => a.ring - b.ring || b.weight - a.weight,
  name: (a, b) => names.compare(a.label, b.label),
  kind: (a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind),
  ties: (a, b) => b.ties.length - a.ties.length,
  year: (a, b) => (b.latestYear ?? -Infinity) - (a.latestYear ?? -Infinity) || 0,
}
