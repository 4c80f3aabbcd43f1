import { expect, test } from 'vitest'
import { NoGridError } from '../algebra-errors.ts'
import { denseOfMonarch } from '../dense-matrix.ts'
import type { ComplexArray } from '../numbers.ts'
import { denseOfProduct } from '../product.ts'
import { denseOf, relativeDifference } from '../random-matrices.test-kit.ts'
import { dftProduct } from './dft.ts'
import { dftMonarch } from './dft-monarch.ts'

/** F with its columns in that order. */
function directTransform(n: number, order: Int32Array = new Int32Array(n).map((_, i) => i)): ComplexArray {
  const angle = (c: number, j: number): number => (-2 * Math.PI * ((c * order[j]!) % n)) / n
  return { re: denseOf(n, n, (c, j) => Math.cos(angle(c, j))), im: denseOf(n, n, (c, j) => Math.sin(angle(c, j))) }
}

test.each([4, 9, 16, 64, 100, 6, 12, 30, 35, 48, 200])(
  'the Fourier transform of %s numbers with its columns dealt is one Monarch matrix',
  (n) => {
    const { matrix, order } = dftMonarch(n)
    expect(relativeDifference(denseOfMonarch(matrix).data, directTransform(n, order))).toBeLessThan(2e-15)
  },
)

test('for a square number of columns the order is the square’s transposition', () => {
  expect([...dftMonarch(9).order]).toEqual([0, 3, 6, 1, 4, 7, 2, 5, 8])
})

test.each([4, 9, 16, 64, 100, 6, 12, 30, 48])('the Fourier transform of %s numbers is M·P1·P2*', (n) => {
  const product = dftProduct(n)
  expect(product.factors.map(({ isAdjoint }) => isAdjoint)).toEqual([false, false, true])
  expect(product.factors.every(({ matrix }) => matrix.inWidth === n && matrix.k * matrix.p === n)).toBe(true)
  expect(relativeDifference(denseOfProduct(product).data, directTransform(n))).toBeLessThan(2e-15)
})

test.each([1, 2, 3, 5, 7, 17, 101])('that of a prime or one, %s, is padded, in MM*', (n) => {
  const product = dftProduct(n)
  expect(product.factors.map(({ isAdjoint }) => isAdjoint)).toEqual([false, true])
  expect(relativeDifference(denseOfProduct(product).data, directTransform(n))).toBeLessThan(5e-15)
})

test('a prime has no transform in one Monarch matrix', () => {
  expect(() => dftMonarch(17)).toThrow(NoGridError)
  expect(() => dftProduct(0)).toThrow('dftProduct expects a whole number above 0, and got 0.')
})
