import type { Bidiagonal } from './bidiagonalise.ts'

/** A bound on all singular values of B: the largest sum of absolute values in a row or column (Gerschgorin). */
export function boundOf({ d, e }: Pick<Bidiagonal, 'd' | 'e'>): number {
  let bound = 0
  for (let i = 0; i < d.length; i++) {
    const [before, after] = [i === 0 ? 0 : Math.abs(e[i - 1]!), Math.abs(e[i]!)]
    bound = Math.max(bound, Math.abs(d[i]!) + Math.max(before, after))
  }
  return bound
}

/**
 * The largest singular values of B, in descending order, by bisection: each to a few units in its last place, down to `floor`,
 * below which the list ends.
 */
export function largestSingularValues(
  bidiagonal: Pick<Bidiagonal, 'd' | 'e'>,
  count: number,
  floor: number,
): Float64Array {
  const [d2, e2] = [bidiagonal.d.map((x) => x * x), bidiagonal.e.map((x) => x * x)]
  const lower = new Float64Array(count)
  const upper = new Float64Array(count).fill(boundOf(bidiagonal) * (1 + 1e-14))
  const values = new Float64Array(count)
  for (let t = 0; t < count; t++) {
    while (upper[t]! - lower[t]! > 4e-16 * upper[t]! && upper[t]! > floor) {
      const middle = (lower[t]! + upper[t]!) / 2
      const above = countAbove(d2, e2, middle * middle)
      // What is learnt of this one is learnt of its neighbours too.
      for (let i = t; i < Math.min(above, count); i++) lower[i] = Math.max(lower[i]!, middle)
      for (let i = Math.max(t, above); i < count; i++) upper[i] = Math.min(upper[i]!, middle)
    }
    if (upper[t]! <= floor) return values.slice(0, t)
    values[t] = upper[t]!
  }
  return values
}

/** Nearer to zero no pivot may be. */
const leastPivot = 1e-290

/**
 * How many eigenvalues of BᵀB lie above x: as many as BᵀB - x·I has positive pivots. The pivots come from the squares of B's
 * entries without subtracting large ones (the differential qd transform of Fernando and Parlett 1994).
 */
function countAbove(d2: Float64Array, e2: Float64Array, x: number): number {
  let above = 0
  let s = -x
  for (let i = 0; i < d2.length; i++) {
    let pivot = d2[i]! + s
    if (Math.abs(pivot) < leastPivot) pivot = -leastPivot
    if (pivot > 0) above++
    s = s * (e2[i]! / pivot) - x
  }
  return above
}
