import { expect, test } from 'vitest'
import { denseOfMonarch, transposeDense } from './dense-matrix.ts'
import { monarchShape } from './monarch-shape.ts'
import { multiplyAdjoint, multiplyMonarch } from './multiply.ts'
import { conjugateArray } from './numbers.ts'
import { adjoint, adjointOfProduct, createProduct, denseOfProduct, multiplyProduct, plain } from './product.ts'
import { randomComplex, randomComplexMonarch, randomMonarch, relativeDifference } from './random-matrices.test-kit.ts'

const a = randomComplexMonarch(monarchShape(12, 8, 4), 1)
const b = randomComplexMonarch(monarchShape(6, 12, 2), 2)
const product = createProduct([adjoint(b), adjoint(a), plain(a), plain(b)])

test('a product multiplies from its last factor to its first', () => {
  const x = randomComplex(2 * 6, 3)
  const expected = multiplyAdjoint(b, multiplyAdjoint(a, multiplyMonarch(a, multiplyMonarch(b, x))))
  expect(relativeDifference(multiplyProduct(product, x), expected)).toBe(0)
})

test('the dense form of a product of one factor is that of the factor', () => {
  expect(denseOfProduct(createProduct([plain(a)]))).toMatchObject({ rows: 8, columns: 12 })
  expect(relativeDifference(denseOfProduct(createProduct([plain(a)])).data, denseOfMonarch(a).data)).toBeLessThan(1e-15)
})

test('the adjoint of a product is its conjugate transpose', () => {
  const mixed = createProduct([plain(a), plain(b)])
  const expected = conjugateArray(transposeDense(denseOfProduct(mixed)).data)
  expect(relativeDifference(denseOfProduct(adjointOfProduct(mixed)).data, expected)).toBeLessThan(1e-14)
  const own = denseOfProduct(product)
  expect(relativeDifference(own.data, conjugateArray(transposeDense(own).data))).toBeLessThan(1e-14)
})

test('factors that do not fit together are refused', () => {
  const [wide, tall] = [randomMonarch(monarchShape(6, 4, 2)), randomMonarch(monarchShape(4, 6, 2))]
  expect(createProduct([plain(wide), plain(tall)])).toMatchObject({ inWidth: 4, outWidth: 4 })
  expect(() => createProduct([plain(wide), adjoint(tall)])).toThrow(
    'createProduct expects 6 outputs of factor 2, and got 4.',
  )
  expect(() => createProduct([])).toThrow('createProduct expects at least one factor, and got none.')
})
