import { ShapeError } from '../graph/errors.ts'
import { NotPositiveError } from './algebra-errors.ts'
import { type DenseMatrix, denseOfMonarch, transposeRowMajor as transposed } from './dense-matrix.ts'
import { createMonarch, type MonarchMatrix } from './monarch-matrix.ts'
import { hiddenUnitsBetween, type MonarchShape } from './monarch-shape.ts'
import { assertFinite, squaredNorm } from './numbers.ts'
import { damp, SymmetricSystem } from './symmetric-system.ts'
import { addScaled, dot, rowProducts } from './vector-kernels.ts'

export interface Fit {
  readonly matrix: MonarchMatrix
  /** Root of the mean squared error of the outputs, as a part of that of the outputs themselves, for the inputs as they are. */
  readonly relativeError: number
}

/** What is added to the diagonals of systems, as a part of their mean: inputs may lie in fewer directions than there are. */
const damping = { inputs: 1e-4, factors: 1e-9 }
/** Of second moments, as a part of their largest: what float32 leaves. */
const asymmetry = 1e-4

/**
 * The Monarch matrix M, near a given one, whose outputs for typical inputs are nearest to those of a dense W: it lowers
 * E‖(W - M)·x‖² = tr((W - M)·C·(W - M)ᵀ), where the projection in Frobenius norm takes all directions of x for equally
 * likely. Alternating least squares: with w1 held, every block of w2 is a regression on its hidden units; with w2 held, so
 * is, one after the other, what each block of w1 gives to it. No step raises the error of inputs to which a little of
 * every direction was added, which keeps the systems solvable.
 * @param start to begin with, as from `projectToMonarch`
 * @param inputs C = E[x·xᵀ], [in, in]
 * @param sweeps over both factors
 * @throws {ShapeError} when widths differ; {NotFiniteError} for NaN or infinity; {NotPositiveError} for second moments
 *   that no inputs have.
 */
export function fitToInputs(dense: DenseMatrix, start: MonarchMatrix, inputs: DenseMatrix, sweeps = 3): Fit {
  const { inWidth, outWidth } = start
  assertSize('a matrix', outWidth, inWidth, dense)
  assertSize('second moments', inWidth, inWidth, inputs)
  assertFinite('fitToInputs', 'the matrix', dense.data)
  assertFinite('fitToInputs', 'the second moments', inputs.data)
  assertMoments(inputs)
  if (!Number.isSafeInteger(sweeps) || sweeps < 0)
    throw new ShapeError('fitToInputs', 'a whole number of sweeps from 0 on', `${sweeps}`)
  const fitting = new Fitting(dense, start, inputs)
  fitting.fitSecond()
  for (let sweep = 0; sweep < sweeps; sweep++) {
    fitting.fitFirst()
    fitting.fitSecond()
  }
  return fitting.finish()
}

function assertSize(what: string, rows: number, columns: number, matrix: DenseMatrix): void {
  if (matrix.rows !== rows || matrix.columns !== columns)
    throw new ShapeError('fitToInputs', `${what} [${rows}, ${columns}]`, `[${matrix.rows}, ${matrix.columns}]`)
}

/** Every pair of inputs: as much as can be seen without taking the matrix apart. `SymmetricSystem` sees the rest. */
function assertMoments({ rows: width, data }: DenseMatrix): void {
  const squares = Array.from({ length: width }, (_, i) => data[i * width + i]!)
  const slack = asymmetry * squares.reduce((largest, square) => Math.max(largest, Math.abs(square)), 0)
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      const [one, other] = [data[i * width + j]!, data[j * width + i]!]
      const most = Math.sqrt(Math.max(0, squares[i]!) * Math.max(0, squares[j]!))
      if (Math.abs(one - other) > slack || Math.abs(one) > most + slack)
        throw new NotPositiveError(
          'fitToInputs',
          'second moments E[x·xᵀ], symmetric and without a negative direction',
          `${one} at [${i}, ${j}] and ${other} at [${j}, ${i}], beside ${squares[i]} and ${squares[j]} on the diagonal`,
        )
    }
}

