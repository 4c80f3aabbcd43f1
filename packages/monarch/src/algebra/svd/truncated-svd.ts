/**
 * The best approximation of a matrix at a rank, in Frobenius norm: the orthogonal projection onto the span of its first left
 * singular vectors, A ≈ U·(U*·A).
 *
 * Real matrices: Householder bidiagonalisation, the largest singular values by bisection, their vectors by inverse iteration
 * (the files beside this one). That is backward stable: U spans the singular vectors of a matrix within a few ε·|A| of A, and the
 * coefficients U*·A are taken from A itself. So the squared error exceeds the optimum by about ε·|A| / error of itself: measured
 * 1e-13 for random matrices, below 1e-6 as long as the error is more than 1e-11·|A|; a matrix of that rank comes back to 1e-14.
 * About 8/3·n³ + 8·n²·rank operations. Complex matrices: one-sided Jacobi, as accurate, practical up to a few hundred rows.
 */
import { transposeRowMajor } from '../dense-matrix.ts'
import {
  addProduct,
  type ComplexArray,
  isComplexArray,
  lengthOf,
  mapPlanes,
  type NumberArray,
  planesOf,
  squaredNorm,
  toComplexArray,
  zerosOfKind,
} from '../numbers.ts'
import { rowProducts } from '../vector-kernels.ts'
import { applyReflectors, bidiagonalise } from './bidiagonalise.ts'
import { orthogonaliseColumns } from './jacobi.ts'
import { leftVectors } from './left-vectors.ts'
import { boundOf, largestSingularValues } from './singular-values.ts'

/** A ≈ sum over t of left[t] · right[t]ᵀ, both of the length √σ_t; for ranks beyond the matrix's own the rest is zero. */
export interface LowRankFactors<A extends NumberArray> {
  /** [rank, rows] */
  readonly left: A
  /** [rank, columns] */
  readonly right: A
  /** Sum of the squared absolute values of what the factors leave over. */
  readonly squaredError: number
}

/** @param a [rows, columns], finite */
export function truncatedSvd<A extends NumberArray>(
  a: A,
  rows: number,
  columns: number,
  rank: number,
): LowRankFactors<A> {
  const isExact = rank >= Math.min(rows, columns)
  // A matrix is the identity of its smaller side times itself; the bidiagonalisation wants no fewer rows than columns.
  if (isExact ? rows > columns : rows < columns) {
    const { left, right, squaredError } = truncatedSvd(transposed(a, rows, columns), columns, rows, rank)
    return { left: right, right: left, squaredError }
  }
  if (isExact) return { ...shareOut(identityRows(a, rows), a, rows, columns, rank), squaredError: 0 }
  const basis = leftBasis(a, rows, columns, rank)
  const coefficients = project(a, rows, columns, basis)
  const squaredError = squaredResidual(a, rows, columns, basis, coefficients)
  return { ...shareOut(basis, coefficients, rows, columns, rank), squaredError }
}

/** At most `rank` orthonormal left singular vectors, one a row. */
function leftBasis<A extends NumberArray>(a: A, rows: number, columns: number, rank: number): A {
  const scale = largestEntry(a)
  if (scale === 0) return zerosOfKind(a, 0)
  const scaled = mapPlanes(a, (plane) => plane.map((value) => value / scale))
  return (
    isComplexArray(scaled) ? complexBasis(scaled, rows, columns, rank) : realBasis(scaled, rows, columns, rank)
  ) as A
}

/** Singular values below this part of the largest are rounding. */
const rounding = 1e-15

function realBasis(a: Float64Array, rows: number, columns: number, rank: number): Float64Array {
  const bidiagonal = bidiagonalise(a, rows, columns)
  const values = largestSingularValues(bidiagonal, rank, rounding * boundOf(bidiagonal))
  const inner = leftVectors(bidiagonal, values)
  const basis = new Float64Array(values.length * rows)
  for (let t = 0; t < values.length; t++) basis.set(inner.subarray(t * columns, (t + 1) * columns), t * rows)
  applyReflectors(bidiagonal, basis, values.length, rows)
  return basis
}

function complexBasis(a: ComplexArray, rows: number, columns: number, rank: number): ComplexArray {
  const { vectors, values } = orthogonaliseColumns(transposed(a, rows, columns), columns, rows)
  const count = values.subarray(0, rank).filter((value) => value > rounding * values[0]!).length
  return mapPlanes(vectors, (plane) =>
    plane.slice(0, count * rows).map((value, i) => value / values[Math.floor(i / rows)]!),
  )
}

function identityRows<A extends NumberArray>(like: A, rows: number): A {
  const identity = new Float64Array(rows * rows).map((_, i) => (i % rows === Math.floor(i / rows) ? 1 : 0))
  return (isComplexArray(like) ? toComplexArray(identity) : identity) as A
}

/** U*·A, [basis rows, columns]. */
function project<A extends NumberArray>(a: A, rows: number, columns: number, basis: A): A {
  const count = lengthOf(basis) / rows
  const coefficients = zerosOfKind(a, count * columns)
  addProduct(rowProducts(count, columns, rows), basis, transposed(a, rows, columns), coefficients, true)
  return coefficients
}

/** |A - U·coefficients|² */
function squaredResidual<A extends NumberArray>(
  a: A,
  rows: number,
  columns: number,
  basis: A,
  coefficients: A,
): number {
  const count = lengthOf(basis) / rows
  const approximation = zerosOfKind(a, rows * columns)
  const [basisColumns, coefficientColumns] = [transposed(basis, count, rows), transposed(coefficients, count, columns)]
  addProduct(rowProducts(rows, columns, count), basisColumns, coefficientColumns, approximation)
  return squaredDifference(a, approximation)
}

/** The lengths of the coefficients, which are singular values, shared out between both sides; zeros up to the rank. */
function shareOut<A extends NumberArray>(
  basis: A,
  coefficients: A,
  rows: number,
  columns: number,
  rank: number,
): { left: A; right: A } {
  const roots = rowLengths(coefficients, lengthOf(basis) / rows, columns).map((length) => Math.sqrt(length))
  const [left, right] = [zerosOfKind(basis, rank * rows), zerosOfKind(basis, rank * columns)]
  copyScaled(basis, left, (i) => roots[Math.floor(i / rows)]!)
  copyScaled(coefficients, right, (i) => 1 / (roots[Math.floor(i / columns)]! || 1))
  return { left, right }
}

function transposed<A extends NumberArray>(a: A, rows: number, columns: number): A {
  return mapPlanes(a, (plane) => transposeRowMajor(plane, rows, columns))
}

function largestEntry(a: NumberArray): number {
  return planesOf(a).reduce(
    (largest, plane) => plane.reduce((most, value) => Math.max(most, Math.abs(value)), largest),
    0,
  )
}

function rowLengths(values: NumberArray, count: number, length: number): Float64Array {
  return new Float64Array(count).map((_, row) =>
    Math.sqrt(squaredNorm(mapPlanes(values, (plane) => plane.subarray(row * length, (row + 1) * length)))),
  )
}

function copyScaled<A extends NumberArray>(from: A, to: A, scaleOf: (i: number) => number): void {
  const targets = planesOf(to)
  for (const [index, plane] of planesOf(from).entries())
    targets[index]!.set(plane.map((value, i) => value * scaleOf(i)))
}

function squaredDifference(a: NumberArray, b: NumberArray): number {
  const others = planesOf(b)
  let sum = 0
  for (const [index, plane] of planesOf(a).entries()) {
    const other = others[index]!
    for (let i = 0; i < plane.length; i++) sum += (plane[i]! - other[i]!) ** 2
  }
  return sum
}
