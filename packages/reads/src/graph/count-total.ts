import { type EntityKind, parseEntityRef } from '@bzpeer/schema'
import type { NeighbourCounts } from '@bzpeer/store'

/**
 * How many neighbours an entity has: of each kind as many as were `found`, or as the record has counted, which is more
 * where there are more than are read. Ids may repeat.
 */
export function countNeighboursOf(
  found: Iterable<string>,
  counts: NeighbourCounts,
  kinds: readonly EntityKind[],
  readAtMost: number,
): number {
  const groups = Map.groupBy(new Set(found), (id) => parseEntityRef(id).kind)
  return kinds.reduce((sum, kind) => {
    const read = groups.get(kind)?.length ?? 0
    return sum + (read < readAtMost ? read : Math.max(read, counts[kind] ?? 0))
  }, 0)
}
