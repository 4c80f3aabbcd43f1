import { describe, expect, test } from 'vitest'
import { ShapeError } from '../graph/errors.ts'
import { NotFiniteError } from './algebra-errors.ts'
import { createDense, denseOfMonarch } from './dense-matrix.ts'
import { monarchShape } from './monarch-shape.ts'
import { squaredNorm } from './numbers.ts'
import { projectToMonarch } from './project.ts'
import {
  randomComplex,
  randomComplexMonarch,
  randomDense,
  randomMonarch,
  randomReal,
  relativeDifference,
  shapes,
  singularValuesOf,
} from './random-matrices.test-kit.ts'
import { cutSubmatrix, listSubmatrices } from './submatrices.ts'

describe.each(shapes)('%s', (_name, shape) => {
  const { inWidth, outWidth, p, s } = shape

  test('the squared error is the sum of the discarded squared singular values, found by another method', () => {
    const dense = randomDense(outWidth, inWidth)
    let expected = 0
    for (const submatrix of listSubmatrices(shape)) {
      const values = singularValuesOf(cutSubmatrix(dense, shape, submatrix), s, p)
      expected += squaredNorm(values.subarray(submatrix.hiddenUnits.length))
    }
    const { matrix, squaredError, relativeError } = projectToMonarch(dense, shape)
    expect(Math.abs(squaredError - expected)).toBeLessThan(1e-12 * squaredNorm(dense.data))
    expect(relativeDifference(denseOfMonarch(matrix).data, dense.data)).toBeCloseTo(relativeError, 12)
  })

  test('a Monarch matrix is its own projection', () => {
    const dense = denseOfMonarch(randomMonarch(shape))
    const { matrix, relativeError } = projectToMonarch(dense, shape)
    expect(relativeDifference(denseOfMonarch(matrix).data, dense.data)).toBeLessThan(1e-12)
    expect(relativeError).toBeLessThan(1e-12)
  })

  test('a complex one too', () => {
    const dense = denseOfMonarch(randomComplexMonarch(shape))
    const { matrix } = projectToMonarch(dense, shape)
    expect(relativeDifference(denseOfMonarch(matrix).data, dense.data)).toBeLessThan(1e-12)
  })
})

test('no Monarch matrix near the projection is nearer to the matrix', () => {
  const shape = monarchShape(12, 12, 3)
  const dense = randomDense(12, 12)
  const { matrix, squaredError } = projectToMonarch(dense, shape)
  for (let seed = 0; seed < 20; seed++) {
    const [n1, n2] = [randomReal(matrix.w1.length, seed), randomReal(matrix.w2.length, seed + 50)]
    const other = {
      ...matrix,
      w1: matrix.w1.map((x, i) => x + 1e-4 * n1[i]!),
      w2: matrix.w2.map((x, i) => x + 1e-4 * n2[i]!),
    }
    const difference = denseOfMonarch(other).data.map((x, i) => x - dense.data[i]!)
    expect(squaredNorm(difference)).toBeGreaterThan(squaredError)
  }
})

test('progress is told after each sub-matrix', () => {
  const told: string[] = []
  const dense = randomDense(8, 8)
  projectToMonarch(dense, monarchShape(8, 8, 2), (done, total) => told.push(`${done}/${total}`))
  expect(told).toEqual(['1/4', '2/4', '3/4', '4/4'])
})

test('a matrix of zeros has a projection without error', () => {
  const { matrix, relativeError } = projectToMonarch(createDense(8, 8, new Float64Array(64)), monarchShape(8, 8, 2))
  expect(relativeError).toBe(0)
  expect(squaredNorm(matrix.w1)).toBe(0)
})

test('other widths and numbers that are none are refused', () => {
  const shape = monarchShape(8, 6, 2)
  expect(() => projectToMonarch(randomDense(8, 6), shape)).toThrow(
    'projectToMonarch expects a matrix [6, 8], and got [8, 6].',
  )
  expect(() => projectToMonarch(randomDense(8, 6), shape)).toThrow(ShapeError)
  const broken = randomComplex(48)
  broken.im[5] = NaN
  expect(() => projectToMonarch(createDense(6, 8, broken), shape)).toThrow(NotFiniteError)
})
