import { ShapeError } from '../graph/errors.ts'
import { type Initialiser, orthogonal } from './initialisers.ts'

/** The factors of a layer with `blocks` blocks, w1 [blocks, q, p] and w2 [blocks, s, q], and how they begin. */
export interface MonarchFactors {
  readonly p: number
  readonly q: number
  readonly s: number
  readonly first: Initialiser
  readonly second: Initialiser
}

/**
 * Sizes for a layer of `width` to `out` features: see MonarchShape of the algebra for the index order.
 * @param deviation standard deviation of the (multiplied out) matrix
 * @throws {ShapeError} when there are no whole blocks, or more than features.
 */
export function monarchFactors(
  operation: string,
  width: number,
  out: number,
  blocks: number,
  deviation: number,
): MonarchFactors {
  if (!Number.isInteger(blocks) || blocks < 1 || blocks > Math.min(width, out))
    throw new ShapeError(operation, `1 to ${Math.min(width, out)} blocks for ${width} by ${out} features`, `${blocks}`)
  const p = Math.ceil(width / blocks)
  const s = Math.ceil(out / blocks)
  const q = Math.min(p, s)
  // Each entry of the product is a sum of rank = q / blocks terms w2·w1 (MONARCH: |{q' : (k'·q + q') mod l = l'}|):
  // variance(M) = rank · variance(w1) · variance(w2). The first factor keeps the variance of what it is given.
  const rank = q / blocks
  return {
    p,
    q,
    s,
    first: orthogonal(q, p, 1 / Math.sqrt(p)),
    second: orthogonal(s, q, (deviation * Math.sqrt(p)) / Math.sqrt(rank)),
  }
}

/** The deviation of PyTorch's nn.Linear. */
export function usualDeviation(width: number): number {
  return 1 / Math.sqrt(3 * width)
}
