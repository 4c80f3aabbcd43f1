import { transposeLast } from '../graph/derived.ts'
import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { add, constant, matmul, mul, reshape, softmax, sub, transpose } from '../graph/primitives.ts'
import { describeShape, isSameShape } from '../graph/shape.ts'
import { linear, type LinearOptions } from './linear.ts'
import type { Scope } from './scope.ts'

export interface AttentionOptions extends Pick<LinearOptions, 'blocks'> {
  readonly heads: number
  /** Sequences that lie one after the other along the tokens. */
  readonly sequences: number
  /** Each token sees itself and those before it. */
  readonly causal: boolean
  /** [sequences, length] of float32: 1 for a token, 0 for padding, which nobody looks at. */
  readonly keyMask?: Node | undefined
  /** Deviation of the projection that ends in the residual stream. */
  readonly outDeviation?: number
}

/** Self-attention (Vaswani et al. 2017) on x [features, sequences·length]. */
export function attention(scope: Scope, x: Node, options: AttentionOptions): Node {
  const { heads, sequences, blocks, outDeviation } = options
  const [width = 0, tokens = 0] = x.shape
  if (width % heads !== 0 || tokens % sequences !== 0)
    throw new ShapeError(
      'attention',
      `features that ${heads} heads and tokens that ${sequences} sequences divide`,
      `[${width}, ${tokens}]`,
    )
  const length = tokens / sequences
  const headWidth = width / heads
  /** [heads·sequences, headWidth, length] */
  const project = (name: string): Node => {
    const y = linear(scope.in(name), x, width, { blocks })
    const split = transpose(reshape(y, [heads, headWidth, sequences, length]), [0, 2, 1, 3])
    return reshape(split, [heads * sequences, headWidth, length])
  }
  const [query, key, value] = [project('query'), project('key'), project('value')]
  // Rows are queries, columns keys; the scale goes to the smaller of the two places it could.
  const scores = matmul(transposeLast(mul(query, 1 / Math.sqrt(headWidth))), key)
  const weights = softmax(masked(scores, options))
  const mixed = reshape(matmul(value, transposeLast(weights)), [heads, sequences, headWidth, length])
  const joined = reshape(transpose(mixed, [0, 2, 1, 3]), [width, tokens])
  const out = outDeviation === undefined ? {} : { deviation: outDeviation }
  return linear(scope.in('out'), joined, width, { blocks, ...out })
}

/** Far below any score, and far from what float32 cannot hold. */
const hidden = -1e9

/** The scores [heads·sequences, length, length], those of keys that are not to be seen far below the others. */
function masked(scores: Node, { heads, sequences, causal, keyMask }: AttentionOptions): Node {
  const length = scores.shape[2] ?? 0
  const seen = causal ? add(scores, causalMask(length)) : scores
  if (keyMask === undefined) return seen
  if (!isSameShape(keyMask.shape, [sequences, length]))
    throw new ShapeError('attention', `a key mask [${sequences}, ${length}]`, describeShape(keyMask.shape))
  const penalty = reshape(mul(sub(1, keyMask), hidden), [sequences, 1, length])
  return reshape(add(reshape(seen, [heads, sequences, length, length]), penalty), scores.shape)
}

const masks = new Map<number, Node>()

/** [length, length]: nothing where the key is not after the query. One node for each length. */
function causalMask(length: number): Node {
  const known = masks.get(length)
  if (known !== undefined) return known
  const data = new Float32Array(length * length)
  for (let row = 0; row < length; row++) data.fill(hidden, row * length + row + 1, (row + 1) * length)
  const mask = constant(data, [length, length], 'float32')
  masks.set(length, mask)
  return mask
}
