/**
 * Cosine and sine transforms of the second kind, unscaled, in (MM*)² of width 2n: Fourier transforms of the mirrored vector.
 * With F of order 2n and θ = π / 2n,
 *
 *     sum over j of x[j]·cos(θ·(2j + 1)·c)       =  ½·e^(-iθ·c) · (F·[x; reverse(x)])[c]
 *     sum over j of x[j]·sin(θ·(2j + 1)·(c + 1)) = ½·i·e^(-iθ·(c + 1)) · (F·[x; -reverse(x)])[c + 1]
 *
 * and F[c + 1, j] = F[c, j]·e^(-2iθ·j). The factors are A·B*·C·D*: D* the mirror, B*·C the order of F's columns, A its Monarch
 * matrix, the factors before and after folded in. The product is real to rounding. Any n does; the blocks are small for an n
 * with divisors near √2n, and for a prime n as large as the matrix.
 */
import { scaleInputs, scaleOutputs, toComplexMonarch } from '../monarch-matrix.ts'
import type { ComplexArray } from '../numbers.ts'
import { adjoint, createProduct, type MonarchProduct, plain } from '../product.ts'
import { dftMonarch } from './dft-monarch.ts'
import { assertWidth, polarArray, turnsOf } from './grid.ts'
import { mirrorAdjoint, mirrorGrid } from './mirror.ts'
import { permutationBetween } from './permutation.ts'

/** DCT-II: y[c] = sum over j of x[j]·cos(π·(2j + 1)·c / 2n). */
export function dctProduct(n: number): MonarchProduct<ComplexArray> {
  assertWidth('dctProduct', n)
  const after = polarArray(n, (c) => ({ size: 0.5, turns: -turnsOf(c, 4 * n) }))
  const before = polarArray(2 * n, () => ({ turns: 0 }))
  return mirroredDft(n, 1, after, before)
}

/** DST-II: y[c] = sum over j of x[j]·sin(π·(2j + 1)·(c + 1) / 2n). */
export function dstProduct(n: number): MonarchProduct<ComplexArray> {
  assertWidth('dstProduct', n)
  const after = polarArray(n, (c) => ({ size: 0.5, turns: 0.25 - turnsOf(c + 1, 4 * n) }))
  // Conjugated, for it is folded into an adjoint.
  const before = polarArray(2 * n, (j) => ({ turns: turnsOf(j, 2 * n) }))
  return mirroredDft(n, -1, after, before)
}

/** diag(after) · F · diag(conj before) · mirror, the first n outputs of F. */
function mirroredDft(n: number, sign: 1 | -1, after: ComplexArray, before: ComplexArray): MonarchProduct<ComplexArray> {
  const grid = mirrorGrid(n)
  const { matrix, order } = dftMonarch(2 * n, grid)
  const [b, c] = permutationBetween(order, grid)
  const mirror = toComplexMonarch(mirrorAdjoint(grid, sign))
  return createProduct([
    plain(scaleOutputs({ ...matrix, outWidth: n }, after)),
    adjoint(toComplexMonarch(b.matrix)),
    plain(toComplexMonarch(c.matrix)),
    adjoint(scaleInputs(mirror, before)),
  ])
}
