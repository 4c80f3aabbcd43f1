import { EngineError } from '../graph/errors.ts'

/** A config that cannot be run; the message names the field, what was expected and what came. */
export class ConfigError extends EngineError {
  override readonly name = 'ConfigError'
  readonly code = 'config'
}

/** NaN or infinity in the loss, the gradients or the weights. Nothing of it was written. */
export class DivergedError extends EngineError {
  override readonly name = 'DivergedError'
  readonly code = 'diverged'
}

/** A checkpoint that is damaged, is none, or belongs to another run. */
export class CheckpointError extends EngineError {
  override readonly name = 'CheckpointError'
  readonly code = 'checkpoint'
}
