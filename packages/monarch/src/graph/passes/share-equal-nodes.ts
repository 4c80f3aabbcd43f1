import type { Node } from '../node.ts'
import { rebuild } from '../rebuild.ts'
import { type Graph, trace } from '../trace.ts'

/** Computes once what the graph says twice: the same primitive, attributes and inputs. */
export function shareEqualNodes(graph: Graph): Graph {
  const kept = new Map<Node, Node>()
  const ids = new Map<Node, number>()
  const known = new Map<string, Node>()
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((source) => kept.get(source) ?? source)
    const key = keyOf(node, inputs, ids)
    const twin = known.get(key)
    const isSame = inputs.every((source, index) => source === node.inputs[index])
    const chosen = twin ?? (isSame ? node : rebuild(node, inputs))
    if (twin === undefined) known.set(key, chosen)
    if (!ids.has(chosen)) ids.set(chosen, ids.size)
    kept.set(node, chosen)
  }
  return trace(Object.fromEntries([...graph.outputs].map(([name, node]) => [name, kept.get(node) ?? node])))
}

const comparedElements = 64

function keyOf(node: Node, inputs: readonly Node[], ids: ReadonlyMap<Node, number>): string {
  if (node.op === 'input') return `input ${node.attributes.name}`
  const shape = node.shape.join(',')
  if (node.op === 'constant') {
    const { data } = node.attributes
    // A large constant is made once and shared by whoever made it: comparing it by content costs more than it saves.
    return data.length > comparedElements
      ? `constant ${node.dtype} ${shape} ${constantId(data)}`
      : `constant ${node.dtype} ${shape} ${data.join(',')}`
  }
  return `${node.op} ${node.dtype} ${shape} ${inputs.map((source) => ids.get(source)).join(',')} ${JSON.stringify(node.attributes)}`
}

const constantIds = new WeakMap<object, number>()
let nextConstantId = 0

function constantId(data: object): number {
  const known = constantIds.get(data) ?? nextConstantId++
  constantIds.set(data, known)
  return known
}
