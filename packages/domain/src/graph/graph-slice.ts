import type { EntityKind } from '@bzpeer/schema'

/** What `/api/graph` answers, for those who send it and those who draw it. Ids are public ones: `A123`. */

export const graphEdgeKinds = ['authored', 'cites', 'about', 'affiliated', 'coauthored'] as const
export type GraphEdgeKind = (typeof graphEdgeKinds)[number]

/** First and last, the same where there is one. */
export type YearSpan = readonly [first: number, last: number]

export interface GraphNode {
  readonly id: string
  readonly kind: EntityKind
  readonly label: string
  /** How much it belongs to what is in focus, above 0 and at most 1, which the focus itself has. */
  readonly weight: number
  /** Address of its page: with the site's origin, and without. */
  readonly url: string
  readonly path: string
  /** Steps from the focus: 0, 1 or 2. */
  readonly ring: number
  /** The neighbour by which it was chosen, one step closer to the focus; null for the focus. */
  readonly via: string | null
  /** Works of a person, institution, topic or source; null for a work. */
  readonly works_count: number | null
  /** Of a work. */
  readonly cited_by_count: number | null
  /**
   * Of a work: when it was published. Of anything else: of the works seen behind its edges in this slice, which are
   * seldom all of `works_count`; another slice may tell of other years.
   */
  readonly years: YearSpan | null
}

export interface GraphWork {
  readonly id: string
  readonly title: string
  readonly year: number | null
}

export interface GraphEdge {
  readonly source: string
  readonly target: string
  readonly kind: GraphEdgeKind
  /** Strength of the tie: comparable among edges of a kind between the same two kinds of nodes. */
  readonly weight: number
  /** In words, as part of a sentence: `2 shared works from 2019 to 2022, close`. */
  readonly reason: string
  /** Works that show it, the latest first; at most three. */
  readonly works: readonly GraphWork[]
  /** Works that make the tie; 0 where a source states it without one. */
  readonly count: number
  /** Of the works that were looked at; null where no year is known. */
  readonly years: YearSpan | null
}

export interface GraphSlice {
  readonly focus: string
  /** The focus first, then as they were chosen. */
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  /** There is more than `nodes` holds, or there may be. */
  readonly truncated: boolean
  /** Nodes that were to choose from, the focus included: all there are where `is_total_exact`, otherwise at least so many. */
  readonly total: number
  readonly is_total_exact: boolean
}

export const wayLinks = ['coauthors', 'citations'] as const
export type WayLinks = (typeof wayLinks)[number]

export const wayKinds = ['shortest', 'strongest'] as const
export type WayKind = (typeof wayKinds)[number]

/** What `/api/graph/path` answers: a way between two people. */
export interface GraphPath {
  readonly from: string
  readonly to: string
  readonly by: WayLinks
  readonly kind: WayKind
  /** Node by node from one to the other, with the edge between each two; null where none was found. */
  readonly path: { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] } | null
  /** No other is shorter (stronger), or there is none at all: the search did not end at its bound. */
  readonly is_proven: boolean
  /** The answer in a sentence. */
  readonly detail: string
}

/** Something that two entities have in common, with what binds it to each. */
export interface CommonNeighbour {
  readonly node: GraphNode
  readonly to_a: GraphEdge
  readonly to_b: GraphEdge
}

/** A work that works of both cite. */
export interface CommonReference extends GraphWork {
  readonly url: string
  readonly path: string
  /** How many works of each cite it. */
  readonly by_a: number
  readonly by_b: number
}

/** What `/api/graph/common` answers. */
export interface GraphCommon {
  readonly a: GraphNode
  readonly b: GraphNode
  /** Kind by kind, people first, and of each kind the closest to both first; of each at most 30. */
  readonly common: readonly CommonNeighbour[]
  /** For two people: works cited by both, the most cited first. */
  readonly cited: readonly CommonReference[]
  /** There may be more than is given. */
  readonly truncated: boolean
}
