import { InvalidGraphError } from './errors.ts'
import type { Node } from './node.ts'
import { rebuild } from './rebuild.ts'
import { describeShape, isSameShape, sizeOf } from './shape.ts'
import type { Graph } from './trace.ts'

/**
 * Holds a graph against its rules: nodes once and after their inputs, every output and input among them, shapes and
 * types those that the primitives give.
 * @throws {InvalidGraphError} that names the node.
 */
export function validateGraph(graph: Graph, where = 'validateGraph'): void {
  const seen = new Set<Node>()
  const inputs = new Set<Node>(graph.inputs)
  for (const node of graph.nodes) {
    const orphan = node.inputs.find((source) => !seen.has(source))
    if (orphan !== undefined) throw new InvalidGraphError(where, `${node.op} stands before its input ${orphan.op}`)
    if (seen.has(node)) throw new InvalidGraphError(where, `${node.op} stands there twice`)
    if (node.op === 'input' && !inputs.has(node))
      throw new InvalidGraphError(where, `the input "${node.attributes.name}" is not listed`)
    checkNode(node, where)
    seen.add(node)
  }
  const stranger = graph.inputs.find((node) => !seen.has(node))
  if (stranger !== undefined)
    throw new InvalidGraphError(where, `the input "${stranger.attributes.name}" is not among the nodes`)
  for (const [name, node] of graph.outputs) {
    if (!seen.has(node)) throw new InvalidGraphError(where, `the output "${name}" is not among the nodes`)
  }
}

function checkNode(node: Node, where: string): void {
  if (node.op === 'constant' && node.attributes.data.length !== sizeOf(node.shape))
    throw new InvalidGraphError(
      where,
      `a constant ${describeShape(node.shape)} has ${node.attributes.data.length} elements`,
    )
  const made = remake(node, where)
  if (made.op === node.op && made.inputs.length !== node.inputs.length)
    throw new InvalidGraphError(where, `${node.op} has ${node.inputs.length} inputs, and takes ${made.inputs.length}`)
  if (made.dtype !== node.dtype || !isSameShape(made.shape, node.shape))
    throw new InvalidGraphError(
      where,
      `${node.op} is ${node.dtype} ${describeShape(node.shape)}, and should be ${made.dtype} ${describeShape(made.shape)}`,
    )
}

function remake(node: Node, where: string): Node {
  try {
    return rebuild(node, node.inputs)
  } catch (error) {
    throw new InvalidGraphError(where, `${node.op}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
