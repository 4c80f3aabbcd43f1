import type { GraphEdge, GraphEdgeKind, GraphNode, GraphSlice, GraphWork } from '@bzpeer/domain'
import type { EntityKind } from '@bzpeer/schema'

/** What came is no slice of the graph; the message says what is wrong with it. */
export class MalformedSliceError extends Error {}

/** More than any slice holds: whatever else comes is left out. */
const nodesAtMost = 150
const edgesAtMost = 1000

// Written out here: what they are imported with weighs more in a browser than all that draws a slice.
const nodeKinds = { author: true, work: true, topic: true, institution: true, source: true } as const satisfies Record<
  EntityKind,
  true
>
const edgeKinds = {
  authored: true,
  cites: true,
  about: true,
  affiliated: true,
  coauthored: true,
} as const satisfies Record<GraphEdgeKind, true>

/**
 * The slice in an answer of `/api/graph`, with nothing in it that cannot be drawn: edges whose ends are missing are left out.
 * @throws {MalformedSliceError}
 */
export function parseSlice(value: unknown): GraphSlice {
  const slice = value as GraphSlice | null
  if (!Array.isArray(slice?.nodes) || !Array.isArray(slice.edges))
    throw new MalformedSliceError('Expected nodes and edges.')
  const nodes = slice.nodes.filter(isNode).slice(0, nodesAtMost)
  const ids = new Set(nodes.map(({ id }) => id))
  if (typeof slice.focus !== 'string' || nodes[0]?.id !== slice.focus)
    throw new MalformedSliceError('Expected the node in focus to come first.')
  const edges = slice.edges.filter((edge) => isEdge(edge) && ids.has(edge.source) && ids.has(edge.target))
  return {
    focus: slice.focus,
    nodes,
    edges: edges.slice(0, edgesAtMost),
    truncated: slice.truncated,
    total: Number.isFinite(slice.total) ? Math.max(slice.total, nodes.length) : nodes.length,
    is_total_exact: slice.is_total_exact,
  }
}

function isNode(value: unknown): value is GraphNode {
  const node = value as GraphNode | null
  return (
    typeof node?.id === 'string' &&
    Object.hasOwn(nodeKinds, node.kind) &&
    typeof node.label === 'string' &&
    Number.isFinite(node.weight) &&
    isOwnPath(node.path)
  )
}

/** An address of this site and no other. */
function isOwnPath(path: unknown): boolean {
  return typeof path === 'string' && /^\/[a-z]/.test(path)
}

function isEdge(value: unknown): value is GraphEdge {
  const edge = value as GraphEdge | null
  return (
    typeof edge?.source === 'string' &&
    typeof edge.target === 'string' &&
    Object.hasOwn(edgeKinds, edge.kind) &&
    Number.isFinite(edge.weight) &&
    typeof edge.reason === 'string' &&
    Array.isArray(edge.works) &&
    edge.works.every(isWork)
  )
}

function isWork(value: unknown): value is GraphWork {
  const work = value as GraphWork | null
  return typeof work?.id === 'string' && /^W\d+$/.test(work.id) && typeof work.title === 'string'
}
