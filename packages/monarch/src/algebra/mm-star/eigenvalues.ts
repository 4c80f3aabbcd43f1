/**
 * Eigenvalues of a small complex matrix: plane rotations to Hessenberg form, then the QR algorithm with Wilkinson's shifts,
 * an eigenvalue split off at a time (Golub and Van Loan, Matrix Computations, chapter 7). Backward stable.
 */
import { NoConvergenceError } from '../algebra-errors.ts'
import { type ComplexArray, complexArray, toComplexArray } from '../numbers.ts'
import {
  absoluteOf,
  addScalars,
  type ComplexScalar,
  divideScalars,
  multiplyScalars,
  squareRootOf,
  subtractScalars,
} from './complex-scalar.ts'

const mostSteps = 60

/**
 * @param matrix [n, n]
 * @throws {NoConvergenceError} when an eigenvalue does not settle.
 */
export function eigenvaluesOf(matrix: ComplexArray, n: number): ComplexArray {
  const m = toComplexArray(matrix)
  reduceToHessenberg(m, n)
  let steps = 0
  for (let last = n - 1; last > 0;) {
    const first = startOfWindow(m, n, last)
    if (first === last) {
      last--
      steps = 0
      continue
    }
    if (steps === mostSteps) throw new NoConvergenceError(`eigenvaluesOf found no eigenvalue in ${mostSteps} steps.`)
    qrStep(m, n, first, last, shiftFor(m, n, last, steps++))
  }
  const values = complexArray(n)
  for (let i = 0; i < n; i++) {
    values.re[i] = m.re[i * n + i]!
    values.im[i] = m.im[i * n + i]!
  }
  return values
}

/** [c, s; -conj(s), c], c real: makes (f, g) into (r, 0). */
interface Rotation {
  readonly c: number
  readonly s: ComplexScalar
}

function rotationFor(f: ComplexScalar, g: ComplexScalar): Rotation {
  const [fSize, gSize] = [absoluteOf(f), absoluteOf(g)]
  if (gSize === 0) return { c: 1, s: { re: 0, im: 0 } }
  if (fSize === 0) return { c: 0, s: { re: g.re / gSize, im: -g.im / gSize } }
  const r = Math.hypot(fSize, gSize)
  const phase = { re: f.re / fSize / r, im: f.im / fSize / r }
  return { c: fSize / r, s: multiplyScalars(phase, { re: g.re, im: -g.im }) }
}

/** Turns `count` pairs of entries, from a and b on: x, y become c·x + s·y, c·y - conj(s)·x. */
function rotate(
  { re, im }: ComplexArray,
  { c, s }: Rotation,
  a: number,
  b: number,
  stride: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const [x, y] = [a + i * stride, b + i * stride]
    const [xRe, xIm, yRe, yIm] = [re[x]!, im[x]!, re[y]!, im[y]!]
    re[x] = c * xRe + s.re * yRe - s.im * yIm
    im[x] = c * xIm + s.re * yIm + s.im * yRe
    re[y] = c * yRe - s.re * xRe - s.im * xIm
    im[y] = c * yIm - s.re * xIm + s.im * xRe
  }
}

/** From the right the adjoint rotation, which keeps the eigenvalues. */
function turned({ c, s }: Rotation): Rotation {
  return { c, s: { re: s.re, im: -s.im } }
}

function reduceToHessenberg(m: ComplexArray, n: number): void {
  for (let column = 0; column < n - 2; column++)
    for (let row = n - 1; row > column + 1; row--) {
      const rotation = rotationFor(entry(m, n, row - 1, column), entry(m, n, row, column))
      rotate(m, rotation, (row - 1) * n, row * n, 1, n)
      rotate(m, turned(rotation), row - 1, row, n, n)
    }
}

/** One step on the window of rows and columns first to last; only eigenvalues are wanted, so what is beside it is left. */
function qrStep(m: ComplexArray, n: number, first: number, last: number, shift: ComplexScalar): void {
  addToDiagonal(m, n, first, last, { re: -shift.re, im: -shift.im })
  const rotations: Rotation[] = []
  for (let i = first; i < last; i++) {
    const rotation = rotationFor(entry(m, n, i, i), entry(m, n, i + 1, i))
    rotate(m, rotation, i * n + i, (i + 1) * n + i, 1, last - i + 1)
    rotations.push(rotation)
  }
  for (const [index, rotation] of rotations.entries()) {
    const i = first + index
    rotate(m, turned(rotation), first * n + i, first * n + i + 1, n, index + 2)
  }
  addToDiagonal(m, n, first, last, shift)
}

function addToDiagonal({ re, im }: ComplexArray, n: number, first: number, last: number, value: ComplexScalar): void {
  for (let i = first; i <= last; i++) {
    re[i * n + i]! += value.re
    im[i * n + i]! += value.im
  }
}

/** The first row of the window that ends at `last`: above it what is below the diagonal is rounding, and becomes zero. */
function startOfWindow(m: ComplexArray, n: number, last: number): number {
  for (let row = last; row > 0; row--) {
    const beside = absoluteOf(entry(m, n, row - 1, row - 1)) + absoluteOf(entry(m, n, row, row))
    if (absoluteOf(entry(m, n, row, row - 1)) <= Number.EPSILON * beside) {
      m.re[row * n + row - 1] = 0
      m.im[row * n + row - 1] = 0
      return row
    }
  }
  return 0
}

/** The eigenvalue of the last two rows that is nearer to the last entry; now and then another, to break a cycle. */
function shiftFor(m: ComplexArray, n: number, last: number, steps: number): ComplexScalar {
  const d = entry(m, n, last, last)
  if (steps % 10 === 9) return { re: d.re + absoluteOf(entry(m, n, last, last - 1)), im: d.im }
  const bc = multiplyScalars(entry(m, n, last - 1, last), entry(m, n, last, last - 1))
  const half = subtractScalars(entry(m, n, last - 1, last - 1), d)
  const delta = { re: half.re / 2, im: half.im / 2 }
  const root = squareRootOf(addScalars(multiplyScalars(delta, delta), bc))
  const [plus, minus] = [addScalars(delta, root), subtractScalars(delta, root)]
  const divisor = absoluteOf(plus) > absoluteOf(minus) ? plus : minus
  return absoluteOf(divisor) === 0 ? d : subtractScalars(d, divideScalars(bc, divisor))
}

function entry({ re, im }: ComplexArray, n: number, row: number, column: number): ComplexScalar {
  return { re: re[row * n + column]!, im: im[row * n + column]! }
}
