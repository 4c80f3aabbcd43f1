/** What is wrong with a safetensors file; stable, for programs that tell the causes apart. */
export type SafetensorsFault =
  | 'safetensors-truncated'
  | 'safetensors-header-too-large'
  | 'safetensors-header-invalid'
  | 'safetensors-duplicate-key'
  | 'safetensors-metadata-invalid'
  | 'safetensors-entry-invalid'
  | 'safetensors-dtype-unknown'
  | 'safetensors-shape-invalid'
  | 'safetensors-offsets-invalid'
  | 'safetensors-byte-count-wrong'
  | 'safetensors-tensor-missing'
  | 'safetensors-unreadable'

/** A file that cannot be read, is no valid safetensors file, or lacks a tensor asked of it; the message says where and what was expected. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError'
  readonly code: SafetensorsFault

  constructor(code: SafetensorsFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
