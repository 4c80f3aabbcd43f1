/** The k·l sub-matrices of a dense matrix, each of which a Monarch matrix approximates on its own, and their way back. */
import type { DenseMatrix } from './dense-matrix.ts'
import { hiddenUnitsBetween, type MonarchShape } from './monarch-shape.ts'
import { mapPlanes, type NumberArray, planesOf } from './numbers.ts'
import type { LowRankFactors } from './svd/truncated-svd.ts'

/** B[s', p'] = M[s'·l + l', k'·p + p'], s by p, and the hidden units it may use: as many as its rank. */
export interface Submatrix {
  readonly firstBlock: number
  readonly secondBlock: number
  readonly hiddenUnits: readonly number[]
}

export function listSubmatrices(shape: MonarchShape): Submatrix[] {
  return Array.from({ length: shape.k * shape.l }, (_, i) => {
    const [firstBlock, secondBlock] = [Math.floor(i / shape.l), i % shape.l]
    return { firstBlock, secondBlock, hiddenUnits: hiddenUnitsBetween(shape, firstBlock, secondBlock) }
  })
}

/** The entries of a sub-matrix, [s, p]; zero where it reaches beyond the matrix. */
export function cutSubmatrix<A extends NumberArray>(
  { rows, columns, data }: DenseMatrix<A>,
  { p, l, s }: MonarchShape,
  { firstBlock, secondBlock }: Submatrix,
): A {
  const start = firstBlock * p
  const end = Math.min(start + p, columns)
  return mapPlanes(data, (plane) => {
    const cut = new Float64Array(s * p)
    for (let i = 0; i < s; i++) {
      const row = i * l + secondBlock
      if (row < rows && start < end) cut.set(plane.subarray(row * columns + start, row * columns + end), i * p)
    }
    return cut
  })
}

/** Writes a sub-matrix's factors to its hidden units in w1 [k, q, p] and w2 [l, s, r]. */
export function placeFactors<A extends NumberArray>(
  { p, l, s, r }: MonarchShape,
  { secondBlock, hiddenUnits }: Submatrix,
  { left, right }: Pick<LowRankFactors<A>, 'left' | 'right'>,
  w1: A,
  w2: A,
): void {
  const [w1Planes, w2Planes, leftPlanes] = [planesOf(w1), planesOf(w2), planesOf(left)]
  for (const [plane, rightPlane] of planesOf(right).entries()) {
    for (const [t, h] of hiddenUnits.entries()) {
      w1Planes[plane]!.set(rightPlane.subarray(t * p, (t + 1) * p), h * p)
      for (let i = 0; i < s; i++)
        w2Planes[plane]![(secondBlock * s + i) * r + Math.floor(h / l)] = leftPlanes[plane]![t * s + i]!
    }
  }
}
