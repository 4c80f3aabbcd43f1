import { expect, test } from 'vitest'
import { denseOfMonarch } from '../dense-matrix.ts'
import { denseOfProduct } from '../product.ts'
import { denseOf, randomOrder, randomReal, relativeDifference } from '../random-matrices.test-kit.ts'
import { fastfoodProduct } from './fastfood.ts'
import { hadamardMonarch } from './hadamard.ts'

test.each([4, 16, 64, 8, 12, 24, 144])('Fastfood of %s numbers is in (MM*)² of that width', (n) => {
  const [s, g, b, order] = [randomReal(n, 1), randomReal(n, 2), randomReal(n, 3), randomOrder(n)]
  const h = denseOfMonarch(hadamardMonarch(n)).data
  const expected = denseOf(n, n, (i, j) => {
    let sum = 0
    for (let c = 0; c < n; c++) sum += h[i * n + c]! * g[c]! * h[order[c]! * n + j]!
    return s[i]! * sum * b[j]!
  })
  const product = fastfoodProduct({ s, g, b, order })
  expect(product.factors.map(({ isAdjoint }) => isAdjoint)).toEqual([false, true, false, true])
  expect(relativeDifference(denseOfProduct(product).data, expected)).toBeLessThan(2e-15)
})

test('what does not fit is refused', () => {
  const [s, g, b] = [randomReal(16), randomReal(16), randomReal(15)]
  expect(() => fastfoodProduct({ s, g, b, order: randomOrder(16) })).toThrow(
    'fastfoodProduct expects 16 numbers in b, and got 15.',
  )
  const eighteen = randomReal(18)
  expect(() => fastfoodProduct({ s: eighteen, g: eighteen, b: eighteen, order: randomOrder(18) })).toThrow(
    'orders of Hadamard matrices',
  )
})
