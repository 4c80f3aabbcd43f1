import type { GraphEdge, GraphNode, YearSpan } from '@bzpeer/domain'
import { formatId, pathOf } from '@bzpeer/schema'
import type { NodeFactsRow } from '@bzpeer/store'
import { toLink } from '../present.ts'
import { keyOf } from './graph-ties.ts'

/** Where a node stands in an answer. */
export interface Place {
  readonly id: string
  readonly score: number
  readonly ring: number
  readonly via: string | null
}

/** The nodes at their places; one that the record does not hold is left out. */
export function toNodes(
  places: readonly Place[],
  facts: readonly NodeFactsRow[],
  edges: readonly GraphEdge[],
  origin: string,
): GraphNode[] {
  const factsOf = new Map(facts.map((row) => [keyOf(row), row]))
  const spans = spansOf(edges)
  return places.flatMap((place) => {
    const row = factsOf.get(place.id)
    return row === undefined ? [] : [toNode(row, place, spans.get(place.id) ?? null, origin)]
  })
}

function toNode(row: NodeFactsRow, { score, ring, via }: Place, span: YearSpan | null, origin: string): GraphNode {
  const { kind, id, label, year } = row
  const path = pathOf({ kind, id })
  const ownYears = year === null ? null : ([year, year] as const)
  return {
    id: formatId({ kind, id }),
    kind,
    label: toLink(kind, id, label).name,
    weight: score,
    url: origin + path,
    path,
    ring,
    via,
    works_count: row.works_count,
    cited_by_count: row.cited_by_count,
    years: kind === 'work' ? ownYears : span,
  }
}

/** First and last year of the edges at each node. */
function spansOf(edges: readonly GraphEdge[]): ReadonlyMap<string, YearSpan> {
  const spans = new Map<string, YearSpan>()
  for (const { source, target, years } of edges) {
    if (years === null) continue
    for (const id of [source, target]) {
      const known = spans.get(id) ?? years
      spans.set(id, [Math.min(known[0], years[0]), Math.max(known[1], years[1])])
    }
  }
  return spans
}
