import type { ChosenNeighbour } from './choose-neighbours.ts'
import type { GraphTie } from './graph-tie.ts'

/** Edges for each node that a slice may have: more make a hairball, which shows nothing. */
const edgesPerNode = 4

/**
 * Which ties between the focus and the chosen are drawn: each by which somebody was chosen, then the strongest, each
 * measured by the strongest of its kind between the same two kinds of nodes. Equal ones are told apart by their ids.
 */
export function chooseEdges(ties: readonly GraphTie[], focus: string, chosen: readonly ChosenNeighbour[]): GraphTie[] {
  const viaOf = new Map(chosen.map(({ id, via }) => [id, via]))
  const ids = new Set([focus, ...viaOf.keys()])
  const inside = ties.filter(({ source, target }) => ids.has(source) && ids.has(target))
  const strongest = new Map<string, number>()
  for (const tie of inside) strongest.set(sortOf(tie), Math.max(strongest.get(sortOf(tie)) ?? 0, tie.strength))
  const worthOf = (tie: GraphTie): number => {
    const isWay = viaOf.get(tie.source) === tie.target || viaOf.get(tie.target) === tie.source
    return (isWay ? 2 : 0) + tie.strength / (strongest.get(sortOf(tie)) || 1)
  }
  return inside
    .map((tie) => ({ tie, worth: worthOf(tie) }))
    .toSorted((a, b) => b.worth - a.worth || (isBefore(a.tie, b.tie) ? -1 : 1))
    .slice(0, edgesPerNode * ids.size)
    .map(({ tie }) => tie)
}

function isBefore(a: GraphTie, b: GraphTie): boolean {
  return a.source === b.source ? a.target < b.target : a.source < b.source
}

function sortOf({ source, target }: GraphTie): string {
  return source.charAt(0) + target.charAt(0)
}
