import type { GraphEdge, GraphNode } from '@bzpeer/domain'
import { edgesByNode, type ShownGraph } from './filter-graph.ts'

/** Nodes that are tied to each other more than to the rest. */
export interface Community {
  /** After its topics: `Matrix Algorithms, Sparse Learning`. No two have the same topics in their names. */
  readonly name: string
  /** The most tied first. */
  readonly nodeIds: readonly string[]
}

const topicsInName = 2
const mostTopicsInName = 3
/** Smaller ones are left without a name and colour. */
const leastMembers = 3

/** The communities that are large enough for a name, the largest first; `membership` says in which each node is. */
export function nameCommunities(shown: ShownGraph, membership: ArrayLike<number>): Community[] {
  const groups = Map.groupBy(shown.nodes, (_, index) => membership[index] ?? 0)
  const ties = edgesByNode(shown.edges)
  const topics = shown.nodes.filter(({ kind }) => kind === 'topic')
  const given = new Set<string>()
  return [...groups.values()]
    .filter((members) => members.length >= leastMembers)
    .toSorted((a, b) => b.length - a.length || ((a[0]?.id ?? '') < (b[0]?.id ?? '') ? -1 : 1))
    .map((members) => toCommunity(members, topics, ties, given))
}

type Ties = ReturnType<typeof edgesByNode>

function toCommunity(
  members: readonly GraphNode[],
  topics: readonly GraphNode[],
  ties: Ties,
  given: Set<string>,
): Community {
  const ids = new Set(members.map(({ id }) => id))
  const tiesInside = ({ id }: GraphNode): number =>
    (ties.get(id) ?? []).filter((edge) => ids.has(otherEnd(edge, id))).length
  const counts = new Map(members.map((node) => [node.id, tiesInside(node)]))
  const ranked = members.toSorted((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0))
  const name = chooseName(rankTopics(ids, topics, ties), ranked[0]?.label ?? '', given)
  return { name, nodeIds: ranked.map(({ id }) => id) }
}

/**
 * Names of the topics that most of its members are tied to, more so than others are: ties inside, times their share of all
 * ties that the topic has, and twice that for one of its own.
 */
function rankTopics(ids: ReadonlySet<string>, topics: readonly GraphNode[], ties: Ties): string[] {
  return topics
    .map(({ id, label }) => {
      const own = ties.get(id) ?? []
      const inside = own.filter((edge) => ids.has(otherEnd(edge, id))).length
      const worth = own.length === 0 ? 0 : inside ** 2 / own.length
      return { label, worth: ids.has(id) ? 2 * worth : worth }
    })
    .filter(({ worth }) => worth > 0)
    .toSorted((a, b) => b.worth - a.worth || a.label.localeCompare(b.label, 'en'))
    .map(({ label }) => label)
}

/** The first topics, and more of them where a larger community has those; where that is no help, its most tied member. */
function chooseName(topics: readonly string[], member: string, given: Set<string>): string {
  if (topics.length === 0) return `Around ${member}`
  for (let count = Math.min(topicsInName, topics.length); count <= Math.min(mostTopicsInName, topics.length); count++) {
    const named = topics.slice(0, count)
    const key = JSON.stringify(named.toSorted())
    if (given.has(key)) continue
    given.add(key)
    return named.join(', ')
  }
  return `${topics.slice(0, topicsInName).join(', ')}, around ${member}`
}

function otherEnd({ source, target }: GraphEdge, id: string): string {
  return source === id ? target : source
}
