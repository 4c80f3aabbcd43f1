import { scaleOutputs, toComplexMonarch } from '../monarch-matrix.ts'
import type { ComplexArray } from '../numbers.ts'
import { adjoint, createProduct, type MonarchProduct, plain } from '../product.ts'
import { toeplitzProduct } from './circulant.ts'
import { dftMonarch } from './dft-monarch.ts'
import { assertWidth, findGrid, isProper, polarArray, turnsOf } from './grid.ts'
import { permutationProduct } from './permutation.ts'

/**
 * The discrete Fourier transform F[c, j] = e^(-2πi·c·j/n) with its columns in order: M times a permutation, M·P1·P2*, which is
 * M·I*·P1·P2* in (MM*)². A prime n has no such M: it gets the padded form of Bluestein, in MM*.
 */
export function dftProduct(n: number): MonarchProduct<ComplexArray> {
  assertWidth('dftProduct', n)
  const grid = findGrid(n, isProper)
  if (grid === undefined) return bluestein(n)
  const { matrix, order } = dftMonarch(n, grid)
  const permutation = permutationProduct(order, grid).factors.map((factor) => ({
    ...factor,
    matrix: toComplexMonarch(factor.matrix),
  }))
  return createProduct([plain(matrix), ...permutation])
}

// c·j = (c² + j² - (c - j)²) / 2, so F is a Toeplitz matrix between two diagonals (Bluestein 1970).
function bluestein(n: number): MonarchProduct<ComplexArray> {
  const chirp = polarArray(n, (i) => ({ turns: turnsOf(i * i, 2 * n) }))
  const chirpBack = polarArray(n, (i) => ({ turns: -turnsOf(i * i, 2 * n) }))
  const { factors } = toeplitzProduct(chirp, chirp)
  const [left, right] = [factors[0]!, factors[1]!]
  // N*·diag(d) is (diag(conj d)·N)*, and the conjugate of chirpBack is chirp.
  return createProduct([plain(scaleOutputs(left.matrix, chirpBack)), adjoint(scaleOutputs(right.matrix, chirp))])
}
