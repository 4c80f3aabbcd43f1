import { expect, test } from 'vitest'
import { multiplyByDefinition, randomComplex, relativeDifference } from '../random-matrices.test-kit.ts'
import { transposeDense } from '../dense-matrix.ts'
import { addMatrices, cutBlocks, diagonalOf, identity, multiplyMatrices, scaleMatrix } from './square-blocks.ts'

const n = 5
const [a, b] = [randomComplex(n * n, 1), randomComplex(n * n, 2)]

test('products are products', () => {
  const tokens = transposeDense({ rows: n, columns: n, data: b }).data
  const expected = multiplyByDefinition({ rows: n, columns: n, data: a }, tokens, n)
  const product = multiplyMatrices(a, b, n)
  expect(relativeDifference(product, transposeDense({ rows: n, columns: n, data: expected }).data)).toBeLessThan(1e-15)
  const diagonal = diagonalOf(a, b, n)
  for (let i = 0; i < n; i++) expect(diagonal.re[i]).toBeCloseTo(product.re[i * n + i]!, 13)
})

test('a matrix less itself is nothing', () => {
  const sum = scaleMatrix(a, -1)
  addMatrices(sum, multiplyMatrices(a, identity(n), n))
  expect(Math.max(...sum.re.map(Math.abs), ...sum.im.map(Math.abs))).toBe(0)
})

test('a grid cuts a matrix into the entries of one column of it to another', () => {
  const [k, p] = [2, 3]
  const matrix = { re: new Float64Array(36).map((_, i) => i), im: new Float64Array(36) }
  const blocks = cutBlocks(matrix, { k, p })
  expect(blocks).toHaveLength(9)
  // Column 1 to row 2 of the grid's columns: rows 2 and 5, columns 1 and 4.
  expect([...blocks[2 * p + 1]!.re]).toEqual([13, 16, 31, 34])
})
