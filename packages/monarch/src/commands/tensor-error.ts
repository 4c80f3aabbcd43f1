/** A tensor of a file that a command cannot do its work on; what is wrong with it is the cause. */
export class TensorError extends Error {
  override readonly name = 'TensorError'
  readonly code = 'tensor'

  constructor(tensor: string, why: string, cause?: unknown) {
    super(`Tensor "${tensor}": ${why}`, { cause })
  }
}
