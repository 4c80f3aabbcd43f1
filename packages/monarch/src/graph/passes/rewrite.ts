import type { Node } from '../node.ts'
import { rebuild } from '../rebuild.ts'
import type { Graph } from '../trace.ts'
import { trace } from '../trace.ts'

/** A better form of a node whose inputs are already in their best form; undefined where there is none. */
export type Rewrite = (node: Node) => Node | undefined

/** Applies the rewrites from the inputs to the outputs, to each node until none applies. */
export function rewriteGraph(graph: Graph, rewrites: Readonly<Record<string, Rewrite>>): Graph {
  const best = new Map<Node, Node>()
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((source) => best.get(source) ?? source)
    const isSame = inputs.every((source, index) => source === node.inputs[index])
    best.set(node, improve(isSame ? node : rebuild(node, inputs), Object.values(rewrites)))
  }
  return trace(Object.fromEntries([...graph.outputs].map(([name, node]) => [name, best.get(node) ?? node])))
}

const stepsAtMost = 100

function improve(node: Node, rewrites: readonly Rewrite[]): Node {
  let current = node
  for (let step = 0; step < stepsAtMost; step++) {
    const better = firstBetter(current, rewrites)
    if (better === undefined) return current
    current = better
  }
  return current
}

function firstBetter(node: Node, rewrites: readonly Rewrite[]): Node | undefined {
  for (const rewrite of rewrites) {
    const better = rewrite(node)
    if (better !== undefined) return better
  }
  return undefined
}
