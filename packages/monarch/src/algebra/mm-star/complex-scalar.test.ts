import { expect, test } from 'vitest'
import { divideScalars, multiplyScalars, squareRootOf } from './complex-scalar.ts'

const numbers = [
  { re: 3, im: 4 },
  { re: -3, im: 4 },
  { re: -2, im: -1e-9 },
  { re: 0, im: 2 },
  { re: -5, im: 0 },
]

test.each(numbers)('the square of the root of %o is the number', (number) => {
  const root = squareRootOf(number)
  expect(root.re).toBeGreaterThanOrEqual(0)
  const square = multiplyScalars(root, root)
  expect(square.re).toBeCloseTo(number.re, 14)
  expect(square.im).toBeCloseTo(number.im, 14)
})

test('division undoes multiplication, near the limits of float64 too', () => {
  const [a, b] = [
    { re: 1e200, im: -2e200 },
    { re: 3e150, im: 4e150 },
  ]
  const quotient = divideScalars(a, b)
  expect(quotient.re / (-5e50 / 25)).toBeCloseTo(1, 14)
  expect(quotient.im / (-10e50 / 25)).toBeCloseTo(1, 14)
  expect(squareRootOf({ re: 0, im: 0 })).toEqual({ re: 0, im: 0 })
})
