import { describe, expect, test } from 'vitest'
import { transposeRowMajor } from '../dense-matrix.ts'
import { type ComplexArray, mapPlanes, type NumberArray, squaredNorm, toComplexArray } from '../numbers.ts'
import {
  denseOf,
  multiplyByDefinition,
  randomComplex,
  randomReal,
  relativeDifference,
  singularValuesOf,
} from '../random-matrices.test-kit.ts'
import { truncatedSvd } from './truncated-svd.ts'

/** The least squared error at a rank, by the slow method: the sum of the squared singular values left over. */
function optimum(a: NumberArray, rows: number, columns: number, rank: number): number {
  return squaredNorm(singularValuesOf(a, rows, columns).subarray(rank))
}

/** sum over t of left[t] · right[t]ᵀ */
function expand(left: NumberArray, right: NumberArray, rows: number, columns: number, rank: number): ComplexArray {
  const transposed = mapPlanes(toComplexArray(left), (plane) => transposeRowMajor(plane, rank, rows))
  const rightTransposed = mapPlanes(toComplexArray(right), (plane) => transposeRowMajor(plane, rank, columns))
  const product = multiplyByDefinition({ rows: columns, columns: rank, data: rightTransposed }, transposed, rows)
  return product
}

describe.each([
  [1, 1, 1],
  [3, 2, 1],
  [2, 3, 1],
  [12, 12, 4],
  [30, 17, 6],
  [17, 30, 16],
  [40, 40, 39],
  [64, 64, 16],
])('%s by %s at rank %s', (rows, columns, rank) => {
  test('the error is the sum of the squared singular values left over, and is what is left over', () => {
    const a = randomReal(rows * columns)
    const { left, right, squaredError } = truncatedSvd(a, rows, columns, rank)
    expect(Math.abs(squaredError - optimum(a, rows, columns, rank))).toBeLessThan(1e-12 * squaredNorm(a))
    const difference = relativeDifference(expand(left, right, rows, columns, rank), toComplexArray(a))
    expect(Math.abs(difference ** 2 - squaredError / squaredNorm(a))).toBeLessThan(1e-13)
  })

  test('complex matrices alike', () => {
    const a = randomComplex(rows * columns)
    const { left, right, squaredError } = truncatedSvd(a, rows, columns, rank)
    expect(Math.abs(squaredError - optimum(a, rows, columns, rank))).toBeLessThan(1e-12 * squaredNorm(a))
    const difference = relativeDifference(expand(left, right, rows, columns, rank), a)
    expect(Math.abs(difference ** 2 - squaredError / squaredNorm(a))).toBeLessThan(1e-13)
  })
})

const n = 48
const parity = (bits: number): number => (bits === 0 ? 0 : (bits & 1) ^ parity(bits >> 1))
const hard: readonly (readonly [name: string, a: Float64Array, rank: number])[] = [
  ['all singular values equal', denseOf(n, n, (i, j) => (i === j ? 1 : 0)), 12],
  ['a Hadamard matrix', denseOf(32, 32, (i, j) => 1 - 2 * parity(i & j)), 8],
  ['ones', denseOf(n, n, () => 1), 3],
  ['zeros', new Float64Array(n * n), 3],
  ['the Hilbert matrix', denseOf(n, n, (i, j) => 1 / (i + j + 1)), 6],
  [
    'diagonal values in three equal groups, glued together',
    denseOf(n, n, (i, j) => (i === j ? 1 + (i % 16) : j === i + 1 ? (i % 16 === 15 ? 1e-9 : 1) : 0)),
    14,
  ],
  ['a zero on the diagonal', denseOf(n, n, (i, j) => (i === j && i !== 20 ? 1 + i : j === i + 1 ? 1 : 0)), 12],
]

test.each(hard)('%s: as good as the optimum', (_name, a, rank) => {
  const size = Math.sqrt(a.length)
  const best = optimum(a, size, size, rank)
  const { squaredError } = truncatedSvd(a, size, size, rank)
  expect(squaredError).toBeLessThanOrEqual(best * (1 + 1e-6) + 1e-26 * squaredNorm(a))
})

test('a matrix of that rank comes back, its singular values over twelve powers of ten', () => {
  const [rows, columns, rank] = [50, 40, 12]
  const [u, v] = [randomReal(rank * rows, 1), randomReal(rank * columns, 2)]
  const a = denseOf(rows, columns, (i, j) => {
    let sum = 0
    for (let t = 0; t < rank; t++) sum += 10 ** -t * u[t * rows + i]! * v[t * columns + j]!
    return sum
  })
  for (const more of [0, 5]) {
    const { squaredError } = truncatedSvd(a, rows, columns, rank + more)
    expect(Math.sqrt(squaredError / squaredNorm(a))).toBeLessThan(1e-14)
  }
})

test.each([1e-140, 1e140])('entries around %s are no hindrance', (scale) => {
  const a = randomReal(20 * 20)
  const expected = truncatedSvd(a, 20, 20, 5).squaredError * scale * scale
  expect(
    Math.abs(
      truncatedSvd(
        a.map((x) => x * scale),
        20,
        20,
        5,
      ).squaredError /
        expected -
        1,
    ),
  ).toBeLessThan(1e-12)
})

test('a rank as large as the matrix needs no singular values', () => {
  const a = randomReal(6 * 4)
  const { left, right, squaredError } = truncatedSvd(a, 6, 4, 7)
  expect(squaredError).toBe(0)
  expect([left.length, right.length]).toEqual([42, 28])
  expect(relativeDifference(expand(left, right, 6, 4, 7), toComplexArray(a))).toBeLessThan(1e-15)
})

test('both factors share the length of every part', () => {
  const { left, right } = truncatedSvd(randomReal(9 * 8), 9, 8, 3)
  for (let t = 0; t < 3; t++)
    expect(squaredNorm(left.subarray(t * 9, t * 9 + 9))).toBeCloseTo(squaredNorm(right.subarray(t * 8, t * 8 + 8)), 12)
})
