import type { GraphEdge, GraphNode, YearSpan } from '@bzpeer/domain'
import { entityKinds } from '@bzpeer/schema'
import type { ExplorerState } from './explorer-state.ts'
import type { JoinedGraph } from './join-slices.ts'

/** What of a graph is shown. */
export interface ShownGraph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

type Filters = Pick<
  ExplorerState,
  'focus' | 'hidden' | 'pinned' | 'kinds' | 'years' | 'topic' | 'strength' | 'until'
> & {
  /** Ids that no filter takes away: the two ends of a way and what lies between. */
  readonly kept?: ReadonlySet<string>
}

/**
 * The nodes and edges that pass: by kind, years, topic and strength, and what there was by a year. The focus, whoever is
 * pinned, and what is on a way stay; another node stays while something shown is tied to it. A topic that the graph does
 * not hold is passed over.
 */
export function filterGraph(graph: JoinedGraph, filters: Filters): ShownGraph {
  const { focus, hidden, kinds, until } = filters
  const hiddenIds = new Set(hidden)
  const always = new Set([focus, ...filters.pinned.map(({ id }) => id), ...(filters.kept ?? [])])
  const topical = isTopicHere(graph, filters.topic) ? tiedToTopic(graph, filters.topic) : null
  const isPassed = (node: GraphNode): boolean =>
    kinds.includes(node.kind) && isWithin(node.years, filters) && (topical === null || topical.has(node.id))
  const candidates = new Set(
    [...graph.nodes.values()]
      .filter((node) => !hiddenIds.has(node.id) && (always.has(node.id) || isPassed(node)))
      .filter((node) => node.id === focus || until === null || node.years === null || node.years[0] <= until)
      .map(({ id }) => id),
  )
  const leasts = leastStrengths(graph, filters.strength)
  const edges = [...graph.edges.values()].filter(
    (edge) =>
      candidates.has(edge.source) &&
      candidates.has(edge.target) &&
      isWithin(edge.years, filters) &&
      (edge.weight >= (leasts.get(sortOf(edge)) ?? 0) || (always.has(edge.source) && always.has(edge.target))),
  )
  const tied = new Set(edges.flatMap(({ source, target }) => [source, target]))
  const nodes = [...graph.nodes.values()].filter(({ id }) => candidates.has(id) && (tied.has(id) || always.has(id)))
  return { nodes, edges }
}

/** Nothing but the focus is left, and filters took the rest away. */
export function isFilteredEmpty(graph: JoinedGraph, shown: ShownGraph, filters: Filters): boolean {
  const isFiltered =
    filters.kinds.length < entityKinds.length ||
    filters.years !== null ||
    filters.strength > 0 ||
    isTopicHere(graph, filters.topic)
  return isFiltered && shown.nodes.length <= 1 && graph.nodes.size > 1
}

function isTopicHere({ nodes }: JoinedGraph, topic: string | null): topic is string {
  return topic !== null && nodes.has(topic)
}

/** What is not known to be of another time is within. */
function isWithin(years: YearSpan | null, { years: range, until }: Pick<Filters, 'years' | 'until'>): boolean {
  if (years === null) return true
  const [first, last] = years
  if (until !== null && first > until) return false
  return range === null || (last >= (range.from ?? 0) && first <= (range.to ?? 9999))
}

/** A topic, what is tied to it, and those who are tied to a work of it. */
function tiedToTopic({ edges, nodes }: JoinedGraph, topic: string): ReadonlySet<string> {
  const tied = new Set([topic])
  for (const { source, target } of edges.values()) {
    if (target === topic) tied.add(source)
    if (source === topic) tied.add(target)
  }
  const works = new Set([...tied].filter((id) => nodes.get(id)?.kind === 'work'))
  for (const { source, target, kind } of edges.values()) {
    if (kind === 'cites') continue
    if (works.has(target) && nodes.get(source)?.kind !== 'topic') tied.add(source)
    if (works.has(source) && nodes.get(target)?.kind !== 'topic') tied.add(target)
  }
  return tied
}

/** By the kinds of the ends, how strong a tie is at least: a share of the strongest between the same. */
function leastStrengths({ edges }: JoinedGraph, percent: number): ReadonlyMap<string, number> {
  const leasts = new Map<string, number>()
  if (percent === 0) return leasts
  for (const edge of edges.values())
    leasts.set(sortOf(edge), Math.max(leasts.get(sortOf(edge)) ?? 0, (edge.weight * percent) / 100))
  return leasts
}

/** Strengths compare among edges between the same two kinds: `AW`. */
export function sortOf({ source, target }: Pick<GraphEdge, 'source' | 'target'>): string {
  return source.charAt(0) + target.charAt(0)
}

/** First and last year that anything of a graph is known to be of; undefined where nothing is. */
export function yearsOfGraph({ nodes, edges }: JoinedGraph): YearSpan | undefined {
  const spans = [...nodes.values(), ...edges.values()].flatMap(({ years }) => (years === null ? [] : [years]))
  if (spans.length === 0) return undefined
  const start: YearSpan = [Infinity, -Infinity]
  return spans.reduce<YearSpan>(([first, last], [a, b]) => [Math.min(first, a), Math.max(last, b)], start)
}

/** Edges by the nodes at their ends. */
export function edgesByNode(edges: readonly GraphEdge[]): ReadonlyMap<string, readonly GraphEdge[]> {
  const byNode = new Map<string, GraphEdge[]>()
  for (const edge of edges)
    for (const id of [edge.source, edge.target]) {
      const known = byNode.get(id)
      if (known === undefined) byNode.set(id, [edge])
      else known.push(edge)
    }
  return byNode
}
