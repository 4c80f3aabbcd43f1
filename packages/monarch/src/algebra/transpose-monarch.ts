import { ShapeError } from '../graph/errors.ts'
import type { MonarchMatrix } from './monarch-matrix.ts'
import { mapPlanes, type NumberArray } from './numbers.ts'

/**
 * Mᵀ in the index order of `MonarchShape` needs its inputs and outputs dealt anew:
 *
 *     Mᵀ · x = undeal(matrix · deal(x)),   deal(x)[l'·s + s'] = x[s'·l + l'],   undeal(y)[k'·p + p'] = y[p'·k + k']
 *
 * where l, s, k, p are those of M. `deal` and `undeal` list, for every output, which input it is.
 */
export interface TransposedMonarch<A extends NumberArray> {
  readonly matrix: MonarchMatrix<A>
  readonly deal: Int32Array
  readonly undeal: Int32Array
}

/**
 * The transpose as a Monarch matrix between two fixed permutations. That takes as many hidden units between any two blocks:
 * l divides q (and so k divides r), and no padding. `multiplyTransposed` and `multiplyAdjoint` do it for every shape.
 * @throws {ShapeError} for shapes that have none.
 */
export function transposeMonarch<A extends NumberArray>(matrix: MonarchMatrix<A>): TransposedMonarch<A> {
  const { inWidth, outWidth, k, q, p, l, s, r, w1, w2 } = matrix
  if (q % l !== 0)
    throw new ShapeError(
      'transposeMonarch',
      `blocks of q rows that l = ${l} divides`,
      `q = ${q}; multiplyTransposed takes any`,
    )
  if (inWidth !== k * p || outWidth !== l * s)
    throw new ShapeError(
      'transposeMonarch',
      `widths ${k * p} -> ${l * s}, without padding`,
      `${inWidth} -> ${outWidth}`,
    )
  // With c = q/l hidden units from k' to l', the t-th of them is q' = t·l + l', r' = k'·c + t here, and there row
  // t·k + k' of the first factor's block l', column l'·c + t of the second factor's block k'.
  const c = q / l
  const first = mapPlanes(w2, (plane) =>
    new Float64Array(l * r * s).map((_, i) => {
      const [block, row, column] = [Math.floor(i / (r * s)), Math.floor(i / s) % r, i % s]
      return plane[(block * s + column) * r + (row % k) * c + Math.floor(row / k)]!
    }),
  )
  const second = mapPlanes(w1, (plane) =>
    new Float64Array(k * p * q).map((_, i) => {
      const [block, row, column] = [Math.floor(i / (p * q)), Math.floor(i / q) % p, i % q]
      return plane[(block * q + (column % c) * l + Math.floor(column / c)) * p + row]!
    }),
  )
  const shape = { inWidth: outWidth, outWidth: inWidth, k: l, q: r, p: s, l: k, s: p, r: q }
  return { matrix: { ...shape, w1: first, w2: second }, deal: strideOrder(s, l), undeal: strideOrder(p, k) }
}

/** The transposition of a grid: order[j'·rows + i'] = i'·columns + j'. */
export function strideOrder(rows: number, columns: number): Int32Array {
  return new Int32Array(rows * columns).map((_, i) => (i % rows) * columns + Math.floor(i / rows))
}

/** y[i] = x[order[i]] */
export function gatherEntries<A extends NumberArray>(x: A, order: Int32Array): A {
  return mapPlanes(x, (plane) => Float64Array.from(order, (source) => plane[source]!))
}
