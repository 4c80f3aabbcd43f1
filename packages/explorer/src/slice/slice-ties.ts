import type { GraphEdge, GraphNode, GraphSlice } from '@bzpeer/domain'

/** An edge as one of its ends sees it. */
export interface SliceTie {
  readonly edge: GraphEdge
  readonly other: GraphNode
}

/** A slice with what is tied to each of its nodes. */
export interface WovenSlice extends GraphSlice {
  readonly nodeOf: ReadonlyMap<string, GraphNode>
  /** First the tie by which a node stands in the slice, then those nearest to the focus. */
  readonly tiesOf: ReadonlyMap<string, readonly SliceTie[]>
}

export function weaveSlice(slice: GraphSlice): WovenSlice {
  const nodeOf = new Map(slice.nodes.map((node) => [node.id, node]))
  const tiesOf = new Map<string, SliceTie[]>(slice.nodes.map(({ id }) => [id, []]))
  for (const edge of slice.edges) {
    for (const [own, far] of [
      [edge.source, edge.target],
      [edge.target, edge.source],
    ] as const) {
      const other = nodeOf.get(far)
      if (other !== undefined && own !== far) tiesOf.get(own)?.push({ edge, other })
    }
  }
  const order = new Map(slice.nodes.map(({ id }, index) => [id, index]))
  for (const [id, ties] of tiesOf) {
    const via = nodeOf.get(id)?.via
    const placeOf = ({ other }: SliceTie): number => (other.id === via ? -1 : (order.get(other.id) ?? 0))
    ties.sort((a, b) => placeOf(a) - placeOf(b))
  }
  return { ...slice, nodeOf, tiesOf }
}

/** Whether an edge is the reason why one of its ends stands in the slice. */
export function isWayThere({ nodeOf }: WovenSlice, { source, target }: GraphEdge): boolean {
  return nodeOf.get(source)?.via === target || nodeOf.get(target)?.via === source
}
