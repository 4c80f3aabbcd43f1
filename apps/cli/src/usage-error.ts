import { AppError } from '@bzpeer/schema'

/** The command was called wrongly; the message says how it is meant. */
export class UsageError extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('usage', message, options)
  }
}
