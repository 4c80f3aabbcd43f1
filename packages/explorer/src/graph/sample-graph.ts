import type { GraphEdge, GraphNode, YearSpan } from '@bzpeer/domain'
import { findEntityRef } from '@bzpeer/schema'

/** A node for tests, of the kind that its id tells. */
export function sampleNode(id: string, more: Partial<GraphNode> = {}): GraphNode {
  return {
    id,
    kind: findEntityRef(id)?.kind ?? 'work',
    label: `Name of ${id}`,
    weight: 1,
    url: `https://host/${id}`,
    path: `/${id}`,
    ring: 1,
    via: null,
    works_count: null,
    cited_by_count: null,
    years: null,
    ...more,
  }
}

/** An edge for tests: `A1 A2`. */
export function sampleEdge(ends: string, weight = 1, years: YearSpan | null = null): GraphEdge {
  const [source = '', target = ''] = ends.split(' ')
  return { source, target, kind: 'coauthored', weight, reason: `why ${ends}`, works: [], count: 1, years }
}
