import type { Node } from '../graph/node.ts'
import { matmul, pad, reshape, slice, transpose } from '../graph/primitives.ts'
import { normal } from './initialisers.ts'
import type { Scope } from './scope.ts'

/**
 * The Monarch layer for a few tokens at a time, x [tokens, in] to [tokens, out]: the rows of x meet the factors as
 * they lie, transposed once when the model is made: `w1ᵀ` [k, p, q] and `w2ᵀ` [l, r, s].
 */
export function monarchRow(scope: Scope, x: Node, out: number, blocks: number): Node {
  const [tokens = 0, width = 0] = x.shape
  const p = Math.ceil(width / blocks)
  const s = Math.ceil(out / blocks)
  const q = Math.min(p, s)
  const w1 = scope.parameter('w1ᵀ', [blocks, p, q], normal(1 / Math.sqrt(p)))
  const w2 = scope.parameter('w2ᵀ', [blocks, q, s], normal(1 / Math.sqrt(q)))
  const cut = reshape(pad(x, [0, 0], [0, blocks * p - width]), [tokens, blocks, p])
  const hidden = matmul(transpose(cut, [1, 0, 2]), w1)
  // Hidden unit h = k'·q + q' = r'·l + l': [tokens, r, l] by tokens, block l' first for the second factor.
  const flat = reshape(transpose(hidden, [1, 0, 2]), [tokens, q, blocks])
  const second = matmul(transpose(flat, [2, 0, 1]), w2)
  const whole = reshape(transpose(second, [1, 2, 0]), [tokens, s * blocks])
  return slice(whole, [0, 0], [tokens, out])
}
