import { describe, expect, test } from 'vitest'
import { ShapeError } from '../graph/errors.ts'
import { NotFiniteError, NotPositiveError } from './algebra-errors.ts'
import { createDense, type DenseMatrix, denseOfMonarch } from './dense-matrix.ts'
import { fitToInputs } from './fit-to-inputs.ts'
import type { MonarchMatrix } from './monarch-matrix.ts'
import { monarchShape } from './monarch-shape.ts'
import { projectToMonarch } from './project.ts'
import {
  denseOf,
  randomDense,
  randomMonarch,
  randomReal,
  relativeDifference,
  shapes,
} from './random-matrices.test-kit.ts'

/** E[x·xᵀ] of inputs whose directions differ much in how likely they are. */
function momentsOf(width: number, seed = 7): DenseMatrix {
  const samples = 4 * width
  const [mix, drawn] = [randomReal(width * width, seed), randomReal(samples * width, seed + 1)]
  const x = denseOf(samples, width, (row, column) => {
    let sum = 0
    for (let i = 0; i < width; i++) sum += (drawn[row * width + i]! * mix[i * width + column]!) / (1 + i)
    return sum
  })
  const data = denseOf(width, width, (i, j) => {
    let sum = 0
    for (let row = 0; row < samples; row++) sum += x[row * width + i]! * x[row * width + j]!
    return sum / samples
  })
  return createDense(width, width, data)
}

/** The root of tr((W - M)·C·(W - M)ᵀ) / tr(W·C·Wᵀ), entry by entry. */
function errorOf(dense: DenseMatrix, matrix: MonarchMatrix, moments: DenseMatrix): number {
  const difference = denseOfMonarch(matrix).data.map((value, i) => dense.data[i]! - value)
  return Math.sqrt(trace(difference, moments) / trace(dense.data, moments))
}

function trace(data: Float64Array, { rows: width, data: c }: DenseMatrix): number {
  let sum = 0
  for (let row = 0; row < data.length; row += width)
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) sum += data[row + i]! * c[i * width + j]! * data[row + j]!
  return sum
}

describe.each(shapes)('%s', (_name, shape) => {
  const { inWidth, outWidth } = shape
  const moments = momentsOf(inWidth)

  test('each sweep is nearer to the outputs than the one before, and the projection farther than all', () => {
    const dense = randomDense(outWidth, inWidth)
    const start = projectToMonarch(dense, shape).matrix
    const found = [0, 1, 2, 4].map((sweeps) =>
      errorOf(dense, fitToInputs(dense, start, moments, sweeps).matrix, moments),
    )
    const all = [errorOf(dense, start, moments), ...found]
    for (const [i, error] of all.slice(1).entries()) expect(error).toBeLessThan(all[i]! + 1e-4)
  })

  test('the error that it tells is the one that there is', () => {
    const dense = randomDense(outWidth, inWidth)
    const { matrix, relativeError } = fitToInputs(dense, projectToMonarch(dense, shape).matrix, moments)
    expect(Math.abs(relativeError - errorOf(dense, matrix, moments))).toBeLessThan(1e-6)
  })

  test('a Monarch matrix is found again', () => {
    const dense = denseOfMonarch(randomMonarch(shape))
    const { matrix } = fitToInputs(dense, projectToMonarch(dense, shape).matrix, moments)
    expect(errorOf(dense, matrix, moments)).toBeLessThan(1e-3)
  })
})

test('it is much nearer where inputs lie in few directions', () => {
  const shape = monarchShape(32, 32, 4)
  const [dense, moments] = [randomDense(32, 32), momentsOf(32)]
  const start = projectToMonarch(dense, shape).matrix
  const fitted = fitToInputs(dense, start, moments).matrix
  expect(errorOf(dense, fitted, moments)).toBeLessThan(0.6 * errorOf(dense, start, moments))
})

test('where no direction is likelier than others, the projection is what it finds', () => {
  const shape = monarchShape(16, 16, 4)
  const dense = randomDense(16, 16)
  const identity = createDense(
    16,
    16,
    denseOf(16, 16, (i, j) => (i === j ? 1 : 0)),
  )
  const start = projectToMonarch(dense, shape).matrix
  const { matrix } = fitToInputs(dense, start, identity)
  expect(relativeDifference(denseOfMonarch(matrix).data, denseOfMonarch(start).data)).toBeLessThan(1e-3)
})

test('without any input it stays as it was in what it answers: nothing', () => {
  const dense = randomDense(8, 8)
  const start = projectToMonarch(dense, monarchShape(8, 8, 2)).matrix
  const { matrix, relativeError } = fitToInputs(dense, start, createDense(8, 8, new Float64Array(64)))
  expect(matrix.w1.every(Number.isFinite)).toBe(true)
  expect(relativeError).toBeLessThan(1)
})

test('other widths and numbers that are none are refused', () => {
  const dense = randomDense(6, 8)
  const start = projectToMonarch(dense, monarchShape(8, 6, 2)).matrix
  expect(() => fitToInputs(dense, start, momentsOf(6))).toThrow(
    'fitToInputs expects second moments [8, 8], and got [6, 6].',
  )
  expect(() => fitToInputs(randomDense(8, 8), start, momentsOf(8))).toThrow(ShapeError)
  const broken = createDense(8, 8, momentsOf(8).data.fill(Infinity, 3, 4))
  expect(() => fitToInputs(dense, start, broken)).toThrow(NotFiniteError)
})

test('second moments that no inputs have are refused', () => {
  const dense = randomDense(8, 8)
  const start = projectToMonarch(dense, monarchShape(8, 8, 2)).matrix
  const fit = (data: Float64Array): unknown => fitToInputs(dense, start, createDense(8, 8, data))
  expect(() => fit(denseOf(8, 8, (i, j) => (i === j ? i - 2 : 0)))).toThrow(NotPositiveError)
  expect(() => fit(denseOf(8, 8, (i, j) => (i === j ? 1 : 2)))).toThrow(
    'fitToInputs expects second moments E[x·xᵀ], symmetric and without a negative direction, and got 2 at [1, 0] and 2 at [0, 1], beside 1 and 1 on the diagonal.',
  )
  expect(() => fit(denseOf(8, 8, (i, j) => (i === j ? 1 : i < j ? 0.5 : 0)))).toThrow(NotPositiveError)
  // No pair of inputs shows it: of n that each oppose each other by 0.9, three are too many.
  expect(() => fit(denseOf(8, 8, (i, j) => (i === j ? 1 : -0.9)))).toThrow(NotPositiveError)
})

test.each([NaN, -1, 1.5])('%s sweeps are refused', (sweeps) => {
  const dense = randomDense(8, 8)
  const start = projectToMonarch(dense, monarchShape(8, 8, 2)).matrix
  expect(() => fitToInputs(dense, start, momentsOf(8), sweeps)).toThrow(
    `fitToInputs expects a whole number of sweeps from 0 on, and got ${sweeps}.`,
  )
})
