import { expect, test } from 'vitest'
import { NotFiniteError } from '../algebra-errors.ts'
import { type ComplexArray, type NumberArray, toComplexArray } from '../numbers.ts'
import { denseOfProduct, type MonarchProduct } from '../product.ts'
import { denseOf, numberAt, randomComplex, randomReal, relativeDifference } from '../random-matrices.test-kit.ts'
import { circulantProduct, convolutionProduct, toeplitzProduct } from './circulant.ts'

function expectProduct(product: MonarchProduct<ComplexArray>, expected: NumberArray): void {
  expect(product.factors.map(({ isAdjoint }) => isAdjoint)).toEqual([false, true])
  expect(relativeDifference(denseOfProduct(product).data, toComplexArray(expected))).toBeLessThan(3e-15)
}

test.each([1, 2, 4, 7, 9, 12, 16, 30, 64, 100, 101])('a circulant matrix of order %s is in MM*', (n) => {
  const column = randomReal(n)
  expectProduct(
    circulantProduct(column),
    denseOf(n, n, (i, j) => column[(i - j + n) % n]!),
  )
})

test('its width is its own, unless that is a prime', () => {
  expect(circulantProduct(randomReal(36)).factors[0]!.matrix).toMatchObject({ k: 6, p: 6, inWidth: 36 })
  expect(circulantProduct(randomReal(7)).factors[0]!.matrix).toMatchObject({ k: 4, p: 4, inWidth: 16, outWidth: 7 })
})

test('complex ones too', () => {
  const column = randomComplex(12)
  const at = (i: number, j: number): { re: number; im: number } => numberAt(column, (i - j + 12) % 12)
  expectProduct(circulantProduct(column), {
    re: denseOf(12, 12, (i, j) => at(i, j).re),
    im: denseOf(12, 12, (i, j) => at(i, j).im),
  })
})

test.each([
  [1, 1],
  [8, 8],
  [7, 12],
  [12, 7],
  [1, 9],
  [25, 25],
])('a Toeplitz matrix of %s by %s is in MM*', (rows, columns) => {
  const [column, row] = [randomReal(rows, 1), randomReal(columns, 2)]
  expectProduct(
    toeplitzProduct(column, row),
    denseOf(rows, columns, (i, j) => (i >= j ? column[i - j]! : row[j - i]!)),
  )
})

test('a convolution is in MM*, whole or causal', () => {
  const kernel = randomReal(5)
  const expected = (rows: number): Float64Array => denseOf(rows, 11, (i, j) => kernel[i - j] ?? 0)
  expectProduct(convolutionProduct(kernel, 11), expected(15))
  expectProduct(convolutionProduct(kernel, 11, 11), expected(11))
  expectProduct(convolutionProduct(kernel, 11, 3), expected(3))
})

test('what is not finite, or not there, is refused', () => {
  expect(() => circulantProduct(Float64Array.of(1, NaN, 2, 3))).toThrow(NotFiniteError)
  expect(() => toeplitzProduct(Float64Array.of(1, Infinity), Float64Array.of(1))).toThrow(NotFiniteError)
  expect(() => circulantProduct(new Float64Array(0))).toThrow('toeplitzProduct expects at least one row and one column')
})
