import type { GraphEdge, GraphNode } from '@bzpeer/domain'
import type { EntityKind } from '@bzpeer/schema'
import type { TableSort } from './explorer-state.ts'
import { edgesByNode, type ShownGraph, sortOf } from './filter-graph.ts'

/** A node as a row: what the picture tells of it, in words. */
export interface NodeRow {
  readonly id: string
  readonly kind: EntityKind
  readonly name: string
  readonly path: string
  readonly ties: number
  readonly works: number | null
  /** Of a work: when it was published. Of anything else: of its ties. */
  readonly years: string
  /** Its strongest tie to what was there before it; null for the focus. */
  readonly why: { readonly id: string; readonly name: string; readonly reason: string } | null
}

/** A tie as a row, from its source to its target. */
export interface TieRow {
  readonly source: GraphNode
  readonly target: GraphNode
  readonly reason: string
  readonly works: GraphEdge['works']
  readonly strength: number
}

type Comparison = (a: Sortable, b: Sortable) => number
interface Sortable extends NodeRow {
  readonly rank: number
  readonly last: number
}

const byName: Comparison = (a, b) => a.name.localeCompare(b.name, 'en')
/** What comes first: the closest, the most, the latest; names and kinds from A to Z. */
const orders: Readonly<Record<TableSort, Comparison>> = {
  closeness: (a, b) => a.rank - b.rank,
  name: byName,
  kind: (a, b) => a.kind.localeCompare(b.kind, 'en') || a.rank - b.rank,
  ties: (a, b) => b.ties - a.ties || byName(a, b),
  works: (a, b) => (b.works ?? -1) - (a.works ?? -1) || byName(a, b),
  years: (a, b) => b.last - a.last || byName(a, b),
}

export function nodeRows({ nodes, edges }: ShownGraph, sort: TableSort): NodeRow[] {
  const ties = edgesByNode(edges)
  const ranks = new Map(nodes.map(({ id }, rank) => [id, rank]))
  const names = new Map(nodes.map(({ id, label }) => [id, label]))
  const rows = nodes.map((node, rank): Sortable => {
    const own = ties.get(node.id) ?? []
    return {
      id: node.id,
      kind: node.kind,
      name: node.label,
      path: node.path,
      ties: own.length,
      works: node.works_count,
      years: formatSpan(node.years),
      why: rank === 0 ? null : whyOf(node, own, ranks, names),
      rank,
      last: node.years?.[1] ?? -1,
    }
  })
  return rows.toSorted(orders[sort]).map(({ rank: _rank, last: _last, ...row }) => row)
}

/** The tie to the one by which a node was chosen; where that is not shown, to the first that is. */
function whyOf(
  { id, via }: GraphNode,
  ties: readonly GraphEdge[],
  ranks: ReadonlyMap<string, number>,
  names: ReadonlyMap<string, string>,
): NodeRow['why'] {
  const otherOf = ({ source, target }: GraphEdge): string => (source === id ? target : source)
  const rankOf = (edge: GraphEdge): number => (otherOf(edge) === via ? -1 : (ranks.get(otherOf(edge)) ?? Infinity))
  const [first] = ties.toSorted((a, b) => rankOf(a) - rankOf(b))
  if (first === undefined) return null
  const other = otherOf(first)
  return { id: other, name: names.get(other) ?? other, reason: first.reason }
}

/** Ties with the strongest first, each measured by the strongest between the same two kinds. */
export function tieRows({ nodes, edges }: ShownGraph): TieRow[] {
  const nodeOf = new Map(nodes.map((node) => [node.id, node]))
  const strongest = new Map<string, number>()
  for (const edge of edges) strongest.set(sortOf(edge), Math.max(strongest.get(sortOf(edge)) ?? 0, edge.weight))
  return edges
    .flatMap((edge): TieRow[] => {
      const [source, target] = [nodeOf.get(edge.source), nodeOf.get(edge.target)]
      if (source === undefined || target === undefined) return []
      const strength = edge.weight / (strongest.get(sortOf(edge)) || 1)
      return [{ source, target, reason: edge.reason, works: edge.works, strength }]
    })
    .toSorted((a, b) => b.strength - a.strength)
}

/** `2019 to 2022`, `2022`, or nothing. */
export function formatSpan(years: GraphNode['years']): string {
  if (years === null) return ''
  return years[0] === years[1] ? String(years[0]) : `${years[0]} to ${years[1]}`
}
