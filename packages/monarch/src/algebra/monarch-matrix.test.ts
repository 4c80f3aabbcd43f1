import { describe, expect, test } from 'vitest'
import { NotFiniteError } from './algebra-errors.ts'
import { denseOfMonarch } from './dense-matrix.ts'
import { conjugateMonarch, createMonarch, scaleInputs, scaleOutputs, toComplexMonarch } from './monarch-matrix.ts'
import { monarchShape } from './monarch-shape.ts'
import { conjugateArray, toComplexArray } from './numbers.ts'
import {
  randomComplex,
  randomComplexMonarch,
  randomMonarch,
  randomReal,
  relativeDifference,
  shapes,
} from './random-matrices.test-kit.ts'

test('factors of another length than the shape says are refused', () => {
  const shape = monarchShape(4, 4, 2)
  expect(() => createMonarch(shape, new Float64Array(7), new Float64Array(8))).toThrow(
    'createMonarch expects 8 numbers in w1 [2, 2, 2], and got 7.',
  )
  expect(() => createMonarch(shape, new Float64Array(8), new Float64Array(9))).toThrow('in w2 [2, 2, 2], and got 9.')
})

test('NaN and infinity in factors are refused', () => {
  const shape = monarchShape(4, 4, 2)
  const broken = new Float64Array(8).fill(1).fill(NaN, 3, 4)
  expect(() => createMonarch(shape, broken, new Float64Array(8))).toThrow(NotFiniteError)
  expect(() => createMonarch(shape, new Float64Array(8), broken)).toThrow('w2, and got NaN at index 3')
})

describe.each(shapes)('%s', (_name, shape) => {
  test('a diagonal on either side of a Monarch matrix is folded into it', () => {
    const [a, b] = [randomReal(shape.outWidth, 5), randomReal(shape.inWidth, 6)]
    const matrix = randomMonarch(shape)
    const scaled = scaleOutputs(scaleInputs(matrix, b), a)
    const expected = denseOfMonarch(matrix).data.map(
      (value, i) => a[Math.floor(i / shape.inWidth)]! * value * b[i % shape.inWidth]!,
    )
    expect(relativeDifference(denseOfMonarch(scaled).data, expected)).toBeLessThan(1e-15)
  })
})

test('complex diagonals are folded in too', () => {
  const shape = monarchShape(6, 6, 3)
  const matrix = randomComplexMonarch(shape)
  const turn = { re: new Float64Array(6), im: new Float64Array(6).fill(1) }
  const { re, im } = denseOfMonarch(matrix).data
  const turned = { re: im.map((x) => -x), im: re }
  expect(relativeDifference(denseOfMonarch(scaleInputs(matrix, turn)).data, turned)).toBeLessThan(1e-15)
  expect(relativeDifference(denseOfMonarch(scaleOutputs(matrix, turn)).data, turned)).toBeLessThan(1e-15)
})

test('a diagonal of another length is refused', () => {
  expect(() => scaleInputs(randomMonarch(monarchShape(4, 6, 2)), new Float64Array(6))).toThrow(
    'scaleInputs expects 4 numbers, and got 6.',
  )
})

test('the conjugate of a Monarch matrix has conjugate entries', () => {
  const matrix = randomComplexMonarch(monarchShape(7, 5, 2))
  expect(denseOfMonarch(conjugateMonarch(matrix)).data).toEqual(conjugateArray(denseOfMonarch(matrix).data))
})

test('a real Monarch matrix is a complex one', () => {
  const matrix = randomMonarch(monarchShape(7, 5, 2))
  const difference = relativeDifference(
    denseOfMonarch(toComplexMonarch(matrix)).data,
    toComplexArray(denseOfMonarch(matrix).data),
  )
  expect(difference).toBe(0)
  expect(randomComplex(3).im).not.toEqual(new Float64Array(3))
})
