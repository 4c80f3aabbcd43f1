import { EngineError } from '../graph/errors.ts'
import { megabytes } from './megabytes.ts'

/** A model that a backend does not take, or a value of another backend. */
export class BackendError extends EngineError {
  override readonly name = 'BackendError'
  readonly code = 'backend'
}

/** A backend that this machine, or this browser, does not have. */
export class BackendMissingError extends EngineError {
  override readonly name = 'BackendMissingError'
  readonly code = 'backend-missing'

  constructor(backend: string, why: string, cause?: unknown) {
    super(`The backend "${backend}" is not there: ${why}`, { cause })
  }
}

/** A model that does not fit the memory there is; said before anything is started. */
export class OutOfMemoryError extends EngineError {
  override readonly name = 'OutOfMemoryError'
  readonly code = 'out-of-memory'

  constructor(neededBytes: number, availableBytes: number) {
    super(
      `The model needs about ${megabytes(neededBytes)} MB at once, and ${megabytes(availableBytes)} MB are free. Take fewer tokens a step, a smaller model, or more blocks.`,
    )
  }
}
