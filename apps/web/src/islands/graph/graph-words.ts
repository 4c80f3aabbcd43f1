import type { SliceTie, WovenSlice } from '@bzpeer/explorer/slice'
import type { GraphEdge, GraphNode } from '@bzpeer/domain'
import type { EntityKind } from '@bzpeer/schema'

export const kindWords = {
  author: { one: 'Researcher', many: 'people' },
  work: { one: 'Work', many: 'works' },
  topic: { one: 'Topic', many: 'topics' },
  institution: { one: 'Institution', many: 'institutions' },
  source: { one: 'Source', many: 'sources' },
} as const satisfies Record<EntityKind, { one: string; many: string }>

const counts = new Intl.NumberFormat('en')

export function countOf(count: number, one: string): string {
  return `${counts.format(count)} ${one}${count === 1 ? '' : 's'}`
}

/** What a node is and why it is here, for those who do not see the picture: `Tri Dao, researcher, 2 shared works`. */
export function describeNode({ focus, nodeOf, tiesOf }: WovenSlice, { id, kind, label, via }: GraphNode): string {
  const what = `${label}, ${kindWords[kind].one.toLowerCase()}`
  if (id === focus) return `${what}, in the middle`
  const [first] = tiesOf.get(id) ?? []
  if (first === undefined) return what
  const over = via === null || via === focus ? '' : `, over ${nodeOf.get(via)?.label ?? via}`
  return `${what}${over}: ${first.edge.reason}`
}

/** A line as somebody reads it who goes through those of a node: `with Tri Dao: 2 shared works. Line 1 of 7`. */
export function describeLine({ tiesOf }: WovenSlice, from: string, edge: GraphEdge): string {
  const ties = tiesOf.get(from) ?? []
  const at = ties.findIndex((tie) => tie.edge === edge)
  const tie = ties[at]
  return tie === undefined
    ? ''
    : `${leadOf(from, tie)} ${tie.other.label}: ${edge.reason}. Line ${at + 1} of ${ties.length}`
}

/** The two ends of an edge in the order in which its reason reads. */
export function endsOf({ nodeOf }: WovenSlice, { source, target }: GraphEdge): [GraphNode, GraphNode] | undefined {
  const [from, to] = [nodeOf.get(source), nodeOf.get(target)]
  return from === undefined || to === undefined ? undefined : [from, to]
}

/** Between two names: what binds them has a direction, unless both do the same. */
export function bindOf({ kind, source, target }: GraphEdge): string {
  return kind === 'coauthored' || (source.charAt(0) === target.charAt(0) && kind !== 'cites') ? ' and ' : ' → '
}

/** How a tie reads from the side of a node: who is at its other end, and whether it leads there. */
export function leadOf(id: string, { edge }: SliceTie): string {
  if (bindOf(edge) === ' and ') return 'with'
  return edge.source === id ? 'to' : 'from'
}
