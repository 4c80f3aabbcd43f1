import { ShapeError } from '../graph/errors.ts'
import type { DenseMatrix } from './dense-matrix.ts'
import { createMonarch, type MonarchMatrix } from './monarch-matrix.ts'
import { assertMonarchShape, type MonarchShape } from './monarch-shape.ts'
import { assertFinite, type NumberArray, squaredNorm, zerosOfKind } from './numbers.ts'
import { cutSubmatrix, listSubmatrices, placeFactors, type Submatrix } from './submatrices.ts'
import { type LowRankFactors, truncatedSvd } from './svd/truncated-svd.ts'

export interface Projection<A extends NumberArray = Float64Array> {
  readonly matrix: MonarchMatrix<A>
  /** Squared Frobenius norm of what the projection leaves over. */
  readonly squaredError: number
  /** Its root, as a part of the matrix's norm; 0 for a matrix of zeros. */
  readonly relativeError: number
}

/** Called after each of the sub-matrices. */
export type ProgressListener = (done: number, total: number) => void

/** Of `projectAsync`. */
export interface ProjectOptions {
  /** On Node; by default as many as the machine runs at once. */
  readonly threads?: number
  readonly onProgress?: ProgressListener
}

/**
 * The Monarch matrix of that shape nearest to a dense one in Frobenius norm (Dao et al. 2022, Theorem 1 and Algorithm 1, for
 * every shape): every sub-matrix B[k', l'] is replaced by its truncated SVD at the rank of its hidden units. How the SVDs are
 * done and how accurate they are: `truncatedSvd`. The norm of each rank-one part is shared out evenly between both factors.
 * @throws {ShapeError} when the widths differ; {NotFiniteError} for NaN or infinity.
 */
export function projectToMonarch<A extends NumberArray>(
  dense: DenseMatrix<A>,
  shape: MonarchShape,
  onProgress?: ProgressListener,
): Projection<A> {
  const assembly = new ProjectionAssembly(dense, shape, onProgress)
  for (const submatrix of assembly.submatrices)
    assembly.add(
      submatrix,
      truncatedSvd(cutSubmatrix(dense, shape, submatrix), shape.s, shape.p, submatrix.hiddenUnits.length),
    )
  return assembly.finish()
}

/** A projection in the making: its sub-matrices' factors come in any order. */
export class ProjectionAssembly<A extends NumberArray> {
  readonly submatrices: readonly Submatrix[]
  readonly #dense: DenseMatrix<A>
  readonly #shape: MonarchShape
  readonly #onProgress: ProgressListener | undefined
  readonly #w1: A
  readonly #w2: A
  #squaredError = 0
  #done = 0

  constructor(dense: DenseMatrix<A>, shape: MonarchShape, onProgress?: ProgressListener) {
    assertMonarchShape('projectToMonarch', shape)
    const { inWidth, outWidth, k, q, p, l, s, r } = shape
    if (dense.rows !== outWidth || dense.columns !== inWidth)
      throw new ShapeError(
        'projectToMonarch',
        `a matrix [${outWidth}, ${inWidth}]`,
        `[${dense.rows}, ${dense.columns}]`,
      )
    assertFinite('projectToMonarch', 'the matrix', dense.data)
    this.submatrices = listSubmatrices(shape)
    this.#dense = dense
    this.#shape = shape
    this.#onProgress = onProgress
    this.#w1 = zerosOfKind(dense.data, k * q * p)
    this.#w2 = zerosOfKind(dense.data, l * s * r)
  }

  add(submatrix: Submatrix, factors: LowRankFactors<A>): void {
    placeFactors(this.#shape, submatrix, factors, this.#w1, this.#w2)
    this.#squaredError += factors.squaredError
    this.#onProgress?.(++this.#done, this.submatrices.length)
  }

  finish(): Projection<A> {
    const whole = squaredNorm(this.#dense.data)
    return {
      matrix: createMonarch(this.#shape, this.#w1, this.#w2),
      squaredError: this.#squaredError,
      relativeError: whole === 0 ? 0 : Math.sqrt(this.#squaredError / whole),
    }
  }
}
