import { NotPositiveError } from './algebra-errors.ts'
import { addScaled, dot } from './vector-kernels.ts'

/** A symmetric positive definite matrix S = L·Lᵀ (Cholesky), to solve with. */
export class SymmetricSystem {
  readonly #n: number
  /** [n, n], of which the upper part is not used. */
  readonly #lower: Float64Array

  /**
   * @param s [n, n]; what is above the diagonal is not read
   * @throws {NotPositiveError}
   */
  constructor(s: Float64Array, n: number) {
    const lower = s.slice()
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) {
        const left = lower[i * n + j]! - dot(lower, i * n, lower, j * n, j)
        // Not "left <= 0": NaN is not positive either.
        if (i === j && !(left > 0))
          throw new NotPositiveError('solve', 'a symmetric matrix without a negative direction', `${left} in row ${i}`)
        lower[i * n + j] = i === j ? Math.sqrt(left) : left / lower[j * n + j]!
      }
    this.#n = n
    this.#lower = lower
  }

  /** X with X·S = B, for the rows of B [rows, n]. */
  solveRows(b: Float64Array): Float64Array {
    const [n, lower] = [this.#n, this.#lower]
    const x = b.slice()
    for (let row = 0; row < x.length; row += n) {
      for (let i = 0; i < n; i++) x[row + i] = (x[row + i]! - dot(lower, i * n, x, row, i)) / lower[i * n + i]!
      for (let i = n - 1; i >= 0; i--) {
        x[row + i]! /= lower[i * n + i]!
        addScaled(-x[row + i]!, lower, i * n, x, row, i)
      }
    }
    return x
  }
}

/**
 * Adds that part of the mean of a diagonal to it; 1 where all of it is zero.
 * @returns what was added
 */
export function damp(s: Float64Array, n: number, part: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += s[i * n + i]!
  const more = (part * sum) / n || 1
  for (let i = 0; i < n; i++) s[i * n + i]! += more
  return more
}
