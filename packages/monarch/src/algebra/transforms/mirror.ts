/**
 * What cosine and sine transforms begin with: the vector of n numbers followed by itself backwards, y = [x; ±reverse(x)],
 * on a grid of 2n = k·p places with k even. Places (k', p') and (k - 1 - k', p - 1 - p') are each other's mirror images,
 * and x fills the first k/2 rows: each column doubles itself, then the rows below turn round.
 */
import type { MonarchMatrix } from '../monarch-matrix.ts'
import { findGrid, type Grid, realGridMonarch } from './grid.ts'

/** The grid of 2n places nearest to a square with an even number of rows; there is one for every n. */
export function mirrorGrid(n: number): Grid {
  return findGrid(2 * n, ({ k }) => k % 2 === 0) ?? { k: 2 * n, p: 1 }
}

/** The mirror's adjoint, of in width 2n and out width n: the mirror itself is rows after columns, the form of an M*. */
export function mirrorAdjoint({ k, p }: Grid, sign: 1 | -1): MonarchMatrix {
  const isBelow = (row: number): boolean => row >= k / 2
  const matrix = realGridMonarch(
    { k, p },
    (row, to, from) => (isBelow(row) ? (to === p - 1 - from ? sign : 0) : to === from ? 1 : 0),
    (_column, to, from) => (!isBelow(to) && (to === from || to === k - 1 - from) ? 1 : 0),
  )
  return { ...matrix, outWidth: (k * p) / 2 }
}
