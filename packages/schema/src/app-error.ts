/**
 * Something a caller may handle, with a stable code. The message is one sentence
 * for the person who met it: what was expected, what came, and the mend.
 */
export class AppError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.name = new.target.name
  }
}
