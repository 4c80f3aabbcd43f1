import { UndirectedGraph } from 'graphology'
import louvainModule, { type LouvainOptions } from 'graphology-communities-louvain'
import { seededRandom } from './seeded-random.ts'

const seed = 20_260_101
type Louvain = (graph: UndirectedGraph, options: LouvainOptions) => Readonly<Record<string, number>>
// The package is one function; by some rules of resolution its types tell of a module with a default instead.
const louvain = louvainModule as unknown as Louvain

/**
 * Which community each node is in, as numbers from 0, by the method of Louvain (Blondel et al. 2008); the same graph
 * always gives the same. `ends` holds two numbers of nodes for each edge.
 */
export function findCommunities(nodes: number, ends: Uint32Array, weight: Float32Array): Uint16Array {
  const graph = new UndirectedGraph({ allowSelfLoops: false })
  for (let n = 0; n < nodes; n++) graph.addNode(n)
  for (let e = 0; e < weight.length; e++) {
    const [source, target] = [ends[2 * e], ends[2 * e + 1]]
    if (source !== target) graph.mergeEdge(source, target, { weight: weight[e] ?? 1 })
  }
  if (graph.size === 0) return Uint16Array.from({ length: nodes }, (_, n) => n)
  const found = louvain(graph, { rng: seededRandom(seed), getEdgeWeight: 'weight' })
  return Uint16Array.from({ length: nodes }, (_, n) => found[n] ?? 0)
}
