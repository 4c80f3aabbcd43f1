import { expect, test } from 'vitest'
import { interpret } from '../../../tests/interpret.ts'
import { input, sum } from '../primitives.ts'
import { trace } from '../trace.ts'
import { rewriteGraph } from './rewrite.ts'
import { sumProducts } from './sum-products.ts'

test.each([
  { shape: [64, 96], axes: [0], ops: ['matmul', 'reshape'] },
  { shape: [64, 96], axes: [1], ops: ['sum'] },
  { shape: [64, 96], axes: [0, 1], ops: ['sum'] },
  { shape: [8, 96], axes: [0], ops: ['sum'] },
  { shape: [64, 8, 64], axes: [0], ops: ['sum'] },
])('a sum of $shape over $axes is made of $ops, and stays what it is', ({ shape, axes, ops }) => {
  const before = trace({ y: sum(input('x', shape), axes) })
  const after = rewriteGraph(before, sumProducts)
  const feeds = { x: Array.from({ length: shape.reduce((a, b) => a * b) }, (_, index) => (index * 7) % 11) }
  expect(after.nodes.map(({ op }) => op).filter((op) => op !== 'input' && op !== 'constant')).toEqual(ops)
  expect(interpret(after, feeds)).toEqual(interpret(before, feeds))
})
