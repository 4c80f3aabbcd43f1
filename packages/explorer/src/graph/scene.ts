import type { GraphEdge } from '@bzpeer/domain'
import type { EntityKind } from '@bzpeer/schema'
import { edgesByNode, type ShownGraph, sortOf } from './filter-graph.ts'
import type { Point } from './place-nodes.ts'

/** What is drawn, in arrays that a worker takes as they are: nodes by their number, edges by those of their ends. */
export interface Scene {
  readonly x: Float32Array
  readonly y: Float32Array
  /** In pixels at a zoom of 1. */
  readonly radius: Float32Array
  /** {@link shapes}, by its place in the list. */
  readonly shape: Uint8Array
  /** Place in the list of colours; {@link faded} where it belongs to no group. */
  readonly colour: Uint8Array
  readonly ends: Uint32Array
  /** 0 to {@link edgeWidths}.length - 1 */
  readonly edgeClass: Uint8Array
}

export const shapes = ['circle', 'square', 'diamond', 'triangle', 'hexagon'] as const
type Shape = (typeof shapes)[number]

/** Each kind has a form of its own, so that colour is not all that tells them apart. */
const shapeOfKind = {
  author: 'circle',
  work: 'square',
  institution: 'diamond',
  topic: 'triangle',
  source: 'hexagon',
} as const satisfies Record<EntityKind, Shape>

/** The order of the colours of kinds in a palette. */
export const kindOrder = ['author', 'work', 'institution', 'topic', 'source'] as const satisfies readonly EntityKind[]

/** In pixels, thin to thick; how well each is seen. */
export const edgeWidths = [0.7, 1.2, 2.2] as const
export const edgeOpacities = [0.45, 0.65, 0.9] as const
export const faded = 255

const leastRadius = 4
const mostRadius = 13

/** Radius of each node: the root of its ties, so that its area tells how many there are. */
function radiiOf({ nodes, edges }: ShownGraph, focus: string): Float32Array {
  const ties = edgesByNode(edges)
  const growth = nodes.length > 1_000 ? 0.7 : 1.4
  return Float32Array.from(nodes, ({ id }) => {
    if (id === focus) return mostRadius
    return Math.min(mostRadius - 1, leastRadius + growth * Math.sqrt(ties.get(id)?.length ?? 0))
  })
}

/** The scene of a graph; `groupOf` gives the place of each node's colour. */
export function buildScene(
  shown: ShownGraph,
  focus: string,
  places: ReadonlyMap<string, Point>,
  groupOf: (id: string, kind: EntityKind) => number,
): Scene {
  const { nodes, edges } = shown
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]))
  return {
    x: Float32Array.from(nodes, ({ id }) => places.get(id)?.x ?? 0),
    y: Float32Array.from(nodes, ({ id }) => places.get(id)?.y ?? 0),
    radius: radiiOf(shown, focus),
    shape: Uint8Array.from(nodes, ({ kind }) => shapes.indexOf(shapeOfKind[kind])),
    colour: Uint8Array.from(nodes, ({ id, kind }) => groupOf(id, kind)),
    ends: endsOf(edges, numbers),
    edgeClass: classesOf(edges),
  }
}

export function endsOf(edges: readonly GraphEdge[], numbers: ReadonlyMap<string, number>): Uint32Array {
  return Uint32Array.from(edges.flatMap(({ source, target }) => [numbers.get(source) ?? 0, numbers.get(target) ?? 0]))
}

/** Share of the strongest between the same two kinds, 0 to 1. */
export function relativeWeights(edges: readonly GraphEdge[]): Float32Array {
  const strongest = new Map<string, number>()
  for (const edge of edges) strongest.set(sortOf(edge), Math.max(strongest.get(sortOf(edge)) ?? 0, edge.weight))
  return Float32Array.from(edges, (edge) => edge.weight / (strongest.get(sortOf(edge)) || 1))
}

function classesOf(edges: readonly GraphEdge[]): Uint8Array {
  const many = edges.length > 2_000
  return Uint8Array.from(relativeWeights(edges), (weight) => (many ? 0 : weight > 0.66 ? 2 : weight > 0.25 ? 1 : 0))
}
