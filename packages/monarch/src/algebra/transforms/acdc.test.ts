import { expect, test } from 'vitest'
import { toComplexArray } from '../numbers.ts'
import { denseOfProduct } from '../product.ts'
import { denseOf, randomReal, relativeDifference } from '../random-matrices.test-kit.ts'
import { acdcProduct } from './acdc.ts'

test.each([1, 2, 4, 7, 9, 16, 12, 30, 64])('a layer of ACDC of %s numbers is in (MM*)²', (n) => {
  const [a, d] = [randomReal(n, 1), randomReal(n, 2)]
  // Orthonormal, so that its inverse is its transpose.
  const c = denseOf(
    n,
    n,
    (row, j) => Math.sqrt((row === 0 ? 1 : 2) / n) * Math.cos((Math.PI * (((2 * j + 1) * row) % (4 * n))) / (2 * n)),
  )
  const expected = denseOf(n, n, (i, j) => {
    let sum = 0
    for (let row = 0; row < n; row++) sum += c[row * n + i]! * d[row]! * c[row * n + j]!
    return sum * a[j]!
  })
  const product = acdcProduct(a, d)
  expect(product.factors.map(({ isAdjoint }) => isAdjoint)).toEqual([false, true, true])
  expect(relativeDifference(denseOfProduct(product).data, toComplexArray(expected))).toBeLessThan(3e-15)
})

test('diagonals that do not fit are refused', () => {
  expect(() => acdcProduct(randomReal(3), randomReal(4))).toThrow(
    'acdcProduct expects two diagonals of one length, and got 3 and 4 numbers.',
  )
  expect(() => acdcProduct(Float64Array.of(1), Float64Array.of(NaN))).toThrow('the diagonal d, and got NaN')
  expect(() => acdcProduct(Float64Array.of(NaN), Float64Array.of(1))).toThrow('the diagonal, and got NaN')
})
