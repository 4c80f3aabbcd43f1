import { validateGraph } from '../validate.ts'
import type { Graph } from '../trace.ts'
import { rowMoves } from './move-rows.ts'
import { rewriteGraph } from './rewrite.ts'
import { shareEqualNodes } from './share-equal-nodes.ts'
import { simplifications } from './simplify.ts'
import { sumProducts } from './sum-products.ts'

/** The passes in their order. */
export const passes: Readonly<Record<string, (graph: Graph) => Graph>> = {
  simplify: (graph) => rewriteGraph(graph, simplifications),
  moveRows: (graph) => rewriteGraph(graph, rowMoves),
  shareEqualNodes,
  sumProducts: (graph) => rewriteGraph(graph, sumProducts),
}

/** The graph with the same answers and less to do; validated after every pass. */
export function optimise(graph: Graph): Graph {
  validateGraph(graph, 'trace')
  return Object.entries(passes).reduce((current, [name, pass]) => {
    const next = pass(current)
    validateGraph(next, `pass ${name}`)
    return next
  }, graph)
}
