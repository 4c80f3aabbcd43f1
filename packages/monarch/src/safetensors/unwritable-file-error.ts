/** A file that cannot be written, at its beginning or on the way: no right, a full disk. What stood there stands there still. */
export class UnwritableFileError extends Error {
  override readonly name = 'UnwritableFileError'
  readonly code = 'file-unwritable'

  constructor(path: string, why: string, options?: ErrorOptions) {
    super(`${path} cannot be written: ${why}.`, options)
  }
}
