import { expect, test } from 'vitest'
import { boundOf, largestSingularValues } from './singular-values.ts'

test('the singular values of a diagonal matrix are its absolute values', () => {
  const diagonal = { d: Float64Array.of(3, -7, 0, 1e-9), e: new Float64Array(4) }
  const values = largestSingularValues(diagonal, 4, 1e-16)
  expect(values).toHaveLength(3)
  for (const [i, expected] of [7, 3, 1e-9].entries()) expect(Math.abs(values[i]! / expected - 1)).toBeLessThan(1e-15)
})

test('equal ones are all found', () => {
  const values = largestSingularValues({ d: new Float64Array(5).fill(2), e: new Float64Array(5) }, 3, 0)
  for (const value of values) expect(Math.abs(value - 2)).toBeLessThan(1e-15)
  expect(values).toHaveLength(3)
})

test('a bidiagonal of ones has those of the known formula', () => {
  // B·Bᵀ of ones on both diagonals is the second difference: singular values 2·cos(π·j / (2n + 1)).
  const n = 6
  const bidiagonal = { d: new Float64Array(n).fill(1), e: new Float64Array(n).fill(1, 0, n - 1) }
  const values = largestSingularValues(bidiagonal, n, 1e-16)
  for (const [j, value] of values.entries())
    expect(value).toBeCloseTo(2 * Math.cos((Math.PI * (j + 1)) / (2 * n + 1)), 14)
  expect(values[0]).toBeLessThanOrEqual(boundOf(bidiagonal))
})
