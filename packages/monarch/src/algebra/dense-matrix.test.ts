import { expect, test } from 'vitest'
import { createDense, denseOfMonarch, transposeDense } from './dense-matrix.ts'
import {
  denseByDefinition,
  randomComplexMonarch,
  randomMonarch,
  relativeDifference,
  shapes,
} from './random-matrices.test-kit.ts'

test.each(shapes)('%s: the dense form has the entries of the definition', (_name, shape) => {
  const [real, complex] = [randomMonarch(shape), randomComplexMonarch(shape)]
  expect(denseOfMonarch(real)).toMatchObject({ rows: shape.outWidth, columns: shape.inWidth })
  expect(relativeDifference(denseOfMonarch(real).data, denseByDefinition(real).re)).toBeLessThan(1e-15)
  expect(relativeDifference(denseOfMonarch(complex).data, denseByDefinition(complex))).toBeLessThan(1e-15)
})

test('transposing turns rows into columns', () => {
  const dense = createDense(2, 3, Float64Array.of(1, 2, 3, 4, 5, 6))
  expect(transposeDense(dense)).toEqual({ rows: 3, columns: 2, data: Float64Array.of(1, 4, 2, 5, 3, 6) })
})

test('a matrix of other sizes than its numbers is refused', () => {
  expect(() => createDense(2, 3, new Float64Array(5))).toThrow('createDense expects 2·3 = 6 numbers, and got 5.')
  expect(() => createDense(0, 3, new Float64Array(0))).toThrow('whole numbers of rows and columns, and got 0 and 3')
})
