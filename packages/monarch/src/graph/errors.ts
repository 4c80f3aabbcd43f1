/** Why a graph cannot be built, compiled or run. `code` is stable; the message says what was expected and what came. */
export abstract class EngineError extends Error {
  abstract readonly code: string
}

/** Shapes, types or attributes that an operation does not take. */
export class ShapeError extends EngineError {
  override readonly name = 'ShapeError'
  readonly code = 'shape'

  constructor(operation: string, expected: string, came: string) {
    super(`${operation} expects ${expected}, and got ${came}.`)
  }
}

/** A graph that breaks a rule of its own: never the caller's fault. */
export class InvalidGraphError extends EngineError {
  override readonly name = 'InvalidGraphError'
  readonly code = 'invalid-graph'

  constructor(where: string, what: string) {
    super(`internal: ${where}: ${what}`)
  }
}
