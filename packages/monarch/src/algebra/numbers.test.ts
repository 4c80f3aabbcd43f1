import { expect, test } from 'vitest'
import { NotFiniteError } from './algebra-errors.ts'
import {
  addProduct,
  assertFinite,
  conjugateArray,
  lengthOf,
  multiplyEntries,
  squaredNorm,
  toComplexArray,
} from './numbers.ts'

const i = { re: Float64Array.of(0), im: Float64Array.of(1) }

test('complex numbers multiply as complex numbers', () => {
  expect(multiplyEntries(i, i)).toEqual({ re: Float64Array.of(-1), im: Float64Array.of(0) })
  const a = { re: Float64Array.of(2), im: Float64Array.of(3) }
  const b = { re: Float64Array.of(5), im: Float64Array.of(-7) }
  expect(multiplyEntries(a, b)).toEqual({ re: Float64Array.of(31), im: Float64Array.of(1) })
})

test('a conjugated factor is conjugated before the product', () => {
  const y = { re: new Float64Array(1), im: new Float64Array(1) }
  addProduct((w, x, sum, sign) => (sum[0]! += sign * w[0]! * x[0]!), i, i, y, true)
  expect(y).toEqual({ re: Float64Array.of(1), im: Float64Array.of(0) })
  expect(conjugateArray(i)).toEqual({ re: Float64Array.of(0), im: Float64Array.of(-1) })
})

test('real numbers are complex numbers with imaginary parts of zero', () => {
  expect(toComplexArray(Float64Array.of(3, 4))).toEqual({ re: Float64Array.of(3, 4), im: new Float64Array(2) })
  expect(squaredNorm(Float64Array.of(3, 4))).toBe(25)
  expect(squaredNorm({ re: Float64Array.of(3), im: Float64Array.of(4) })).toBe(25)
  expect(lengthOf(i)).toBe(1)
})

test.each([NaN, Infinity, -Infinity])('%s is refused with its place', (value) => {
  const check = (): void => assertFinite('multiply', 'w1', { re: Float64Array.of(1, 2), im: Float64Array.of(0, value) })
  expect(check).toThrow(NotFiniteError)
  expect(check).toThrow(`multiply expects finite numbers in w1, and got ${value} at index 1.`)
})
