import { expect, test } from 'vitest'
import { randomOrder } from '../random-matrices.test-kit.ts'
import { colourEdges } from './colour-edges.ts'

test.each([
  [1, 1],
  [4, 4],
  [3, 7],
  [7, 3],
])('edges between %s nodes of degree %s are coloured without a clash', (nodes, degree) => {
  for (let seed = 0; seed < 10; seed++) {
    const from = randomOrder(nodes * degree, seed).map((i) => Math.floor(i / degree))
    const to = randomOrder(nodes * degree, seed + 99).map((i) => i % nodes)
    const colours = colourEdges(from, to, nodes, degree)
    const atLeft = new Set(from.map((node, edge) => node * degree + colours[edge]!))
    const atRight = new Set(to.map((node, edge) => node * degree + colours[edge]!))
    expect([atLeft.size, atRight.size]).toEqual([from.length, from.length])
    expect(Math.max(...colours)).toBeLessThan(degree)
  }
})
