import type { Bidiagonal } from './bidiagonalise.ts'

/**
 * T - shift·I as L·U with row exchanges, T of order 2n with a zero diagonal and d_0, e_0, d_1, e_1, … beside it.
 * @returns what solves (T - shift·I)·x = b in place; a pivot of zero counts as the rounding of `bound`
 */
export function factoriseShifted(
  { d, e }: Pick<Bidiagonal, 'd' | 'e'>,
  shift: number,
  bound: number,
): (x: Float64Array) => void {
  const n = 2 * d.length
  const least = Number.EPSILON * bound
  const beside = (i: number): number => (i >= n - 1 ? 0 : i % 2 === 0 ? d[i / 2]! : e[(i - 1) / 2]!)
  // U has the diagonal and two above it; L one multiplier a row.
  const [u0, u1, u2] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)]
  const multipliers = new Float64Array(n)
  const exchanged = new Uint8Array(n)
  let diagonal = -shift
  let above = beside(0)
  for (let i = 0; i < n - 1; i++) {
    const [below, nextAbove] = [beside(i), beside(i + 1)]
    if (Math.abs(diagonal) >= Math.abs(below)) {
      u0[i] = awayFromZero(diagonal, least)
      u1[i] = above
      multipliers[i] = below / u0[i]!
      diagonal = -shift - multipliers[i]! * above
      above = nextAbove
    } else {
      exchanged[i] = 1
      u0[i] = below
      u1[i] = -shift
      u2[i] = nextAbove
      multipliers[i] = diagonal / below
      diagonal = above + multipliers[i]! * shift
      above = -multipliers[i]! * nextAbove
    }
  }
  u0[n - 1] = awayFromZero(diagonal, least)
  return (x) => {
    substituteForwards(x, multipliers, exchanged)
    for (let i = n - 1; i >= 0; i--)
      x[i] = (x[i]! - u1[i]! * (x[i + 1] ?? 0) - u2[i]! * (x[i + 2] ?? 0)) / awayFromZero(u0[i]!, least)
  }
}

function substituteForwards(x: Float64Array, multipliers: Float64Array, exchanged: Uint8Array): void {
  for (let i = 0; i < x.length - 1; i++) {
    const upper = exchanged[i] === 1 ? x[i + 1]! : x[i]!
    const lower = exchanged[i] === 1 ? x[i]! : x[i + 1]!
    x[i] = upper
    x[i + 1] = lower - multipliers[i]! * upper
  }
}

function awayFromZero(value: number, least: number): number {
  if (Math.abs(value) >= least) return value
  return value < 0 ? -least : least
}
