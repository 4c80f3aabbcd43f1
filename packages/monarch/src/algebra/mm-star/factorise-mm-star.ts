/**
 * Takes a product M1·M2* of Monarch matrices apart (Dao et al. 2022, Theorem 2 and Section 3.3). On a grid of k rows and p
 * columns M1 is columns after rows and M2* is rows after columns, so their product is columns, rows, columns: its block of
 * rows s'·p + i and columns t'·p + j, k by k over (s', t'), is
 *
 *     G_ij = A_i · D_ij · C_j        A_i, C_j: k by k, of column i of M1 and column j of M2*;  D_ij: diagonal
 *
 * D_ij holds entry (i, j) of every block of rows. With all of A_i, C_j and of one row i0 and one column j0 of D invertible,
 *
 *     F_ij = G_i,j0⁻¹ · G_ij · G_i0,j⁻¹ · G_i0,j0 = C_j0⁻¹ · (D_i,j0⁻¹ · D_ij · D_i0,j⁻¹ · D_i0,j0) · C_j0
 *
 * so all F_ij are diagonal in one basis V = C_j0⁻¹: that of the eigenvectors of a random combination of them. Scaling is free: with
 * D_i,j0 = D_i0,j = I the rest follows, A_i = G_i,j0·V, C_j = A_i0⁻¹·G_i0,j, D_ij = V⁻¹·F_ij·V.
 */
import { ShapeError } from '../../graph/errors.ts'
import { Random } from '../../layers/random.ts'
import { NotAProductError, SingularBlockError } from '../algebra-errors.ts'
import type { DenseMatrix } from '../dense-matrix.ts'
import { createMonarch } from '../monarch-matrix.ts'
import {
  assertFinite,
  type ComplexArray,
  complexArray,
  type NumberArray,
  squaredNorm,
  toComplexArray,
} from '../numbers.ts'
import { adjoint, createProduct, denseOfProduct, type MonarchProduct, plain } from '../product.ts'
import { getGrid, type Grid, gridShape } from '../transforms/grid.ts'
import { type ComplexLu, factoriseLu, solveLu } from './complex-lu.ts'
import { eigenvectorsOf } from './eigenvectors.ts'
import { addMatrices, cutBlocks, diagonalOf, identity, multiplyMatrices, scaleMatrix } from './square-blocks.ts'

/** The relative reconstruction error that counts as a factorisation. */
const tolerance = 1e-8
/** The relative reconstruction error of which no other combination makes a factorisation. */
const hopeless = 1e-2
/** Random combinations that are tried: now and then one has eigenvalues too near to one another. */
const mostAttempts = 8
/** Blocks of a smaller ratio of pivots cannot be told from singular ones to that tolerance. */
const leastPivotRatio = 1e-12

/**
 * The factors of a product of a Monarch matrix and a conjugate-transposed one, M1·M2* (as M·M* is), on a grid: by default
 * that nearest to a square. The factors are unique up to scaling and order within the blocks; M2 has a first factor of ones.
 * Of real factors the real parts come back, with imaginary ones of zero to rounding.
 * @throws {SingularBlockError} outside the theorem's assumptions: no row and column of invertible blocks;
 * {NotAProductError} when the factors do not multiply to the matrix, to 1e-8; {NotFiniteError}; {NoGridError} for a prime width.
 */
export function factoriseMmStar(
  dense: DenseMatrix<NumberArray>,
  grid: Grid = getGrid('factoriseMmStar', dense.rows),
): MonarchProduct<ComplexArray> {
  const { k, p } = grid
  if (dense.rows !== dense.columns || k * p !== dense.rows)
    throw new ShapeError('factoriseMmStar', `a matrix [${k * p}, ${k * p}]`, `[${dense.rows}, ${dense.columns}]`)
  assertFinite('factoriseMmStar', 'the matrix', dense.data)
  const data = toComplexArray(dense.data)
  const frame = frameOf(grid, cutBlocks(data, grid))
  let nearest = Infinity
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const factors = findFactors(grid, frame, attempt)
    if (factors === undefined) continue
    const product = assemble(grid, factors)
    const error = relativeDifference(denseOfProduct(product).data, data)
    if (error <= tolerance) return product
    if (error < nearest) nearest = error
    // What is no product at all is missed by far, however the eigenvalues lie.
    if (error > hopeless) break
  }
  throw new NotAProductError(
    nearest === Infinity
      ? 'factoriseMmStar expects blocks that are diagonal in one basis, and got some that are in none.'
      : `factoriseMmStar expects a product M·M* on a grid of ${k} by ${p}, and got a matrix that its factors miss by ${nearest.toExponential(1)} of its norm.`,
  )
}

interface Factors {
  /** A_i, for each i. */
  readonly left: readonly ComplexArray[]
  /** The diagonals of D_ij, at i·p + j. */
  readonly diagonals: readonly ComplexArray[]
  /** C_j, for each j. */
  readonly right: readonly ComplexArray[]
}

/** What is the same for every combination. */
interface Frame {
  readonly blocks: readonly ComplexArray[]
  readonly i0: number
  readonly j0: number
  /** X_i = G_i,j0⁻¹ and Y_j = G_i0,j⁻¹·G_i0,j0: F_ij = X_i·G_ij·Y_j. */
  readonly x: readonly ComplexArray[]
  readonly y: readonly ComplexArray[]
}

