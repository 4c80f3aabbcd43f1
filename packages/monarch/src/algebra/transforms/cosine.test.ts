import { describe, expect, test } from 'vitest'
import { toComplexArray } from '../numbers.ts'
import { denseOfProduct } from '../product.ts'
import { denseOf, relativeDifference } from '../random-matrices.test-kit.ts'
import { dctProduct, dstProduct } from './cosine.ts'

/** sin and cos of π·a / 2n, the whole number reduced first. */
const angle = (a: number, n: number): number => (Math.PI * (a % (4 * n))) / (2 * n)

describe.each([1, 2, 3, 4, 7, 9, 16, 25, 12, 30, 48, 64, 101])('of %s numbers', (n) => {
  test('the cosine transform is in (MM*)²', () => {
    const product = dctProduct(n)
    expect(product.factors.map(({ isAdjoint }) => isAdjoint)).toEqual([false, true, false, true])
    const expected = toComplexArray(denseOf(n, n, (c, j) => Math.cos(angle((2 * j + 1) * c, n))))
    expect(relativeDifference(denseOfProduct(product).data, expected)).toBeLessThan(2e-15)
  })

  test('so is the sine transform', () => {
    const expected = toComplexArray(denseOf(n, n, (c, j) => Math.sin(angle((2 * j + 1) * (c + 1), n))))
    expect(relativeDifference(denseOfProduct(dstProduct(n)).data, expected)).toBeLessThan(2e-15)
  })
})

test('their width is twice that of the vector', () => {
  for (const { matrix } of dctProduct(18).factors) expect([matrix.k, matrix.p]).toEqual([6, 6])
})

test('what is no width is refused', () => {
  expect(() => dctProduct(-1)).toThrow('dctProduct expects a whole number above 0, and got -1.')
  expect(() => dstProduct(2.5)).toThrow('dstProduct expects a whole number above 0, and got 2.5.')
})
