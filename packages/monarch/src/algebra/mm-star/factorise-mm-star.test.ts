import { describe, expect, test } from 'vitest'
import { NotAProductError, SingularBlockError } from '../algebra-errors.ts'
import { createDense, denseOfMonarch } from '../dense-matrix.ts'
import type { MonarchMatrix } from '../monarch-matrix.ts'
import type { NumberArray } from '../numbers.ts'
import { adjoint, createProduct, denseOfProduct, plain } from '../product.ts'
import {
  denseOf,
  randomComplex,
  randomComplexMonarch,
  randomDense,
  randomMonarch,
  randomReal,
  relativeDifference,
} from '../random-matrices.test-kit.ts'
import { circulantProduct } from '../transforms/circulant.ts'
import { gridShape } from '../transforms/grid.ts'
import { factoriseMmStar } from './factorise-mm-star.ts'

const grids = [
  { k: 2, p: 2 },
  { k: 4, p: 4 },
  { k: 8, p: 8 },
  { k: 3, p: 5 },
  { k: 5, p: 3 },
]

function productOf<A extends NumberArray>(first: MonarchMatrix<A>, second: MonarchMatrix<A>) {
  return denseOfProduct(createProduct([plain(first), adjoint(second)]))
}

describe.each(grids)('on a grid of $k by $p', (grid) => {
  const shape = gridShape(grid)

  test('M·M* of one complex Monarch matrix is taken apart', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const matrix = randomComplexMonarch(shape, seed)
      const dense = productOf(matrix, matrix)
      const product = factoriseMmStar(dense, grid)
      expect(product.factors.map(({ isAdjoint }) => isAdjoint)).toEqual([false, true])
      expect(relativeDifference(denseOfProduct(product).data, dense.data)).toBeLessThan(1e-10)
    }
  })

  test('so is a product of two', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const dense = productOf(randomComplexMonarch(shape, seed), randomComplexMonarch(shape, seed + 20))
      expect(relativeDifference(denseOfProduct(factoriseMmStar(dense, grid)).data, dense.data)).toBeLessThan(1e-10)
    }
  })

  test('the factors of real ones are real', () => {
    const dense = productOf(randomMonarch(shape, 3), randomMonarch(shape, 30))
    const product = factoriseMmStar(dense, grid)
    const { re } = denseOfProduct(product).data
    expect(relativeDifference(re, dense.data)).toBeLessThan(1e-9)
    for (const { matrix } of product.factors)
      for (const { im } of [matrix.w1, matrix.w2]) expect(Math.max(...im.map(Math.abs))).toBeLessThan(1e-9)
  })
})

test('a product of which one combination of blocks has eigenvalues too near to one another is taken apart by others', () => {
  const matrix = randomMonarch(gridShape({ k: 16, p: 16 }), 98)
  const dense = productOf(matrix, matrix)
  expect(relativeDifference(denseOfProduct(factoriseMmStar(dense)).data, dense.data)).toBeLessThan(1e-8)
})

test('a Monarch matrix alone is a product with the identity', () => {
  const dense = denseOfMonarch(randomComplexMonarch(gridShape({ k: 4, p: 4 })))
  expect(relativeDifference(denseOfProduct(factoriseMmStar(dense)).data, dense.data)).toBeLessThan(1e-10)
})

test('a circulant matrix is taken apart without being told what it is', () => {
  const dense = denseOfProduct(circulantProduct(randomReal(16)))
  expect(relativeDifference(denseOfProduct(factoriseMmStar(dense)).data, dense.data)).toBeLessThan(1e-9)
})

test('a matrix that is no such product is refused', () => {
  expect(() => factoriseMmStar(createDense(16, 16, randomComplex(256)))).toThrow(NotAProductError)
  expect(() => factoriseMmStar(randomDense(16, 16))).toThrow(
    /factoriseMmStar expects a product M·M\* on a grid of 4 by 4, and got a matrix that its factors miss by/,
  )
})

test('a matrix outside the theorem’s assumptions is refused', () => {
  const identity = denseOf(16, 16, (i, j) => (i === j ? 1 : 0))
  expect(() => factoriseMmStar(createDense(16, 16, identity))).toThrow(SingularBlockError)
  expect(() => factoriseMmStar(createDense(16, 16, new Float64Array(256)))).toThrow(/invertible blocks/)
})

test('other shapes are refused', () => {
  expect(() => factoriseMmStar(randomDense(4, 6))).toThrow('factoriseMmStar expects a matrix [4, 4], and got [4, 6].')
  expect(() => factoriseMmStar(randomDense(7, 7))).toThrow('a width k·p')
  expect(() => factoriseMmStar(createDense(4, 4, randomReal(16).fill(NaN)))).toThrow('the matrix, and got NaN')
})
