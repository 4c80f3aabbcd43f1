import { NoGridError } from '../algebra-errors.ts'
import type { MonarchMatrix } from '../monarch-matrix.ts'
import { assertWidth, type BlockEntry, findGrid, type Grid, realGridMonarch } from './grid.ts'

/**
 * A Hadamard matrix of order n, row-major: entries of 1 and -1, rows orthogonal. Sylvester's doubling of order 1, or of an
 * order q + 1 for a prime q with remainder 3 by 4 (Paley's first construction): all orders up to 24 that exist.
 */
export function findHadamard(n: number): Float64Array | undefined {
  if (n === 1) return Float64Array.of(1)
  if (n > 4 && n % 4 === 0 && isPrime(n - 1) && !isPowerOfTwo(n)) return paley(n - 1)
  const half = n % 2 === 0 ? findHadamard(n / 2) : undefined
  return half && double(half, n / 2)
}

/** The grid for the Hadamard matrix H_k ⊗ H_p of order n, in the order of Sylvester's where n is a power of two. */
export function getHadamardGrid(operation: string, n: number): Grid {
  assertWidth(operation, n)
  const grid = findGrid(n, ({ k, p }) => findHadamard(k) !== undefined && findHadamard(p) !== undefined)
  if (grid === undefined)
    throw new NoGridError(operation, 'a product of orders of Hadamard matrices (1, 2, 4, 8, 12, ...)', n)
  return grid
}

/** H_k ⊗ H_p, unscaled. @throws {NoGridError} for a width that has none. */
export function hadamardMonarch(n: number): MonarchMatrix {
  const grid = getHadamardGrid('hadamardMonarch', n)
  return realGridMonarch(grid, hadamardEntry(grid.p), hadamardEntry(grid.k))
}

/** The entry of H of that order, the same in every block. */
export function hadamardEntry(order: number): BlockEntry<number> {
  const entries = findHadamard(order)
  if (entries === undefined) throw new Error(`internal: there is no Hadamard matrix of order ${order} here`)
  return (_block, to, from) => entries[to * order + from]!
}

function double(half: Float64Array, n: number): Float64Array {
  return new Float64Array(4 * n * n).map((_, i) => {
    const [row, column] = [Math.floor(i / (2 * n)), i % (2 * n)]
    return (row >= n && column >= n ? -1 : 1) * half[(row % n) * n + (column % n)]!
  })
}

// H = I + S, S = [[0, 1ᵀ], [-1, Q]], Q[i, j] = 1 where i - j is a square modulo q, else -1; 0 on the diagonal.
function paley(q: number): Float64Array {
  const n = q + 1
  const squares = new Set(Array.from({ length: q - 1 }, (_, i) => ((i + 1) * (i + 1)) % q))
  return new Float64Array(n * n).map((_, i) => {
    const [row, column] = [Math.floor(i / n), i % n]
    if (row === column || row === 0) return 1
    if (column === 0) return -1
    return squares.has((row - column + q) % q) ? 1 : -1
  })
}

function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(Math.log2(n))
}

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false
  return n > 1
}
