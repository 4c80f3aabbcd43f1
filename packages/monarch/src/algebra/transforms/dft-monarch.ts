/**
 * The discrete Fourier transform F[c, j] = ω^(c·j), ω = e^(-2πi/n), unscaled. With j = k·p' + k' and c = p·s' + l',
 *
 *     ω_n^(c·j) = ω_k^(s'·k') · ω_n^(l'·k') · ω_p^(l'·p')
 *
 * (Cooley and Tukey 1965): the columns of a grid, twiddle factors, its rows. So F is one Monarch matrix, but for the order of
 * its columns, the grid's transposition.
 */
import type { ComplexMonarchMatrix } from '../monarch-matrix.ts'
import { strideOrder } from '../transpose-monarch.ts'
import { complexGridMonarch, getGrid, type Grid, turnsOf } from './grid.ts'

/** F·x = matrix · y with y[i] = x[order[i]], order[k'·p + p'] = p'·k + k'. */
export interface PermutedDft {
  readonly matrix: ComplexMonarchMatrix
  readonly order: Int32Array
}

/** @throws {NoGridError} for a prime n; `dftProduct` takes every width. */
export function dftMonarch(n: number, grid: Grid = getGrid('dftMonarch', n)): PermutedDft {
  const { k, p } = grid
  const matrix = complexGridMonarch(
    grid,
    (row, to, from) => ({ turns: -turnsOf(to * (from * k + row), n) }),
    (_column, to, from) => ({ turns: -turnsOf(to * from, k) }),
  )
  return { matrix, order: strideOrder(p, k) }
}
