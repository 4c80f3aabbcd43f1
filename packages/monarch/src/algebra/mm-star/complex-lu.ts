import { type ComplexArray, toComplexArray } from '../numbers.ts'
import { type ComplexScalar, divideScalars } from './complex-scalar.ts'

/** P·A = L·U of a square matrix: L below the diagonal, U on it and above. */
export interface ComplexLu {
  readonly n: number
  readonly lu: ComplexArray
  /** Row i of P·A is row order[i] of A. */
  readonly order: Int32Array
  /** The smallest pivot as a part of the largest: near 1 / ε the matrix is singular to rounding. */
  readonly pivotRatio: number
}

/**
 * Gaussian elimination with row exchanges.
 * @param a [n, n]
 * @param leastPivot what a smaller pivot is replaced by; with 0 a singular matrix has the ratio 0 and cannot be solved with
 */
export function factoriseLu(a: ComplexArray, n: number, leastPivot = 0): ComplexLu {
  const lu = toComplexArray(a)
  const order = new Int32Array(n).map((_, i) => i)
  let [smallest, largest] = [Infinity, 0]
  for (let column = 0; column < n; column++) {
    exchangeRows(lu, n, order, column, pivotRow(lu, n, column))
    let pivot: ComplexScalar = entryOf(lu, column * n + column)
    let size = Math.hypot(pivot.re, pivot.im)
    if (size < leastPivot) {
      pivot = { re: leastPivot, im: 0 }
      size = leastPivot
      lu.re[column * n + column] = leastPivot
      lu.im[column * n + column] = 0
    }
    ;[smallest, largest] = [Math.min(smallest, size), Math.max(largest, size)]
    if (size === 0) return { n, lu, order, pivotRatio: 0 }
    for (let row = column + 1; row < n; row++) {
      const factor = divideScalars(entryOf(lu, row * n + column), pivot)
      subtractScaled(lu, factor, column * n + column + 1, lu, row * n + column + 1, n - column - 1)
      lu.re[row * n + column] = factor.re
      lu.im[row * n + column] = factor.im
    }
  }
  return { n, lu, order, pivotRatio: smallest / largest }
}

/** A⁻¹·b for b [n, columns]. */
export function solveLu({ n, lu, order }: ComplexLu, b: ComplexArray, columns: number): ComplexArray {
  const x = toComplexArray(b)
  for (const [row, source] of order.entries()) {
    x.re.set(b.re.subarray(source * columns, (source + 1) * columns), row * columns)
    x.im.set(b.im.subarray(source * columns, (source + 1) * columns), row * columns)
  }
  for (let row = 0; row < n; row++)
    for (let before = 0; before < row; before++)
      subtractScaled(x, entryOf(lu, row * n + before), before * columns, x, row * columns, columns)
  for (let row = n - 1; row >= 0; row--) {
    for (let after = row + 1; after < n; after++)
      subtractScaled(x, entryOf(lu, row * n + after), after * columns, x, row * columns, columns)
    const pivot = entryOf(lu, row * n + row)
    for (let i = row * columns; i < (row + 1) * columns; i++) {
      const { re, im } = divideScalars(entryOf(x, i), pivot)
      x.re[i] = re
      x.im[i] = im
    }
  }
  return x
}

function pivotRow({ re, im }: ComplexArray, n: number, column: number): number {
  let [best, largest] = [column, -1]
  for (let row = column; row < n; row++) {
    const size = Math.hypot(re[row * n + column]!, im[row * n + column]!)
    if (size > largest) [best, largest] = [row, size]
  }
  return best
}

function exchangeRows({ re, im }: ComplexArray, n: number, order: Int32Array, a: number, b: number): void {
  if (a === b) return
  for (const plane of [re, im]) {
    const row = plane.slice(a * n, (a + 1) * n)
    plane.copyWithin(a * n, b * n, (b + 1) * n)
    plane.set(row, b * n)
  }
  const kept = order[a]!
  order[a] = order[b]!
  order[b] = kept
}

function entryOf({ re, im }: ComplexArray, i: number): ComplexScalar {
  return { re: re[i]!, im: im[i]! }
}

/** to -= factor · from, in a stretch of each. */
function subtractScaled(
  from: ComplexArray,
  factor: ComplexScalar,
  fromStart: number,
  to: ComplexArray,
  toStart: number,
  length: number,
): void {
  const { re: fRe, im: fIm } = factor
  for (let i = 0; i < length; i++) {
    const re = from.re[fromStart + i]!
    const im = from.im[fromStart + i]!
    to.re[toStart + i]! -= fRe * re - fIm * im
    to.im[toStart + i]! -= fRe * im + fIm * re
  }
}
