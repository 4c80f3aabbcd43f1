import { expect, test } from 'vitest'
import { InvalidGraphError } from './errors.ts'
import type { Node } from './node.ts'
import { add, input, matmul, neg, scalar } from './primitives.ts'
import { type Graph, trace } from './trace.ts'
import { validateGraph } from './validate.ts'

const x = input('x', [2, 3])
const y = neg(x)
const graph = trace({ y })

/** What a pass with a fault could make of a node. */
function broken(node: Node, change: Partial<Node>): Graph {
  const made = { ...node, ...change } as Node
  return { inputs: graph.inputs, nodes: [x, made], outputs: new Map([['y', made]]) }
}

test.each<[fault: string, graph: Graph, said: string]>([
  ['a node before its input', { ...graph, nodes: [y, x] }, 'neg stands before its input input'],
  ['a node that is there twice', { ...graph, nodes: [x, y, y] }, 'neg stands there twice'],
  ['an input that is not listed', { ...graph, inputs: [] }, 'the input "x" is not listed'],
  ['a listed input that is no node', { ...graph, inputs: [x, input('z', [])] }, 'the input "z" is not among the nodes'],
  ['an output that is no node', { ...graph, outputs: new Map([['z', scalar(1)]]) }, 'the output "z" is not among'],
  ['a wrong shape', broken(y, { shape: [3, 2] }), 'neg is float32 [3, 2], and should be float32 [2, 3]'],
  ['a wrong type', broken(y, { dtype: 'int32' }), 'neg is int32 [2, 3], and should be float32 [2, 3]'],
  ['an input too many', broken(y, { inputs: [x, x] }), 'neg has 2 inputs, and takes 1'],
  ['an input too few', broken(add(x, x), { inputs: [x] }), 'add: '],
  [
    'inputs that do not fit',
    broken({ ...matmul(input('a', [2, 2]), input('b', [2, 2])) }, { inputs: [x, x] }),
    'matmul',
  ],
  [
    'a constant of too few elements',
    broken(scalar(1), { attributes: { data: new Float32Array(2) } }),
    'a constant [] has 2 elements',
  ],
])('%s is refused, and the node named', (_, faulty, said) => {
  expect(() => validateGraph(faulty, 'pass x')).toThrow(InvalidGraphError)
  expect(() => validateGraph(faulty, 'pass x')).toThrow(`internal: pass x: ${said}`)
})

test('a sound graph passes', () => {
  expect(() => validateGraph(graph)).not.toThrow()
})

test('names stand for one thing each', () => {
  expect(() => trace({ y: add(x, input('x', [2, 3])) })).toThrow('two inputs are called "x"')
  expect(() => trace({ x: neg(x) })).toThrow('an input and an output are both called "x"')
})
