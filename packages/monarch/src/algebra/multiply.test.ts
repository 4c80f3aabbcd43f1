import { describe, expect, test } from 'vitest'
import { type DenseMatrix, transposeDense } from './dense-matrix.ts'
import { monarchShape } from './monarch-shape.ts'
import { multiplyAdjoint, multiplyMonarch, multiplyTransposed } from './multiply.ts'
import { type ComplexArray, conjugateArray } from './numbers.ts'
import {
  denseByDefinition,
  multiplyByDefinition,
  randomComplex,
  randomComplexMonarch,
  randomMonarch,
  randomReal,
  relativeDifference,
  shapes,
} from './random-matrices.test-kit.ts'

const tokens = 3

describe.each(shapes)('%s', (_name, shape) => {
  const { inWidth, outWidth } = shape
  const [real, complex] = [randomMonarch(shape), randomComplexMonarch(shape)]
  const denseReal: DenseMatrix<ComplexArray> = { rows: outWidth, columns: inWidth, data: denseByDefinition(real) }
  const denseComplex = { ...denseReal, data: denseByDefinition(complex) }

  test('a product with a batch of vectors is the dense one', () => {
    const x = randomReal(tokens * inWidth, 9)
    const expected = multiplyByDefinition(denseReal, x, tokens).re
    expect(relativeDifference(multiplyMonarch(real, x), expected)).toBeLessThan(1e-14)
    const z = randomComplex(tokens * inWidth, 9)
    expect(relativeDifference(multiplyMonarch(complex, z), multiplyByDefinition(denseComplex, z, tokens))).toBeLessThan(
      1e-14,
    )
  })

  test('a product with the adjoint, and with the transpose, is the dense one', () => {
    const x = randomReal(tokens * outWidth, 9)
    const expected = multiplyByDefinition(transposeDense(denseReal), x, tokens).re
    expect(relativeDifference(multiplyAdjoint(real, x), expected)).toBeLessThan(1e-14)
    const z = randomComplex(tokens * outWidth, 9)
    const transposed = transposeDense(denseComplex)
    expect(
      relativeDifference(multiplyTransposed(complex, z), multiplyByDefinition(transposed, z, tokens)),
    ).toBeLessThan(1e-14)
    const conjugated = { ...transposed, data: conjugateArray(transposed.data) }
    expect(relativeDifference(multiplyAdjoint(complex, z), multiplyByDefinition(conjugated, z, tokens))).toBeLessThan(
      1e-14,
    )
  })
})

test('vectors of another width are refused', () => {
  const matrix = randomMonarch(monarchShape(6, 4, 2))
  expect(() => multiplyMonarch(matrix, new Float64Array(8))).toThrow(
    'multiplyMonarch expects whole tokens of 6 numbers, and got 8 numbers.',
  )
  expect(() => multiplyAdjoint(matrix, new Float64Array(6))).toThrow('whole tokens of 4 numbers')
})
