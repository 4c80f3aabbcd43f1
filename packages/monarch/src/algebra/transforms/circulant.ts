/**
 * Circulant matrices are in MM*. With F = M·G, M the Monarch matrix of `dftMonarch` and G its order of columns, and F
 * symmetric, F = Gᵀ·Mᵀ and F⁻¹ = conj(F) / n; so with N = conj(M)
 *
 *     C = F⁻¹·diag(F·c)·F = N · (G·diag(F·c)·Gᵀ / n) · N*
 *
 * and the diagonal in the middle is folded into the left factor. Toeplitz matrices are a corner of a larger circulant one, here
 * of a square number of columns (√N blocks), and convolutions are Toeplitz. All factors are complex; for real entries the
 * product is real to rounding.
 */
import { ShapeError } from '../../graph/errors.ts'
import { conjugateMonarch, scaleInputs } from '../monarch-matrix.ts'
import { multiplyMonarch } from '../multiply.ts'
import {
  assertFinite,
  type ComplexArray,
  complexArray,
  lengthOf,
  mapPlanes,
  type NumberArray,
  toComplexArray,
} from '../numbers.ts'
import { adjoint, createProduct, type MonarchProduct, plain } from '../product.ts'
import { gatherEntries } from '../transpose-monarch.ts'
import { dftMonarch } from './dft-monarch.ts'
import { findGrid, type Grid, isProper } from './grid.ts'

/**
 * C[i, j] = column[(i - j) mod n], as N·N* of its own width, or of a padded width where n is a prime.
 * @throws {NotFiniteError} for NaN or infinity.
 */
export function circulantProduct(column: NumberArray): MonarchProduct<ComplexArray> {
  const n = lengthOf(column)
  const grid = findGrid(n, isProper)
  if (grid === undefined) return toeplitzProduct(column, wrapBackwards(column))
  assertFinite('circulantProduct', 'the column', column)
  const { matrix, order } = dftMonarch(n, grid)
  const spectrum = multiplyMonarch(matrix, gatherEntries(toComplexArray(column), order))
  return circulantOfSpectrum(spectrum, grid)
}

/** F⁻¹·diag(spectrum)·F */
export function circulantOfSpectrum(spectrum: ComplexArray, grid: Grid): MonarchProduct<ComplexArray> {
  const n = lengthOf(spectrum)
  const { matrix, order } = dftMonarch(n, grid)
  const conjugated = conjugateMonarch(matrix)
  const scale = mapPlanes(gatherEntries(spectrum, order), (plane) => plane.map((value) => value / n))
  return createProduct([plain(scaleInputs(conjugated, scale)), adjoint(conjugated)])
}

/**
 * T[i, j] = column[i - j] where i >= j, else row[j - i]; row[0] is not read. A corner of a circulant of the next square from
 * rows + columns - 1 on.
 * @param column the first column: as many numbers as T has rows
 * @param row the first row: as many numbers as T has columns
 * @throws {NotFiniteError} for NaN or infinity; {ShapeError} where there is no row or no column.
 */
export function toeplitzProduct(column: NumberArray, row: NumberArray): MonarchProduct<ComplexArray> {
  const [rows, columns] = [lengthOf(column), lengthOf(row)]
  if (rows === 0 || columns === 0)
    throw new ShapeError('toeplitzProduct', 'at least one row and one column', `${rows} and ${columns}`)
  const side = Math.max(2, Math.ceil(Math.sqrt(rows + columns - 1)))
  const around = complexArray(side * side)
  copyPlanes(toComplexArray(column), around, (i) => i)
  copyPlanes(toComplexArray(row), around, (j) => (j === 0 ? undefined : side * side - j))
  const { factors } = circulantProduct(around)
  const [left, right] = [factors[0]!, factors[1]!]
  return createProduct([plain({ ...left.matrix, outWidth: rows }), adjoint({ ...right.matrix, outWidth: columns })])
}

/**
 * All of the convolution with a kernel: y[i] = sum over j of kernel[i - j] · x[j], of width + kernel length - 1 numbers. With
 * `outWidth` = width it is the causal convolution.
 */
export function convolutionProduct(
  kernel: NumberArray,
  width: number,
  outWidth = width + lengthOf(kernel) - 1,
): MonarchProduct<ComplexArray> {
  const column = complexArray(outWidth)
  copyPlanes(toComplexArray(kernel), column, (i) => (i < outWidth ? i : undefined))
  return toeplitzProduct(column, complexArray(width))
}

/** row[j] = column[(-j) mod n]: the first row of the circulant matrix. */
function wrapBackwards(column: NumberArray): NumberArray {
  const n = lengthOf(column)
  return gatherEntries(
    column,
    new Int32Array(n).map((_, j) => (n - j) % n),
  )
}

function copyPlanes(from: ComplexArray, to: ComplexArray, place: (i: number) => number | undefined): void {
  for (let i = 0; i < lengthOf(from); i++) {
    const target = place(i)
    if (target === undefined) continue
    to.re[target] = from.re[i]!
    to.im[target] = from.im[i]!
  }
}
