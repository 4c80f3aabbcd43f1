import type { Node } from './node.ts'
import type { Graph } from './trace.ts'

/**
 * A graph as text, a node a line, for people and for golden tests:
 * `%2 = matmul(%0, %1) : float32 [2, 4]`
 */
export function printGraph(graph: Graph): string {
  const names = new Map<Node, string>()
  const lines = graph.nodes.map((node) => {
    const name = node.op === 'input' ? `%${node.attributes.name}` : `%${names.size}`
    names.set(node, name)
    const inputs = node.inputs.map((source) => names.get(source) ?? '?')
    return `${name} = ${node.op}(${[...inputs, ...attributesOf(node)].join(', ')}) : ${node.dtype} [${node.shape.join(', ')}]`
  })
  const outputs = [...graph.outputs].map(([name, node]) => `${name} <- ${names.get(node)}`)
  return [...lines, ...outputs].join('\n')
}

const shownElements = 4

function attributesOf(node: Node): string[] {
  if (node.op === 'input') return []
  if (node.op === 'constant') {
    const { data } = node.attributes
    const shown = Array.from(data.subarray(0, shownElements), (value) => Number(value.toPrecision(6)))
    return [`${shown.join(' ')}${data.length > shownElements ? ' …' : ''}`]
  }
  return Object.entries(node.attributes).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
}
