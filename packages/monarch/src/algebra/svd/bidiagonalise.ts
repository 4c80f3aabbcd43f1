/**
 * A = U·B·Vᵀ with B upper bidiagonal, by Householder reflectors from both sides (Golub and Kahan 1965); backward stable. Only U is
 * kept. The two reflections of a step touch the matrix once: they are added as one update of rank two in the pass that already
 * sums up what the next step needs of it, so a step reads the matrix twice and writes it once.
 */
import { addScaled, dot } from '../vector-kernels.ts'

export interface Bidiagonal {
  /** The diagonal of B. */
  readonly d: Float64Array
  /** What stands above it: e[i] = B[i, i + 1]; the last is 0. */
  readonly e: Float64Array
  /** [columns, rows]: U = H_0·H_1·…, H_i = I - h·hᵀ for row i, h·h = 2 or h = 0. */
  readonly reflectors: Float64Array
}

/** @param a [rows, columns], overwritten; at least as many rows as columns, entries around 1 at most */
export function bidiagonalise(a: Float64Array, rows: number, columns: number): Bidiagonal {
  const [d, e] = [new Float64Array(columns), new Float64Array(columns)]
  const reflectors = new Float64Array(columns * rows)
  // What is still to be taken off the matrix: h·yᵀ + z·gᵀ, of the step before.
  let step = emptyStep(rows, columns)
  for (let i = 0; i < columns; i++) {
    const h = reflectors.subarray(i * rows, (i + 1) * rows)
    for (let row = i; row < rows; row++)
      h[row] = a[row * columns + i]! - step.h[row]! * step.y[i]! - step.z[row]! * step.g[i]!
    d[i] = reflect(h, i)
    const y = updateAndProject(a, rows, columns, i, step, h)
    const g = new Float64Array(columns)
    for (let column = i + 1; column < columns; column++) g[column] = a[i * columns + column]! - h[i]! * y[column]!
    e[i] = i + 1 < columns ? reflect(g, i + 1) : 0
    step = { h, y, z: projectRows(a, rows, columns, i + 1, { h, y, g }), g }
  }
  return { d, e, reflectors }
}

interface Step {
  readonly h: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  readonly g: Float64Array
}

function emptyStep(rows: number, columns: number): Step {
  const [h, z] = [new Float64Array(rows), new Float64Array(rows)]
  return { h, y: new Float64Array(columns), z, g: new Float64Array(columns) }
}

/** Where squares would no longer be exact; nothing beside entries around 1. */
const negligible = 1e-140

/**
 * Makes of v, from `start` on, the h of the reflector I - h·hᵀ that maps it to its first entry alone.
 * @returns that entry
 */
function reflect(v: Float64Array, start: number): number {
  const norm = Math.sqrt(dot(v, start, v, start, v.length - start))
  if (norm < negligible) {
    v.fill(0, start)
    return 0
  }
  const first = v[start]!
  const image = first > 0 ? -norm : norm
  v[start] = first - image
  const scale = 1 / Math.sqrt(norm * (norm + Math.abs(first)))
  for (let i = start; i < v.length; i++) v[i]! *= scale
  return image
}

/**
 * A -= h·yᵀ + z·gᵀ of the step before, in the rows from i and the columns after i.
 * @returns nextᵀ·A after that, in these columns
 */
function updateAndProject(
  a: Float64Array,
  rows: number,
  columns: number,
  i: number,
  step: Step,
  next: Float64Array,
): Float64Array {
  const { h, y, z, g } = step
  const projected = new Float64Array(columns)
  const update = (row: number): void => {
    const [hr, zr, nr, start] = [h[row]!, z[row]!, next[row]!, row * columns]
    for (let column = i + 1; column < columns; column++) {
      const value = a[start + column]! - hr * y[column]! - zr * g[column]!
      a[start + column] = value
      projected[column]! += nr * value
    }
  }
  if ((rows - i) % 2 === 1) update(i)
  for (let row = i + ((rows - i) % 2); row < rows; row += 2) updatePair(a, row, columns, i + 1, step, next, projected)
  return projected
}

/** `updateAndProject` of two rows at once, which reads y, g and what is projected once for both. */
function updatePair(
  a: Float64Array,
  row: number,
  columns: number,
  from: number,
  { h, y, z, g }: Step,
  next: Float64Array,
  projected: Float64Array,
): void {
  const [h0, z0, n0] = [h[row]!, z[row]!, next[row]!]
  const [h1, z1, n1] = [h[row + 1]!, z[row + 1]!, next[row + 1]!]
  const [first, second] = [row * columns, (row + 1) * columns]
  for (let column = from; column < columns; column++) {
    const yc = y[column]!
    const gc = g[column]!
    const value0 = a[first + column]! - h0 * yc - z0 * gc
    const value1 = a[second + column]! - h1 * yc - z1 * gc
    a[first + column] = value0
    a[second + column] = value1
    projected[column]! += n0 * value0 + n1 * value1
  }
}

/** z = (A - h·yᵀ)·g, in the rows and columns from `from` on. */
function projectRows(
  a: Float64Array,
  rows: number,
  columns: number,
  from: number,
  { h, y, g }: Omit<Step, 'z'>,
): Float64Array {
  const z = new Float64Array(rows)
  const along = dot(y, from, g, from, columns - from)
  for (let row = from; row < rows; row++)
    z[row] = dot(a, row * columns + from, g, from, columns - from) - h[row]! * along
  return z
}

/** U·x for each of the vectors x [count, rows], in place. */
export function applyReflectors({ reflectors }: Bidiagonal, x: Float64Array, count: number, rows: number): void {
  const columns = reflectors.length / rows
  for (let vector = 0; vector < count; vector++) {
    for (let i = columns - 1; i >= 0; i--) {
      const [h, own, length] = [i * rows + i, vector * rows + i, rows - i]
      addScaled(-dot(reflectors, h, x, own, length), reflectors, h, x, own, length)
    }
  }
}
