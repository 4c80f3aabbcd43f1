import type { ForceAtlas2Settings } from 'graphology-layout-forceatlas2'
// @ts-expect-error -- the package has types for its functions, and none for the step that they take over and over
import takeStep from 'graphology-layout-forceatlas2/iterate.js'

/**
 * Moves the nodes by one step, in place. Nodes have ten numbers each: x, y, dx, dy, old dx, old dy, mass, convergence,
 * size, and 1 where the node is fixed. Edges have three: ten times the place of either end among the nodes, weight.
 */
type Iterate = (settings: Required<ForceAtlas2Settings>, nodes: Float32Array, edges: Float32Array) => void
const iterate = takeStep as Iterate

/** A graph as a layout takes it: nodes by their number, in arrays. */
export interface LayoutTask {
  readonly x: Float32Array
  readonly y: Float32Array
  /** 1 where a node keeps its place. */
  readonly isFixed: Uint8Array
  /** Radius of each node, in the units of its place. */
  readonly radius: Float32Array
  /** Two numbers of nodes for each edge. */
  readonly ends: Uint32Array
  readonly weight: Float32Array
}

const numbersPerNode = 10
const numbersPerEdge = 3
const slot = { x: 0, y: 1, mass: 6, convergence: 7, radius: 8, isFixed: 9 } as const
/** From so many nodes on, what is far away is felt as one (Barnes and Hut 1986). */
const manyNodes = 600

/** How many steps a layout takes until nothing moves much: fewer where each takes long. */
export function stepsFor(nodes: number): number {
  return nodes <= 300 ? 500 : nodes <= 1_500 ? 260 : 120
}

/** ForceAtlas2 (Jacomy et al. 2014), step by step, so that a worker may listen in between. */
export class Layout {
  readonly #nodes: Float32Array
  readonly #edges: Float32Array
  readonly #settings: Required<ForceAtlas2Settings>

  constructor({ x, y, isFixed, radius, ends, weight }: LayoutTask) {
    this.#nodes = new Float32Array(x.length * numbersPerNode)
    this.#edges = new Float32Array(weight.length * numbersPerEdge)
    for (let n = 0; n < x.length; n++) {
      const at = n * numbersPerNode
      this.#nodes[at + slot.x] = x[n] ?? 0
      this.#nodes[at + slot.y] = y[n] ?? 0
      this.#nodes[at + slot.mass] = 1
      this.#nodes[at + slot.convergence] = 1
      this.#nodes[at + slot.radius] = radius[n] ?? 1
      this.#nodes[at + slot.isFixed] = isFixed[n] ?? 0
    }
    for (let e = 0; e < weight.length; e++) this.#addEdge(e, ends[2 * e] ?? 0, ends[2 * e + 1] ?? 0, weight[e] ?? 1)
    this.#settings = settingsFor(x.length)
  }

  /** Whoever has many edges is heavier, and pushes others further away. */
  #addEdge(e: number, source: number, target: number, weight: number): void {
    for (const node of [source, target]) {
      const mass = node * numbersPerNode + slot.mass
      this.#nodes[mass] = (this.#nodes[mass] ?? 1) + weight
    }
    this.#edges.set([source * numbersPerNode, target * numbersPerNode, weight], e * numbersPerEdge)
  }

  step(): void {
    iterate(this.#settings, this.#nodes, this.#edges)
  }

  places(): { x: Float32Array; y: Float32Array } {
    const count = this.#nodes.length / numbersPerNode
    const read = (at: number) =>
      Float32Array.from({ length: count }, (_, n) => this.#nodes[n * numbersPerNode + at] ?? 0)
    return { x: read(slot.x), y: read(slot.y) }
  }
}

function settingsFor(nodes: number): Required<ForceAtlas2Settings> {
  const isLarge = nodes > manyNodes
  return {
    linLogMode: false,
    outboundAttractionDistribution: false,
    // Nodes do not cover each other; too slow to be asked of thousands.
    adjustSizes: !isLarge,
    edgeWeightInfluence: 1,
    scalingRatio: isLarge ? 12 : 40,
    strongGravityMode: false,
    gravity: isLarge ? 0.6 : 1.4,
    slowDown: 1 + Math.log(nodes + 1),
    barnesHutOptimize: isLarge,
    barnesHutTheta: 0.8,
  }
}
