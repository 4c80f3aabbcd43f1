import { expect, test } from 'vitest'
import { adjoint, createProduct, multiplyProduct } from '../product.ts'
import { randomOrder, randomReal } from '../random-matrices.test-kit.ts'
import { gatherEntries } from '../transpose-monarch.ts'
import { getGrid } from './grid.ts'
import { permutationBetween, permutationProduct } from './permutation.ts'

test.each([4, 6, 16, 36, 60, 64])('every permutation of %s numbers is in MM*, and in M*M', (n) => {
  const x = randomReal(n)
  for (let seed = 0; seed < 5; seed++) {
    const order = randomOrder(n, seed)
    const product = permutationProduct(order)
    expect(product.factors.map(({ isAdjoint }) => isAdjoint)).toEqual([false, true])
    expect(multiplyProduct(product, x)).toEqual(gatherEntries(x, order))
    const between = createProduct(permutationBetween(order, getGrid('test', n)))
    expect(between.factors.map(({ isAdjoint }) => isAdjoint)).toEqual([true, false])
    expect(multiplyProduct(between, x)).toEqual(gatherEntries(x, order))
  }
})

test('the adjoint of a permutation takes it back', () => {
  const [x, order] = [randomReal(20), randomOrder(20)]
  const product = permutationProduct(order)
  const [first, second] = product.factors
  const back = createProduct([{ ...second!, isAdjoint: false }, adjoint(first!.matrix)])
  expect(multiplyProduct(back, multiplyProduct(product, x))).toEqual(x)
})

test('what is no permutation is refused', () => {
  expect(() => permutationProduct(Int32Array.of(0, 1, 1, 3))).toThrow('permutation expects every index below 4 once')
  expect(() => permutationProduct(Int32Array.of(0, 1, 2, 4))).toThrow('permutation expects every index below 4 once')
  expect(() => permutationProduct(randomOrder(13))).toThrow('permutationProduct expects a width k·p')
})
