/**
 * Numbers are real, a Float64Array, or complex, a pair of them. What is written here once serves both: a product with
 * complex arguments is four products of their real and imaginary parts, so every operation needs its real kernel only.
 */
import { NotFiniteError } from './algebra-errors.ts'

export interface ComplexArray {
  readonly re: Float64Array
  readonly im: Float64Array
}

export type NumberArray = Float64Array | ComplexArray

export function isComplexArray(values: NumberArray): values is ComplexArray {
  return !(values instanceof Float64Array)
}

export function complexArray(length: number): ComplexArray {
  return { re: new Float64Array(length), im: new Float64Array(length) }
}

/** A copy; real numbers get imaginary parts of zero. */
export function toComplexArray(values: NumberArray): ComplexArray {
  return isComplexArray(values)
    ? { re: values.re.slice(), im: values.im.slice() }
    : { re: values.slice(), im: new Float64Array(values.length) }
}

export function lengthOf(values: NumberArray): number {
  return isComplexArray(values) ? values.re.length : values.length
}

/** Zeros, complex where `like` is. */
export function zerosOfKind<A extends NumberArray>(like: A, length: number): A {
  return (isComplexArray(like) ? complexArray(length) : new Float64Array(length)) as A
}

/** The real and, where there is one, the imaginary plane. */
export function planesOf(values: NumberArray): readonly [re: Float64Array, ...im: Float64Array[]] {
  return isComplexArray(values) ? [values.re, values.im] : [values]
}

/** What is done to both planes alike. */
export function mapPlanes<A extends NumberArray>(values: A, map: (plane: Float64Array) => Float64Array): A {
  return (isComplexArray(values) ? { re: map(values.re), im: map(values.im) } : map(values)) as A
}

export function conjugateArray<A extends NumberArray>(values: A): A {
  return (isComplexArray(values) ? { re: values.re.slice(), im: values.im.map((x) => -x) } : values.slice()) as A
}

/** Adds `sign` times a product of w and x, linear in each, to y. */
export type Kernel = (w: Float64Array, x: Float64Array, y: Float64Array, sign: 1 | -1) => void

/**
 * Adds the kernel's product of w and x to y, w conjugated first if asked. All three are real or all three complex.
 * (a + bi)·(c + di) = (ac - bd) + (ad + bc)i.
 */
export function addProduct<A extends NumberArray>(kernel: Kernel, w: A, x: A, y: A, conjugated = false): void {
  if (isComplexArray(w) && isComplexArray(x) && isComplexArray(y)) {
    kernel(w.re, x.re, y.re, 1)
    kernel(w.im, x.im, y.re, conjugated ? 1 : -1)
    kernel(w.re, x.im, y.im, 1)
    kernel(w.im, x.re, y.im, conjugated ? -1 : 1)
  } else if (!isComplexArray(w) && !isComplexArray(x) && !isComplexArray(y)) {
    kernel(w, x, y, 1)
  } else throw new TypeError('internal: addProduct got real and complex numbers at once')
}

/** Entry by entry. */
export function multiplyEntries<A extends NumberArray>(a: A, b: A): A {
  const product = zerosOfKind(a, lengthOf(a))
  addProduct(
    (w, x, y, sign) => {
      for (let i = 0; i < y.length; i++) y[i]! += sign * w[i]! * x[i]!
    },
    a,
    b,
    product,
  )
  return product
}

/** Sum of squared absolute values. */
export function squaredNorm(values: NumberArray): number {
  let sum = 0
  for (const plane of planesOf(values)) for (let i = 0; i < plane.length; i++) sum += plane[i]! * plane[i]!
  return sum
}

/** @throws {NotFiniteError} naming the first place of NaN or infinity. */
export function assertFinite(operation: string, what: string, values: NumberArray): void {
  for (const plane of planesOf(values)) {
    const index = plane.findIndex((value) => !Number.isFinite(value))
    if (index >= 0) throw new NotFiniteError(operation, what, index, plane[index]!)
  }
}
