import { transposeLast } from '../graph/derived.ts'
import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { add, concat, constant, matmul, mul, reshape, slice, softmax, sub, transpose } from '../graph/primitives.ts'
import { describeShape, isSameShape } from '../graph/shape.ts'
import { linear, type LinearOptions } from './linear.ts'
import type { Scope } from './scope.ts'

export interface AttentionOptions extends Pick<LinearOptions, 'blocks'> {
  readonly heads: number
  /** Sequences that lie one after the other along the tokens. */
  readonly sequences: number
  /** Each token sees itself and those before it. */
  readonly causal: boolean
  /** [sequences, length] of float32: 1 for a token, 0 for padding, which nobody looks at. What padding answers means nothing. */
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
  const mixed = reshape(attend(query, key, value, options), [heads, sequences, headWidth, length])
  const joined = reshape(transpose(mixed, [0, 2, 1, 3]), [width, tokens])
  const out = outDeviation === undefined ? {} : { deviation: outDeviation }
  return linear(scope.in('out'), joined, width, { blocks, ...out })
}

/**
 * Queries that are taken together where each sees only the keys before it, and the parts at most: half of the scores
 * need not be computed, and eight parts spare seven eighths of that half.
 */
const [queriesTogether, mostParts] = [256, 8]

/** Query, key and value [heads·sequences, headWidth, length] to the values mixed by the weights, of the same shape. */
function attend(query: Node, key: Node, value: Node, options: AttentionOptions): Node {
  const [batch = 0, headWidth = 0, length = 0] = query.shape
  const columns = (x: Node, from: number, to: number): Node => slice(x, [0, 0, from], [batch, headWidth, to])
  // The scale goes to the smaller of the two places it could.
  const scaled = mul(query, 1 / Math.sqrt(headWidth))
  const penalty = paddingPenalty(options, length)
  const parts = options.causal ? Math.min(mostParts, Math.max(1, Math.ceil(length / queriesTogether))) : 1
  const mixed = Array.from({ length: parts }, (_, part) => {
    const [from, to] = [part, part + 1].map((each) => Math.floor((each * length) / parts)) as [number, number]
    // Rows are queries, columns keys.
    const scores = matmul(transposeLast(columns(scaled, from, to)), columns(key, 0, to))
    const weights = softmax(masked(scores, options, penalty))
    return matmul(columns(value, 0, to), transposeLast(weights))
  })
  return concat(mixed, 2)
}

/** Far below any score, and far from what float32 cannot hold. */
const hidden = -1e9

/** [sequences, 1, length]: what is added to the scores of keys that are padding. */
function paddingPenalty({ sequences, keyMask }: AttentionOptions, length: number): Node | undefined {
  if (keyMask === undefined) return undefined
  if (!isSameShape(keyMask.shape, [sequences, length]))
    throw new ShapeError('attention', `a key mask [${sequences}, ${length}]`, describeShape(keyMask.shape))
  return reshape(mul(sub(1, keyMask), hidden), [sequences, 1, length])
}

/**
 * The scores [heads·sequences, queries, keys], those of keys that are not to be seen far below the others. The queries
 * are the last tokens of those that the keys are the first of.
 */
function masked(scores: Node, { heads, sequences, causal }: AttentionOptions, penalty: Node | undefined): Node {
  const [, queries = 0, keys = 0] = scores.shape
  const seen = causal ? add(scores, causalMask(queries, keys)) : scores
  if (penalty === undefined) return seen
  const split = reshape(seen, [heads, sequences, queries, keys])
  return reshape(add(split, slice(penalty, [0, 0, 0], [sequences, 1, keys])), scores.shape)
}

const masks = new Map<string, Node>()

/** [queries, keys]: nothing where the key is not after the query; both end with the same token. One node for each size. */
function causalMask(queries: number, keys: number): Node {
  const name = `${queries} ${keys}`
  const known = masks.get(name)
  if (known !== undefined) return known
  const data = new Float32Array(queries * keys)
  const before = keys - queries
  for (let row = 0; row < queries; row++) data.fill(hidden, row * keys + before + row + 1, (row + 1) * keys)
  const mask = constant(data, [queries, keys], 'float32')
  masks.set(name, mask)
  return mask
}