/** All widths padded to whole blocks: `width` = k·p inputs, l·s outputs. */
class Fitting {
  readonly #shape: MonarchShape
  readonly #width: number
  readonly #w1: Float64Array
  readonly #w2: Float64Array
  /** C of the columns of each block of inputs, [width, p]. */
  readonly #momentsOf: readonly Float64Array[]
  readonly #systems: readonly SymmetricSystem[]
  /** W, [l·s, width]. */
  readonly #dense: Float64Array
  /** W·C, [l·s, width]. */
  readonly #target: Float64Array
  /** What C was damped with. */
  readonly #added: number
  /** tr(W·C·Wᵀ) */
  readonly #whole: number
  /** Row h: what the hidden unit has in common with each input, w1[h]·C, [k·q, width]. */
  readonly #hidden: Float64Array
  /** 2·tr(W·C·Mᵀ) - tr(M·C·Mᵀ). */
  #explained = 0

  constructor(dense: DenseMatrix, start: MonarchMatrix, inputs: DenseMatrix) {
    const { w1, w2, ...shape } = start
    const { k, q, p, l, s } = shape
    this.#shape = shape
    this.#width = k * p
    this.#w1 = w1.slice()
    this.#w2 = w2.slice()
    this.#added = dampingOf(inputs, this.#width)
    this.#momentsOf = Array.from({ length: k }, (_, block) => {
      return dampedColumns(inputs, this.#added, this.#width, block * p, p)
    })
    this.#systems = this.#momentsOf.map(
      (columns, block) => new SymmetricSystem(columns.slice(block * p * p, (block + 1) * p * p), p),
    )
    this.#dense = padded(dense, l * s, this.#width)
    const { rows, columns } = dense
    const target = { rows, columns, data: new Float64Array(rows * columns) }
    rowProducts(rows, columns, columns)(dense.data, inputs.data, target.data, 1)
    this.#target = padded(target, l * s, this.#width)
    addScaled(this.#added, this.#dense, 0, this.#target, 0, this.#target.length)
    this.#whole = dot(this.#dense, 0, this.#target, 0, this.#target.length)
    this.#hidden = new Float64Array(k * q * this.#width)
    for (let block = 0; block < k; block++) this.#meetInputs(unitsFrom(block * q, q), block)
  }

  /** Each block l' of w2: w2·N = B for N = G·C·Gᵀ and B = W·C·Gᵀ, where G are the rows of w1 of its hidden units. */
  fitSecond(): void {
    const { q, p, l, s, r } = this.#shape
    this.#explained = 0
    for (let block = 0; block < l; block++) {
      const unit = (index: number): number => index * l + block
      const common = (values: Float64Array, row: number, h: number): number =>
        dot(values, row * this.#width + Math.floor(h / q) * p, this.#w1, h * p, p)
      const gram = tabulate(r, r, (i, j) => common(this.#hidden, unit(i), unit(j)))
      const added = damp(gram, r, damping.factors)
      const wanted = tabulate(s, r, (i, j) => common(this.#target, i * l + block, unit(j)))
      const solved = new SymmetricSystem(gram, r).solveRows(wanted)
      this.#w2.set(solved, block * s * r)
      this.#explained += dot(solved, 0, wanted, 0, solved.length) + added * squaredNorm(solved)
    }
  }

  /** What the hidden units between k' and l' are left to explain, A its columns of w2: (AᵀA)·G·C[k', k'] = Aᵀ·(W - the rest)·C. */
  fitFirst(): void {
    const { k, l, p, s, r } = this.#shape
    for (let second = 0; second < l; second++)
      for (let first = 0; first < k; first++) {
        const units = hiddenUnitsBetween(this.#shape, first, second)
        if (units.length === 0) continue
        const columns = transposed(this.#w2.subarray(second * s * r, (second + 1) * s * r), s, r)
        const columnOf = (h: number): number => Math.floor(h / l) * s
        const others = unitsFrom(second, r, l).filter((h) => !units.includes(h))
        const left = new Float64Array(units.length * p)
        for (const [i, h] of units.entries()) {
          const add = (scale: number, values: Float64Array, row: number): void =>
            addScaled(scale, values, row * this.#width + first * p, left, i * p, p)
          for (let j = 0; j < s; j++) add(columns[columnOf(h) + j]!, this.#target, j * l + second)
          for (const other of others) add(-dot(columns, columnOf(h), columns, columnOf(other), s), this.#hidden, other)
        }
        const gram = tabulate(units.length, units.length, (i, j) =>
          dot(columns, columnOf(units[i]!), columns, columnOf(units[j]!), s),
        )
        damp(gram, units.length, damping.factors)
        const byUnit = new SymmetricSystem(gram, units.length).solveRows(transposed(left, units.length, p))
        const rows = this.#systems[first]!.solveRows(transposed(byUnit, p, units.length))
        for (const [i, h] of units.entries()) this.#w1.set(rows.subarray(i * p, (i + 1) * p), h * p)
        this.#meetInputs(units, first)
      }
  }

  /** Both factors' parts of each hidden unit get the same norm, as in a projection. */
  finish(): Fit {
    const { k, q, p, l, s, r } = this.#shape
    for (let h = 0; h < k * q; h++) {
      const row = this.#w1.subarray(h * p, (h + 1) * p)
      const at = (i: number): number => ((h % l) * s + i) * r + Math.floor(h / l)
      let squares = 0
      for (let i = 0; i < s; i++) squares += this.#w2[at(i)]! ** 2
      const ratio = Math.sqrt(Math.sqrt(squares) / Math.sqrt(dot(row, 0, row, 0, p)))
      if (!Number.isFinite(ratio) || ratio === 0) continue
      for (let i = 0; i < p; i++) row[i]! *= ratio
      for (let i = 0; i < s; i++) this.#w2[at(i)]! /= ratio
    }
    return { matrix: createMonarch(this.#shape, this.#w1, this.#w2), relativeError: this.#relativeError() }
  }

  /** Damping added its part of |W - M|² to the error, and of |W|² to the whole. */
  #relativeError(): number {
    const { l, s } = this.#shape
    const shape = { ...this.#shape, inWidth: this.#width, outWidth: l * s }
    const { data } = denseOfMonarch(createMonarch(shape, this.#w1, this.#w2))
    addScaled(-1, this.#dense, 0, data, 0, data.length)
    const whole = this.#whole - this.#added * squaredNorm(this.#dense)
    const left = this.#whole - this.#explained - this.#added * squaredNorm(data)
    return whole <= 0 ? 0 : Math.sqrt(Math.max(0, left) / whole)
  }

  /** The rows of `#hidden` of units that belong to one block of w1. */
  #meetInputs(units: readonly number[], block: number): void {
    const { p } = this.#shape
    const rows = new Float64Array(units.length * p)
    for (const [i, h] of units.entries()) rows.set(this.#w1.subarray(h * p, (h + 1) * p), i * p)
    const met = new Float64Array(units.length * this.#width)
    rowProducts(units.length, this.#width, p)(rows, this.#momentsOf[block]!, met, 1)
    for (const [i, h] of units.entries())
      this.#hidden.set(met.subarray(i * this.#width, (i + 1) * this.#width), h * this.#width)
  }
}

function unitsFrom(start: number, count: number, step = 1): number[] {
  return Array.from({ length: count }, (_, i) => start + i * step)
}

function tabulate(rows: number, columns: number, entry: (row: number, column: number) => number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, i) => entry(Math.floor(i / columns), i % columns))
}

/** With zeros after its rows and columns. */
function padded({ rows, columns, data }: DenseMatrix, toRows: number, toColumns: number): Float64Array {
  const whole = new Float64Array(toRows * toColumns)
  for (let row = 0; row < rows; row++) whole.set(data.subarray(row * columns, (row + 1) * columns), row * toColumns)
  return whole
}

/** A part of the mean of the diagonal, padded to a width; 1 where all of it is zero. */
function dampingOf({ rows, data }: DenseMatrix, width: number): number {
  let sum = 0
  for (let i = 0; i < rows; i++) sum += data[i * rows + i]!
  return (damping.inputs * sum) / width || 1
}

/** `count` columns of C padded to a width, `added` on its diagonal: [width, count]. */
function dampedColumns(
  { rows, data }: DenseMatrix,
  added: number,
  width: number,
  start: number,
  count: number,
): Float64Array {
  const cut = new Float64Array(width * count)
  const end = Math.min(start + count, rows)
  for (let row = 0; row < rows; row++) cut.set(data.subarray(row * rows + start, row * rows + end), row * count)
  for (let i = 0; i < count; i++) cut[(start + i) * count + i]! += added
  return cut
}