function frameOf({ k, p }: Grid, blocks: readonly ComplexArray[]): Frame {
  const lus = blocks.map((block) => factoriseLu(block, k))
  const { i0, j0 } = choosePivots(lus, p)
  const indices = Array.from({ length: p }, (_, index) => index)
  const corner = blocks[i0 * p + j0]!
  const x = indices.map((i) => solveLu(lus[i * p + j0]!, identity(k), k))
  const y = indices.map((j) => solveLu(lus[i0 * p + j]!, corner, k))
  return { blocks, i0, j0, x, y }
}

/** By the basis of one random combination of all F_ij; undefined where it has none. */
function findFactors({ k, p }: Grid, { blocks, i0, j0, x, y }: Frame, attempt: number): Factors | undefined {
  const indices = Array.from({ length: p }, (_, index) => index)
  const v = eigenvectorsOf(combine(blocks, x, y, k, attempt), k)
  const vLu = factoriseLu(v, k)
  if (vLu.pivotRatio < leastPivotRatio) return undefined
  const left = indices.map((i) => multiplyMatrices(blocks[i * p + j0]!, v, k))
  const cornerLu = factoriseLu(left[i0]!, k)
  const right = indices.map((j) => solveLu(cornerLu, blocks[i0 * p + j]!, k))
  const [vx, yv] = [x.map((xi) => solveLu(vLu, xi, k)), y.map((yj) => multiplyMatrices(yj, v, k))]
  const diagonals = blocks.map((block, index) =>
    diagonalOf(multiplyMatrices(vx[Math.floor(index / p)]!, block, k), yv[index % p]!, k),
  )
  return { left, diagonals, right }
}

/** The row and the column of blocks whose worst block is best. */
function choosePivots(lus: readonly ComplexLu[], p: number): { readonly i0: number; readonly j0: number } {
  const [rows, columns] = [new Float64Array(p).fill(Infinity), new Float64Array(p).fill(Infinity)]
  for (const [index, { pivotRatio }] of lus.entries()) {
    const [i, j] = [Math.floor(index / p), index % p]
    rows[i] = Math.min(rows[i]!, pivotRatio)
    columns[j] = Math.min(columns[j]!, pivotRatio)
  }
  const [i0, j0] = [rows.indexOf(Math.max(...rows)), columns.indexOf(Math.max(...columns))]
  if (Math.min(rows[i0]!, columns[j0]!) < leastPivotRatio)
    throw new SingularBlockError(
      'factoriseMmStar expects a row and a column of invertible blocks (M invertible, its factors without zero diagonals), and every row or every column of this matrix has a singular one.',
    )
  return { i0, j0 }
}

/** A random combination of all F_ij, each scaled to about 1. */
function combine(
  blocks: readonly ComplexArray[],
  x: readonly ComplexArray[],
  y: readonly ComplexArray[],
  k: number,
  seed: number,
): ComplexArray {
  const random = Random.from(seed, 'factorise-mm-star')
  const sizeOf = (values: ComplexArray): number => Math.sqrt(squaredNorm(values)) || 1
  const p = x.length
  const sum = complexArray(k * k)
  for (const [i, xi] of x.entries()) {
    const row = complexArray(k * k)
    for (const [j, yj] of y.entries()) {
      const block = blocks[i * p + j]!
      const weight = random.normal() / (sizeOf(block) * sizeOf(yj))
      addMatrices(row, scaleMatrix(multiplyMatrices(block, yj, k), weight))
    }
    addMatrices(sum, scaleMatrix(multiplyMatrices(xi, row, k), 1 / sizeOf(xi)))
  }
  return sum
}

/** M1 with w1 of the diagonals and w2 of A; M2 with w1 of ones and w2 of C*. */
function assemble(grid: Grid, { left, diagonals, right }: Factors): MonarchProduct<ComplexArray> {
  const { k, p } = grid
  const shape = gridShape(grid)
  const rows = complexArray(k * p * p)
  const [leftColumns, rightColumns] = [complexArray(p * k * k), complexArray(p * k * k)]
  const ones = complexArray(k * p * p)
  for (const [index, { re, im }] of diagonals.entries())
    for (let block = 0; block < k; block++) {
      rows.re[block * p * p + index] = re[block]!
      rows.im[block * p * p + index] = im[block]!
    }
  for (let block = 0; block < k; block++) for (let i = 0; i < p; i++) ones.re[(block * p + i) * p + i] = 1
  for (let column = 0; column < p; column++) {
    leftColumns.re.set(left[column]!.re, column * k * k)
    leftColumns.im.set(left[column]!.im, column * k * k)
    for (let i = 0; i < k * k; i++) {
      const target = column * k * k + (i % k) * k + Math.floor(i / k)
      rightColumns.re[target] = right[column]!.re[i]!
      rightColumns.im[target] = -right[column]!.im[i]!
    }
  }
  return createProduct([
    plain(createMonarch(shape, rows, leftColumns)),
    adjoint(createMonarch(shape, ones, rightColumns)),
  ])
}

function relativeDifference(a: ComplexArray, b: ComplexArray): number {
  const difference = { re: a.re.map((value, i) => value - b.re[i]!), im: a.im.map((value, i) => value - b.im[i]!) }
  return Math.sqrt(squaredNorm(difference) / (squaredNorm(b) || 1))
}
