import { ShapeError } from '../../graph/errors.ts'
import { scaleInputs, scaleOutputs } from '../monarch-matrix.ts'
import { adjoint, createProduct, type MonarchProduct, plain } from '../product.ts'
import { getHadamardGrid, hadamardEntry, hadamardMonarch } from './hadamard.ts'
import { realGridMonarch } from './grid.ts'
import { permutationBetween } from './permutation.ts'

export interface FastfoodOptions {
  /** The three diagonals, n numbers each. */
  readonly s: Float64Array
  readonly g: Float64Array
  readonly b: Float64Array
  /** Π·x = y with y[i] = x[order[i]]. */
  readonly order: Int32Array
}

/**
 * Fastfood (Le, Sarlós and Smola 2013), S·H·G·Π·H·B with the unscaled Hadamard matrix H, in (MM*)² of its own width: Π is rows,
 * columns, rows of the grid, and the second H has the form of an M* too, for H_k ⊗ H_p is its columns and rows in either order.
 * @throws {NoGridError} for a width without a Hadamard matrix; {ShapeError} for diagonals of another length.
 */
export function fastfoodProduct({ s, g, b, order }: FastfoodOptions): MonarchProduct {
  const n = order.length
  for (const [name, diagonal] of Object.entries({ s, g, b }))
    if (diagonal.length !== n) throw new ShapeError('fastfoodProduct', `${n} numbers in ${name}`, `${diagonal.length}`)
  const grid = getHadamardGrid('fastfoodProduct', n)
  const [row, column] = [hadamardEntry(grid.p), hadamardEntry(grid.k)]
  const transposed = realGridMonarch(
    grid,
    (block, to, from) => row(block, from, to),
    (block, to, from) => column(block, from, to),
  )
  return createProduct([
    plain(scaleOutputs(scaleInputs(hadamardMonarch(n), g), s)),
    ...permutationBetween(order, grid),
    // H·B is (B·Hᵀ)*.
    adjoint(scaleOutputs(transposed, b)),
  ])
}
