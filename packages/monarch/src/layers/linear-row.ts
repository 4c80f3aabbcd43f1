import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { matmul, pad, reshape, slice, transpose } from '../graph/primitives.ts'
import { describeShape } from '../graph/shape.ts'
import { monarchFactors, usualDeviation } from './monarch-factors.ts'
import type { Scope } from './scope.ts'

/**
 * A Monarch layer for a few tokens at a time, x [tokens, in] to [tokens, out], without a bias: the rows of x meet the
 * factors as they lie. Its parameters `w1ᵀ` [blocks, p, q] and `w2ᵀ` [blocks, q, s] are `w1` and `w2` of `linear` with
 * their last two axes exchanged, p = ⌈in/blocks⌉, s = ⌈out/blocks⌉ and q the smaller one, and begin as those do.
 * @throws {ShapeError} when x is no rows of features, or there are no whole blocks, or more than features.
 */
export function monarchRow(scope: Scope, x: Node, out: number, blocks: number): Node {
  const [tokens, width] = x.shape
  if (tokens === undefined || width === undefined || x.shape.length !== 2)
    throw new ShapeError('monarchRow', 'activations [tokens, features]', describeShape(x.shape))
  const { p, q, s, first, second } = monarchFactors('monarchRow', width, out, blocks, usualDeviation(width))
  const w1 = scope.parameter('w1ᵀ', [blocks, p, q], first, { decays: true })
  const w2 = scope.parameter('w2ᵀ', [blocks, q, s], second, { decays: true })
  const cut = reshape(pad(x, [0, 0], [0, blocks * p - width]), [tokens, blocks, p])
  const hidden = matmul(transpose(cut, [1, 0, 2]), w1)
  // Hidden unit h = k'·q + q' = r'·l + l': [tokens, r, l] by tokens, block l' first for the second factor.
  const flat = reshape(transpose(hidden, [1, 0, 2]), [tokens, q, blocks])
  const blocksOut = matmul(transpose(flat, [2, 0, 1]), w2)
  const whole = reshape(transpose(blocksOut, [1, 2, 0]), [tokens, s * blocks])
  return slice(whole, [0, 0], [tokens, out])
}
