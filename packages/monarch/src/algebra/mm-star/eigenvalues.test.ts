import { expect, test } from 'vitest'
import type { ComplexArray } from '../numbers.ts'
import { denseOf, randomComplex, randomReal, relativeDifference } from '../random-matrices.test-kit.ts'
import { factoriseLu, solveLu } from './complex-lu.ts'
import { eigenvaluesOf } from './eigenvalues.ts'
import { eigenvectorsOf } from './eigenvectors.ts'
import { multiplyMatrices } from './square-blocks.ts'

const diagonalMatrix = ({ re, im }: ComplexArray): ComplexArray => {
  const n = re.length
  const place = (plane: Float64Array): Float64Array => denseOf(n, n, (i, j) => (i === j ? plane[i]! : 0))
  return { re: place(re), im: place(im) }
}

/** Values in an order of their own: by real part, then by imaginary part. */
const ordered = ({ re, im }: ComplexArray): number[][] =>
  Array.from(re, (x, i) => [x, im[i]!]).toSorted(([a = 0, b = 0], [c = 0, d = 0]) =>
    Math.abs(a - c) > 1e-9 ? a - c : b - d,
  )

/** V·diag(values)·V⁻¹ */
function matrixOf(v: ComplexArray, values: ComplexArray): ComplexArray {
  const n = values.re.length
  const transposed = (m: ComplexArray): ComplexArray => {
    const turn = (plane: Float64Array): Float64Array => denseOf(n, n, (i, j) => plane[j * n + i]!)
    return { re: turn(m.re), im: turn(m.im) }
  }
  const scaled = multiplyMatrices(v, diagonalMatrix(values), n)
  return transposed(solveLu(factoriseLu(transposed(v), n), transposed(scaled), n))
}

test.each([1, 2, 3, 8, 24, 64])('eigenvalues that a matrix of order %s was made of are found', (n) => {
  const values = randomComplex(n, 7)
  const found = eigenvaluesOf(matrixOf(randomComplex(n * n), values), n)
  const [a, b] = [ordered(found).flat(), ordered(values).flat()]
  for (const [i, x] of a.entries()) expect(Math.abs(x - b[i]!)).toBeLessThan(1e-9)
})

test('a real matrix has eigenvalues in conjugate pairs', () => {
  const found = ordered(eigenvaluesOf({ re: Float64Array.of(0, -1, 1, 0), im: new Float64Array(4) }, 2)).flat()
  for (const [i, x] of [0, -1, 0, 1].entries()) expect(found[i]).toBeCloseTo(x, 14)
})

test('a cyclic permutation, which shifts leave as it is, has the roots of one', () => {
  const n = 6
  const re = denseOf(n, n, (i, j) => (j === (i + 1) % n ? 1 : 0))
  const found = eigenvaluesOf({ re, im: new Float64Array(n * n) }, n)
  for (const [i, x] of found.re.entries()) expect(Math.hypot(x, found.im[i]!)).toBeCloseTo(1, 12)
  expect(found.re.reduce((a, b) => a + b)).toBeCloseTo(0, 12)
})

test.each([1, 4, 16, 40])('eigenvectors of order %s make their matrix again', (n) => {
  const a = randomComplex(n * n)
  const values = eigenvaluesOf(a, n)
  expect(relativeDifference(matrixOf(eigenvectorsOf(a, n), values), a)).toBeLessThan(1e-10)
})

test('real eigenvalues of a real matrix have real eigenvectors', () => {
  const n = 5
  const values = { re: randomReal(n, 3), im: new Float64Array(n) }
  const a = matrixOf({ re: randomReal(n * n), im: new Float64Array(n * n) }, values)
  expect(Math.max(...eigenvectorsOf(a, n).im.map(Math.abs))).toBeLessThan(1e-12)
})

test('an eigenvalue of several vectors has independent ones', () => {
  const n = 3
  const a = matrixOf(randomComplex(n * n), { re: Float64Array.of(1, 1, 5), im: new Float64Array(n) })
  expect(factoriseLu(eigenvectorsOf(a, n), n).pivotRatio).toBeGreaterThan(1e-3)
})
