import { EngineError } from '../graph/errors.ts'

/** Texts that cannot be read, or too few of them. */
export class DataError extends EngineError {
  override readonly name = 'DataError'
  readonly code = 'data'
}

/** A tokenizer file that is damaged, or none at all. */
export class TokenizerError extends EngineError {
  override readonly name = 'TokenizerError'
  readonly code = 'tokenizer'
}
