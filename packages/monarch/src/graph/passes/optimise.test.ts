import { expect, test } from 'vitest'
import { type Feed, interpret } from '../../../tests/interpret.ts'
import { InvalidGraphError } from '../errors.ts'
import type { Node, OpName } from '../node.ts'
import * as p from '../primitives.ts'
import { type Graph, trace } from '../trace.ts'
import { optimise, passes } from './optimise.ts'
import { rewriteGraph } from './rewrite.ts'
import { shareEqualNodes } from './share-equal-nodes.ts'
import { simplifications } from './simplify.ts'

const x = p.input('x', [2, 3])
const row = p.input('row', [3])
const feeds: Feed = { x: [1, -2, 3, 0.5, 5, -6], row: [2, 0.25, -1] }

interface RewriteCase {
  readonly before: Node
  /** The primitives that are left, in their order; inputs and constants apart. */
  readonly left: readonly OpName[]
}

const one = p.constant(Float32Array.of(1), [1, 1], 'float32')

/** For every rewrite: where it applies, and where it looks as if it did. */
const rewriteCases: Readonly<Record<keyof typeof simplifications, readonly RewriteCase[]>> = {
  dropNeutralOperand: [
    { before: p.neg(p.mul(x, 1)), left: ['neg'] },
    { before: p.neg(p.mul(one, x)), left: ['neg'] },
    { before: p.neg(p.div(x, 1)), left: ['neg'] },
    { before: p.neg(p.add(0, x)), left: ['neg'] },
    { before: p.neg(p.sub(x, 0)), left: ['neg'] },
    { before: p.sub(0, x), left: ['sub'] },
    { before: p.div(1, x), left: ['div'] },
    // The constant stretches the other operand.
    { before: p.mul(row, one), left: ['mul'] },
  ],
  dropBroadcast: [
    { before: p.add(x, p.broadcast(row, [2, 3])), left: ['add'] },
    { before: p.mul(p.broadcast(row, [2, 3]), x), left: ['mul'] },
    { before: p.add(p.broadcast(row, [2, 3]), p.broadcast(row, [2, 3])), left: ['broadcast', 'broadcast', 'add'] },
    { before: p.neg(p.broadcast(row, [2, 3])), left: ['broadcast', 'neg'] },
  ],
  mergeScales: [
    { before: p.mul(p.mul(x, 2), 3), left: ['mul'] },
    { before: p.mul(4, p.mul(0.5, p.mul(x, 3))), left: ['mul'] },
    { before: p.mul(p.mul(x, row), 3), left: ['mul', 'mul'] },
  ],
  dropDoubleNegation: [
    { before: p.exp(p.neg(p.neg(x))), left: ['exp'] },
    { before: p.neg(p.exp(p.neg(x))), left: ['neg', 'exp', 'neg'] },
  ],
  mergeReshapes: [
    { before: p.reshape(p.reshape(x, [3, 2]), [6]), left: ['reshape'] },
    { before: p.neg(p.reshape(p.reshape(x, [3, 2]), [2, 3])), left: ['neg'] },
  ],
  reshapeConstants: [
    { before: p.mul(x, p.reshape(p.scalar(2), [1, 1])), left: ['mul'] },
    { before: p.mul(x, p.reshape(row, [1, 3])), left: ['reshape', 'mul'] },
  ],
  reshapeForTranspose: [
    { before: p.transpose(p.reshape(x, [2, 1, 3]), [1, 0, 2]), left: ['reshape', 'reshape'] },
    { before: p.transpose(p.reshape(x, [1, 2, 3]), [1, 2, 0]), left: ['reshape', 'reshape'] },
    { before: p.transpose(p.reshape(x, [1, 2, 3]), [0, 2, 1]), left: ['reshape', 'transpose'] },
  ],
  addBeforeTranspose: [
    { before: p.add(p.transpose(x, [1, 0]), p.transpose(p.neg(x), [1, 0])), left: ['neg', 'add', 'transpose'] },
    { before: p.add(p.transpose(x, [1, 0]), p.reshape(x, [3, 2])), left: ['transpose', 'reshape', 'add'] },
  ],
  mergeTransposes: [
    { before: p.neg(p.transpose(p.transpose(x, [1, 0]), [1, 0])), left: ['neg'] },
    {
      before: p.transpose(p.transpose(p.reshape(x, [1, 2, 3]), [1, 2, 0]), [2, 1, 0]),
      left: ['reshape', 'transpose'],
    },
  ],
}

