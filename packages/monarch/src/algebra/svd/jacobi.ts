import { NoConvergenceError } from '../algebra-errors.ts'
import { type ComplexArray, squaredNorm } from '../numbers.ts'
import { dot } from '../vector-kernels.ts'

const mostSweeps = 60
/** Lengths, as a part of the whole matrix's, that are rounding. */
const negligible = 1e-16

/** Columns made orthogonal, the longest first: left singular vectors times singular values. */
export interface OrthogonalColumns {
  /** [columns, rows], a column a row. */
  readonly vectors: ComplexArray
  /** Their lengths: the singular values, descending. */
  readonly values: Float64Array
}

/**
 * Singular values and left vectors by rotations of pairs of columns (Hestenes 1958; one-sided Jacobi). Accurate for small
 * singular values too, and slow: about 40·rows·columns² operations a sweep, and six to twelve sweeps.
 * @param columns [columns, rows]: the matrix, transposed; overwritten
 */
export function orthogonaliseColumns(columns: ComplexArray, count: number, rows: number): OrthogonalColumns {
  const limits = {
    // The rounding of a cosine between two columns.
    cosine: Math.max(1e-15, Number.EPSILON * Math.sqrt(rows)),
    squaredLength: negligible ** 2 * squaredNorm(columns),
  }
  for (let sweep = 0; ; sweep++) {
    if (sweep === mostSweeps)
      throw new NoConvergenceError(`orthogonaliseColumns found no orthogonal columns in ${mostSweeps} sweeps.`)
    let isDone = true
    for (let i = 0; i < count; i++)
      for (let j = i + 1; j < count; j++) if (rotatePair(columns, rows, i * rows, j * rows, limits)) isDone = false
    if (isDone) break
  }
  return sortByLength(columns, count, rows)
}

/** @returns whether the two columns had to be turned */
function rotatePair(
  { re, im }: ComplexArray,
  rows: number,
  i: number,
  j: number,
  limits: { readonly cosine: number; readonly squaredLength: number },
): boolean {
  const alpha = dot(re, i, re, i, rows) + dot(im, i, im, i, rows)
  const beta = dot(re, j, re, j, rows) + dot(im, j, im, j, rows)
  const gammaRe = dot(re, i, re, j, rows) + dot(im, i, im, j, rows)
  const gammaIm = dot(re, i, im, j, rows) - dot(im, i, re, j, rows)
  const gamma = Math.hypot(gammaRe, gammaIm)
  if (Math.min(alpha, beta) <= limits.squaredLength || gamma <= limits.cosine * Math.sqrt(alpha * beta)) return false
  const zeta = (beta - alpha) / (2 * gamma)
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta))
  const c = 1 / Math.sqrt(1 + t * t)
  const s = c * t
  // Column j times the conjugate phase of their product has a real product with column i; then it is a plane rotation.
  const [phaseRe, phaseIm] = [gammaRe / gamma, -gammaIm / gamma]
  for (let row = 0; row < rows; row++) {
    const [aRe, aIm, xRe, xIm] = [re[i + row]!, im[i + row]!, re[j + row]!, im[j + row]!]
    const bRe = phaseRe * xRe - phaseIm * xIm
    const bIm = phaseRe * xIm + phaseIm * xRe
    re[i + row] = c * aRe - s * bRe
    im[i + row] = c * aIm - s * bIm
    re[j + row] = s * aRe + c * bRe
    im[j + row] = s * aIm + c * bIm
  }
  return true
}

function sortByLength({ re, im }: ComplexArray, count: number, rows: number): OrthogonalColumns {
  const lengths = Float64Array.from({ length: count }, (_, i) =>
    Math.sqrt(dot(re, i * rows, re, i * rows, rows) + dot(im, i * rows, im, i * rows, rows)),
  )
  const order = Array.from(lengths.keys()).toSorted((a, b) => lengths[b]! - lengths[a]!)
  const gather = (plane: Float64Array): Float64Array =>
    new Float64Array(count * rows).map((_, i) => plane[order[Math.floor(i / rows)]! * rows + (i % rows)]!)
  return { vectors: { re: gather(re), im: gather(im) }, values: Float64Array.from(order, (i) => lengths[i]!) }
}
