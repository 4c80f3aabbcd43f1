/**
 * Left singular vectors of a bidiagonal B for given singular values σ: inverse iteration on the tridiagonal matrix T of order
 * 2n with a zero diagonal and d_0, e_0, d_1, e_1, … beside it. Its eigenvector for σ is (v_0, u_0, v_1, u_1, …) of B's singular
 * vectors v and u (Golub and Kahan 1965), and no square of B is formed. Vectors of neighbouring σ are made orthogonal at
 * every step, v to v and u to u; in the end u is to all before it.
 */
import { Random } from '../../layers/random.ts'
import { NoConvergenceError } from '../algebra-errors.ts'
import { addScaled, dot } from '../vector-kernels.ts'
import type { Bidiagonal } from './bidiagonalise.ts'
import { boundOf } from './singular-values.ts'
import { factoriseShifted } from './shifted-tridiagonal.ts'

/** Values nearer than this part of the largest share what inverse iteration finds. */
const neighbourhood = 0.02
const mostSteps = 8
/** Residuals, as a part of the largest singular value, with which a pair is found. */
const tolerance = 1e-14

/**
 * @param values descending, none of them zero
 * @returns [values, n]: orthonormal rows
 */
export function leftVectors(bidiagonal: Pick<Bidiagonal, 'd' | 'e'>, values: Float64Array): Float64Array {
  const n = bidiagonal.d.length
  const found: Pairs = { n, v: new Float64Array(values.length * n), u: new Float64Array(values.length * n) }
  const random = Random.from(1, 'left-vectors')
  const bound = boundOf(bidiagonal)
  let first = 0
  for (const [index, value] of values.entries()) {
    while (values[first]! - value > neighbourhood * bound) first++
    const solve = factoriseShifted(bidiagonal, value, bound)
    const x = new Float64Array(2 * n)
    let isWhole = false
    for (let step = 0; step < mostSteps; step++) {
      if (!isWhole) for (let i = 0; i < x.length; i++) x[i] = random.normal()
      solve(x)
      split(x, found, index)
      isWhole = settle(found.v, n, first, index) && settle(found.u, n, first, index)
      if (isWhole && residual(bidiagonal, value, found, index) < tolerance * bound) break
      if (isWhole) join(found, index, x)
    }
    if (!settle(found.u, n, 0, index)) throw new NoConvergenceError(`leftVectors found no vector for ${value}.`)
  }
  return found.u
}

/** Vectors found so far, one a row. */
interface Pairs {
  readonly n: number
  readonly v: Float64Array
  readonly u: Float64Array
}

function split(x: Float64Array, { n, v, u }: Pairs, index: number): void {
  for (let i = 0; i < n; i++) {
    v[index * n + i] = x[2 * i]!
    u[index * n + i] = x[2 * i + 1]!
  }
}

function join({ n, v, u }: Pairs, index: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) {
    x[2 * i] = v[index * n + i]!
    x[2 * i + 1] = u[index * n + i]!
  }
}

/**
 * Makes row `index` orthogonal to those from `first` on before it, and of length 1.
 * @returns false when nothing is left of it
 */
function settle(rows: Float64Array, n: number, first: number, index: number): boolean {
  const own = index * n
  if (!normalise(rows, own, n)) return false
  for (let pass = 0; pass < 3; pass++) {
    for (let row = first * n; row < own; row += n) addScaled(-dot(rows, row, rows, own, n), rows, row, rows, own, n)
    const left = dot(rows, own, rows, own, n)
    if (!normalise(rows, own, n)) return false
    // Little was taken away: what was taken is exact to rounding.
    if (left > 0.5) return true
  }
  return true
}

function normalise(rows: Float64Array, start: number, n: number): boolean {
  let largest = 0
  for (let i = start; i < start + n; i++) largest = Math.max(largest, Math.abs(rows[i]!))
  if (!(largest > 1e-290 && largest < Infinity)) return false
  for (let i = start; i < start + n; i++) rows[i]! /= largest
  const norm = Math.sqrt(dot(rows, start, rows, start, n))
  for (let i = start; i < start + n; i++) rows[i]! /= norm
  return true
}

/** The larger of |B·v - σ·u| and |Bᵀ·u - σ·v|. */
function residual({ d, e }: Pick<Bidiagonal, 'd' | 'e'>, value: number, { n, v, u }: Pairs, index: number): number {
  const own = index * n
  let [left, right] = [0, 0]
  for (let i = 0; i < n; i++) {
    const [ui, vi] = [u[own + i]!, v[own + i]!]
    const nextV = i + 1 < n ? e[i]! * v[own + i + 1]! : 0
    const previousU = i > 0 ? e[i - 1]! * u[own + i - 1]! : 0
    left += (d[i]! * vi + nextV - value * ui) ** 2
    right += (d[i]! * ui + previousU - value * vi) ** 2
  }
  return Math.sqrt(Math.max(left, right))
}
