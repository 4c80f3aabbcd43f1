import { ShapeError } from '../graph/errors.ts'
import { assertMonarchShape, type MonarchShape } from './monarch-shape.ts'
import {
  assertFinite,
  type ComplexArray,
  conjugateArray,
  lengthOf,
  mapPlanes,
  multiplyEntries,
  type NumberArray,
  toComplexArray,
} from './numbers.ts'

/** A Monarch matrix: its shape and both factors, row-major; see `MonarchShape` for their index order. */
export interface MonarchMatrix<A extends NumberArray = Float64Array> extends MonarchShape {
  /** [k, q, p] */
  readonly w1: A
  /** [l, s, r] */
  readonly w2: A
}

export type ComplexMonarchMatrix = MonarchMatrix<ComplexArray>

/**
 * A Monarch matrix of these factors, which it keeps without a copy.
 * @throws {ShapeError} for sizes that do not fit; {NotFiniteError} for NaN or infinity.
 */
export function createMonarch<A extends NumberArray>(shape: MonarchShape, w1: A, w2: A): MonarchMatrix<A> {
  assertMonarchShape('createMonarch', shape)
  const { inWidth, outWidth, k, q, p, l, s, r } = shape
  assertLength(`w1 [${k}, ${q}, ${p}]`, k * q * p, w1)
  assertLength(`w2 [${l}, ${s}, ${r}]`, l * s * r, w2)
  assertFinite('createMonarch', 'w1', w1)
  assertFinite('createMonarch', 'w2', w2)
  return { inWidth, outWidth, k, q, p, l, s, r, w1, w2 }
}

function assertLength(what: string, length: number, values: NumberArray): void {
  if (lengthOf(values) !== length)
    throw new ShapeError('createMonarch', `${length} numbers in ${what}`, `${lengthOf(values)}`)
}

export function toComplexMonarch(matrix: MonarchMatrix<NumberArray>): ComplexMonarchMatrix {
  return { ...matrix, w1: toComplexArray(matrix.w1), w2: toComplexArray(matrix.w2) }
}

/** Every entry conjugated, nothing transposed. */
export function conjugateMonarch<A extends NumberArray>(matrix: MonarchMatrix<A>): MonarchMatrix<A> {
  return { ...matrix, w1: conjugateArray(matrix.w1), w2: conjugateArray(matrix.w2) }
}

/** M · diag(scale), itself a Monarch matrix: column k'·p + p' of M is scaled through column p' of block k' of w1. */
export function scaleInputs<A extends NumberArray>(matrix: MonarchMatrix<A>, scale: A): MonarchMatrix<A> {
  const { k, q, p, inWidth } = matrix
  assertScale('scaleInputs', inWidth, scale)
  const spread = gatherOrZero(scale, k * q * p, (i) => Math.floor(i / (q * p)) * p + (i % p))
  return { ...matrix, w1: multiplyEntries(matrix.w1, spread) }
}

/** diag(scale) · M, itself a Monarch matrix: row s'·l + l' of M is scaled through row s' of block l' of w2. */
export function scaleOutputs<A extends NumberArray>(matrix: MonarchMatrix<A>, scale: A): MonarchMatrix<A> {
  const { l, s, r, outWidth } = matrix
  assertScale('scaleOutputs', outWidth, scale)
  const spread = gatherOrZero(scale, l * s * r, (i) => (Math.floor(i / r) % s) * l + Math.floor(i / (s * r)))
  return { ...matrix, w2: multiplyEntries(matrix.w2, spread) }
}

function assertScale(operation: string, width: number, scale: NumberArray): void {
  if (lengthOf(scale) !== width) throw new ShapeError(operation, `${width} numbers`, `${lengthOf(scale)}`)
  assertFinite(operation, 'the diagonal', scale)
}

/** values[index(i)] for every i below the length; what lies in the padding is zero. */
function gatherOrZero<A extends NumberArray>(values: A, length: number, index: (i: number) => number): A {
  return mapPlanes(values, (plane) => new Float64Array(length).map((_, i) => plane[index(i)] ?? 0))
}
