import { ShapeError } from '../graph/errors.ts'
import { type DenseMatrix, transposeDense } from './dense-matrix.ts'
import type { MonarchMatrix } from './monarch-matrix.ts'
import { multiplyAdjoint, multiplyMonarch } from './multiply.ts'
import { isComplexArray, type NumberArray, toComplexArray } from './numbers.ts'

/** A Monarch matrix M, or its conjugate transpose M*. Diagonals and permutations are folded into M. */
export interface MonarchFactor<A extends NumberArray = Float64Array> {
  readonly matrix: MonarchMatrix<A>
  readonly isAdjoint: boolean
}

/** A product of Monarch matrices, written from left to right: the last factor meets a vector first. */
export interface MonarchProduct<A extends NumberArray = Float64Array> {
  readonly inWidth: number
  readonly outWidth: number
  readonly factors: readonly MonarchFactor<A>[]
}

/** @throws {ShapeError} for no factor, or for neighbours whose widths differ. */
export function createProduct<A extends NumberArray>(factors: readonly MonarchFactor<A>[]): MonarchProduct<A> {
  const widths = factors.map(widthsOf)
  const [first, last] = [widths[0], widths.at(-1)]
  if (first === undefined || last === undefined) throw new ShapeError('createProduct', 'at least one factor', 'none')
  for (const [i, { inWidth }] of widths.slice(0, -1).entries()) {
    const right = widths[i + 1]!.outWidth
    if (inWidth !== right) throw new ShapeError('createProduct', `${inWidth} outputs of factor ${i + 2}`, `${right}`)
  }
  return { inWidth: last.inWidth, outWidth: first.outWidth, factors }
}

function widthsOf({ matrix, isAdjoint }: MonarchFactor<NumberArray>): { inWidth: number; outWidth: number } {
  const { inWidth, outWidth } = matrix
  return isAdjoint ? { inWidth: outWidth, outWidth: inWidth } : { inWidth, outWidth }
}

export function plain<A extends NumberArray>(matrix: MonarchMatrix<A>): MonarchFactor<A> {
  return { matrix, isAdjoint: false }
}

export function adjoint<A extends NumberArray>(matrix: MonarchMatrix<A>): MonarchFactor<A> {
  return { matrix, isAdjoint: true }
}

/** The conjugate transpose: the factors turned round. */
export function adjointOfProduct<A extends NumberArray>(product: MonarchProduct<A>): MonarchProduct<A> {
  return createProduct(product.factors.toReversed().map(({ matrix, isAdjoint }) => ({ matrix, isAdjoint: !isAdjoint })))
}

/**
 * The product times each of the tokens of x [tokens, in].
 * @returns [tokens, out]
 * @throws {ShapeError} when x is no whole number of tokens.
 */
export function multiplyProduct<A extends NumberArray>(product: MonarchProduct<A>, x: A): A {
  return product.factors.reduceRight(
    (y, { matrix, isAdjoint }) => (isAdjoint ? multiplyAdjoint(matrix, y) : multiplyMonarch(matrix, y)),
    x,
  )
}

/** All entries of the product, [out, in]. */
export function denseOfProduct<A extends NumberArray>(product: MonarchProduct<A>): DenseMatrix<A> {
  const { inWidth, outWidth, factors } = product
  const columns = multiplyProduct(product, identityLike(factors[0]!.matrix.w1, inWidth))
  return transposeDense({ rows: inWidth, columns: outWidth, data: columns })
}

function identityLike<A extends NumberArray>(like: A, width: number): A {
  const identity = new Float64Array(width * width)
  for (let i = 0; i < width; i++) identity[i * width + i] = 1
  return (isComplexArray(like) ? toComplexArray(identity) : identity) as A
}
