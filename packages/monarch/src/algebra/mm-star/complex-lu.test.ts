import { expect, test } from 'vitest'
import { randomComplex, relativeDifference } from '../random-matrices.test-kit.ts'
import { factoriseLu, solveLu } from './complex-lu.ts'
import { identity, multiplyMatrices } from './square-blocks.ts'

test.each([1, 2, 5, 20])('the inverse of a matrix of order %s is one', (n) => {
  const a = randomComplex(n * n)
  const inverse = solveLu(factoriseLu(a, n), identity(n), n)
  expect(relativeDifference(multiplyMatrices(a, inverse, n), identity(n))).toBeLessThan(1e-12)
})

test('a singular matrix has a ratio of pivots of zero, or of rounding', () => {
  expect(factoriseLu({ re: new Float64Array(4), im: new Float64Array(4) }, 2).pivotRatio).toBe(0)
  expect(factoriseLu({ re: Float64Array.of(0.1, 0.2, 0.3, 0.6), im: new Float64Array(4) }, 2).pivotRatio).toBeLessThan(
    1e-15,
  )
  expect(factoriseLu(identity(3), 3).pivotRatio).toBe(1)
})

test('a zero in a pivot’s place is exchanged', () => {
  const exchange = { re: Float64Array.of(0, 1, 1, 0), im: new Float64Array(4) }
  expect(solveLu(factoriseLu(exchange, 2), { re: Float64Array.of(3, 4), im: new Float64Array(2) }, 1).re).toEqual(
    Float64Array.of(4, 3),
  )
})
