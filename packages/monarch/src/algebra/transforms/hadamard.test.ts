import { expect, test } from 'vitest'
import { denseOfMonarch } from '../dense-matrix.ts'
import { denseOf } from '../random-matrices.test-kit.ts'
import { findHadamard, hadamardMonarch } from './hadamard.ts'

const parity = (bits: number): number => (bits === 0 ? 0 : (bits & 1) ^ parity(bits >> 1))

test.each([1, 2, 4, 8, 16, 64, 128, 256])('the Hadamard matrix of order %s is one Monarch matrix', (n) => {
  const expected = denseOf(n, n, (i, j) => 1 - 2 * parity(i & j))
  expect(denseOfMonarch(hadamardMonarch(n)).data).toEqual(expected)
})

test.each([12, 20, 24, 48, 144, 240])('so is one of order %s, no power of two', (n) => {
  const h = denseOfMonarch(hadamardMonarch(n)).data
  expect(h.every((x) => x === 1 || x === -1)).toBe(true)
  const gram = denseOf(n, n, (i, j) => {
    let sum = 0
    for (let c = 0; c < n; c++) sum += h[i * n + c]! * h[j * n + c]!
    return sum
  })
  expect(gram).toEqual(denseOf(n, n, (i, j) => (i === j ? n : 0)))
})

test('orders without a Hadamard matrix are refused', () => {
  expect(findHadamard(6)).toBeUndefined()
  expect(() => hadamardMonarch(18)).toThrow('hadamardMonarch expects a product of orders of Hadamard matrices')
  expect(() => hadamardMonarch(0)).toThrow('hadamardMonarch expects a whole number above 0, and got 0.')
})
