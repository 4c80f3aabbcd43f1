/** Why an operation on matrices cannot be done. `code` is stable. Widths and shapes that do not fit are a `ShapeError`. */
export abstract class AlgebraError extends Error {
  abstract readonly code: string
}

/** NaN or infinity where only numbers make sense. */
export class NotFiniteError extends AlgebraError {
  override readonly name = 'NotFiniteError'
  readonly code = 'not-finite'

  constructor(operation: string, what: string, index: number, value: number) {
    super(`${operation} expects finite numbers in ${what}, and got ${value} at index ${index}.`)
  }
}

/** A matrix that is not symmetric and positive where only such makes sense. */
export class NotPositiveError extends AlgebraError {
  override readonly name = 'NotPositiveError'
  readonly code = 'not-positive'

  constructor(operation: string, expected: string, came: string) {
    super(`${operation} expects ${expected}, and got ${came}.`)
  }
}

/** A width that has no factorisation of the kind that a transform is built on. */
export class NoGridError extends AlgebraError {
  override readonly name = 'NoGridError'
  readonly code = 'no-grid'

  constructor(operation: string, expected: string, n: number) {
    super(`${operation} expects ${expected}, and got ${n}.`)
  }
}

/** A matrix that the factorisation of products M·M* cannot take apart: it lies outside the theorem's assumptions. */
export class SingularBlockError extends AlgebraError {
  override readonly name = 'SingularBlockError'
  readonly code = 'singular-block'
}

/** A matrix that is no product of a Monarch matrix and a conjugate-transposed one on the grid asked for. */
export class NotAProductError extends AlgebraError {
  override readonly name = 'NotAProductError'
  readonly code = 'not-a-product'
}

/** An iteration that did not settle; seen only with numbers near the limits of float64. */
export class NoConvergenceError extends AlgebraError {
  override readonly name = 'NoConvergenceError'
  readonly code = 'no-convergence'
}
