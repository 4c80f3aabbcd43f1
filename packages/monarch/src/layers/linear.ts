/**
 * Linear layers behind one interface. Activations are feature-major, [features, tokens]: both factors of a Monarch
 * matrix are then plain batched products, and the permutations between them move whole rows of tokens.
 */
import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { add, matmul, pad, reshape, slice, transpose } from '../graph/primitives.ts'
import { describeShape } from '../graph/shape.ts'
import { normal, zeros } from './initialisers.ts'
import { monarchFactors, usualDeviation } from './monarch-factors.ts'
import type { Scope } from './scope.ts'

export interface LinearOptions {
  /** How many blocks each factor has; `dense` for one matrix. */
  readonly blocks: number | 'dense'
  readonly bias?: boolean
  /** Standard deviation of the (multiplied out) matrix; by default 1/sqrt(3·in), that of PyTorch's nn.Linear. */
  readonly deviation?: number
  /** Learning rates of the two factors as multiples of the run's: wide layers take smaller ones (Qiu et al. 2024). */
  readonly rates?: readonly [first: number, second: number]
}

/** x [in, tokens] to [out, tokens], dense or Monarch as the options say. */
export function linear(scope: Scope, x: Node, out: number, options: LinearOptions): Node {
  const [width, tokens] = x.shape
  if (width === undefined || tokens === undefined || x.shape.length !== 2)
    throw new ShapeError('linear', 'activations [features, tokens]', describeShape(x.shape))
  const deviation = options.deviation ?? usualDeviation(width)
  const y =
    options.blocks === 'dense'
      ? matmul(scope.parameter('weight', [out, width], normal(deviation), { decays: true }), x)
      : monarch(scope, x, out, options.blocks, deviation, options.rates ?? [1, 1])
  if (options.bias === false) return y
  return add(y, scope.parameter('bias', [out, 1], zeros))
}

function monarch(
  scope: Scope,
  x: Node,
  out: number,
  blocks: number,
  deviation: number,
  [firstRate, secondRate]: readonly [number, number],
): Node {
  const { p, q, s, first, second } = monarchFactors('linear', x.shape[0] ?? 0, out, blocks, deviation)
  const w1 = scope.parameter('w1', [blocks, q, p], first, { decays: true, rate: firstRate })
  const w2 = scope.parameter('w2', [blocks, s, q], second, { decays: true, rate: secondRate })
  return monarchProduct(x, w1, w2, out)
}

/**
 * Multiplies x [in, tokens] by the Monarch matrix of the factors w1 [k, q, p] and w2 [l, s, r]:
 * M[s'·l + l', k'·p + p'] = sum over h = k'·q + q' = r'·l + l' of w2[l', s', r'] · w1[k', q', p'].
 * @returns [out, tokens]; `out` at most l·s crops, and x is padded to k·p features.
 */
export function monarchProduct(x: Node, w1: Node, w2: Node, out: number): Node {
  const [width = 0, tokens = 0] = x.shape
  const [k = 0, q = 0, p = 0] = w1.shape
  const [l = 0, s = 0, r = 0] = w2.shape
  if (w1.shape.length !== 3 || w2.shape.length !== 3 || k * q !== l * r || width > k * p || out > l * s)
    throw new ShapeError(
      'monarchProduct',
      `factors [k, q, p] and [l, s, r] with k·q = l·r, k·p at least ${width} and l·s at least ${out}`,
      `${describeShape(w1.shape)} and ${describeShape(w2.shape)}`,
    )
  const whole = pad(x, [0, 0], [k * p - width, 0])
  const hidden = matmul(w1, reshape(whole, [k, p, tokens]))
  // Hidden unit h = r'·l + l' belongs to block l' of the second factor.
  const dealt = transpose(reshape(hidden, [r, l, tokens]), [1, 0, 2])
  const blocksOut = matmul(w2, dealt)
  const gathered = reshape(transpose(blocksOut, [1, 0, 2]), [s * l, tokens])
  return slice(gathered, [0, 0], [out, tokens])
}
