import type { EntityKind, EntityRef } from '@bzpeer/schema'

/** What a slice of the graph is asked for; already bounded. */
export interface GraphQuery {
  readonly focus: EntityRef
  readonly depth: 1 | 2
  /** Nodes at most, the focus included: 1 to {@link sliceNodesAtMost}. */
  readonly limit: number
  readonly kinds: readonly EntityKind[]
}

export const sliceNodesAtMost = 150
