import type { GraphEdge, GraphNode, YearSpan } from '@bzpeer/domain'

/** Part of a graph, as one answer of the interface gives it. */
export interface GraphPart {
  /** Whose surroundings it is; null where it is something else, such as a way. */
  readonly around: string | null
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

/** Several parts as one graph. Nodes are in the order in which the parts bring them. */
export interface JoinedGraph {
  readonly nodes: ReadonlyMap<string, GraphNode>
  /** By {@link edgeKeyOf}. */
  readonly edges: ReadonlyMap<string, GraphEdge>
  /** By whom a node was brought: beside that it has its place. */
  readonly parents: ReadonlyMap<string, string>
  /** There was more than an explorer draws. */
  readonly isCut: boolean
}

const explorerBounds = { nodes: 6_000, edges: 24_000 } as const

export function edgeKeyOf({ source, target }: Pick<GraphEdge, 'source' | 'target'>): string {
  return `${source} ${target}`
}

/** One graph of all parts, each node and edge once, with the years of all that tell of it. */
export function joinSlices(parts: readonly GraphPart[]): JoinedGraph {
  const nodes = new Map<string, GraphNode>()
  const edges = new Map<string, GraphEdge>()
  const parents = new Map<string, string>()
  let isCut = false
  for (const part of parts) {
    for (const node of part.nodes) {
      const known = nodes.get(node.id)
      const parent = node.via ?? part.around
      if (known !== undefined) nodes.set(node.id, { ...known, years: spanOf(known.years, node.years) })
      else if (nodes.size >= explorerBounds.nodes) isCut = true
      else {
        nodes.set(node.id, node)
        if (parent !== null && parent !== node.id) parents.set(node.id, parent)
      }
    }
    for (const edge of part.edges) {
      const key = edgeKeyOf(edge)
      if (edges.has(key) || !nodes.has(edge.source) || !nodes.has(edge.target)) continue
      if (edges.size >= explorerBounds.edges) isCut = true
      else edges.set(key, edge)
    }
  }
  return { nodes, edges, parents, isCut }
}

function spanOf(a: YearSpan | null, b: YearSpan | null): YearSpan | null {
  if (a === null || b === null) return a ?? b
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])]
}

/** Nodes that only the part around `id` brings, or parts around those: what goes when it is collapsed. */
export function broughtBy(parts: readonly GraphPart[], id: string): Set<string> {
  const owned = parts.filter(({ around }) => around !== null)
  const isRoot = (part: GraphPart): boolean =>
    !owned.some((other) => other !== part && other.nodes.some((node) => node.id === part.around))
  const kept = new Set<string>()
  let waiting = owned.filter(({ around }) => around !== id)
  for (;;) {
    const reached = waiting.filter((part) => part === owned[0] || isRoot(part) || kept.has(part.around ?? ''))
    if (reached.length === 0) break
    for (const node of reached.flatMap(({ nodes }) => nodes)) kept.add(node.id)
    waiting = waiting.filter((part) => !reached.includes(part))
  }
  const all = owned.flatMap(({ nodes }) => nodes.map((node) => node.id))
  return new Set(all.filter((each) => each !== id && !kept.has(each)))
}