function opsOf(graph: Graph): OpName[] {
  return graph.nodes.map(({ op }) => op).filter((op) => op !== 'input' && op !== 'constant')
}

test('every rewrite has cases', () => {
  expect(Object.keys(rewriteCases)).toEqual(Object.keys(simplifications))
})

test.each(Object.keys(simplifications))('%s applies where it may, and the answers stay', (name) => {
  const rewrite = simplifications[name]
  if (rewrite === undefined) throw new Error('internal: it is in the table')
  for (const { before, left } of rewriteCases[name] ?? []) {
    const [given, rewritten] = [trace({ y: before }), rewriteGraph(trace({ y: before }), { [name]: rewrite })]
    expect(opsOf(rewritten)).toEqual(left)
    expect(interpret(rewritten, feeds)).toEqual(interpret(given, feeds))
  }
})

test('what is said twice is computed once, and the answers stay', () => {
  const twice = (): Node => p.mul(p.exp(p.add(x, row)), 0.5)
  const graph = trace({ y: p.sub(twice(), p.transpose(p.transpose(twice(), [1, 0]), [1, 0])), z: twice() })
  const shared = shareEqualNodes(graph)
  expect(opsOf(shared)).toEqual(['add', 'exp', 'mul', 'transpose', 'transpose', 'sub'])
  expect(interpret(shared, feeds)).toEqual(interpret(graph, feeds))
})

test('primitives that differ in attributes, order or constants are not shared', () => {
  const large = new Float32Array(72).map((_, i) => i)
  const graph = trace({
    a: p.slice(x, [0, 0], [1, 3]),
    b: p.slice(x, [1, 0], [2, 3]),
    c: p.sub(x, row),
    d: p.sub(row, x),
    e: p.add(row, 1),
    f: p.add(row, 2),
    // The same large array in two shapes is two constants.
    g: p.constant(large, [72], 'float32'),
    h: p.constant(large, [8, 9], 'float32'),
    i: p.constant(large, [8, 9], 'float32'),
  })
  const shared = shareEqualNodes(graph)
  expect(opsOf(shared)).toEqual(opsOf(graph))
  expect(shared.outputs.get('g')?.shape).toEqual([72])
  expect(shared.outputs.get('h')).toBe(shared.outputs.get('i'))
  expect(interpret(shared, feeds)).toEqual(interpret(graph, feeds))
})

test('an output keeps its name when its node is rewritten to an input', () => {
  const graph = optimise(trace({ y: p.mul(x, 1), z: p.mul(x, 1) }))
  expect([...graph.outputs.keys()]).toEqual(['y', 'z'])
  expect(graph.outputs.get('y')).toBe(graph.inputs[0])
})

test('optimising twice changes nothing more', () => {
  const wide = p.input('wide', [128, 256])
  const column = (): Node => p.reshape(p.sum(wide, [0]), [1, 256])
  const y = p.mul(p.mul(p.add(x, p.broadcast(row, [2, 3])), 2), 3)
  const graph = optimise(trace({ y, z: p.mul(p.add(column(), 2), p.add(column(), 3)) }))
  expect(opsOf(graph).filter((op) => op === 'matmul')).toEqual(['matmul'])
  expect(opsOf(optimise(graph))).toEqual(opsOf(graph))
})

test('a graph that is broken before the passes is refused before them', () => {
  const graph = trace({ y: p.neg(x) })
  expect(() => optimise({ ...graph, nodes: graph.nodes.toReversed() })).toThrow(InvalidGraphError)
  expect(Object.keys(passes)).toEqual(['simplify', 'moveRows', 'shareEqualNodes', 'sumProducts'])
})
