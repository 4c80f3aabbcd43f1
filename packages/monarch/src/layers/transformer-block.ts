import type { Node } from '../graph/node.ts'
import { add, geluTanh } from '../graph/primitives.ts'
import { attention, type AttentionOptions } from './attention.ts'
import { layerNorm } from './layer-norm.ts'
import { linear, type LinearOptions } from './linear.ts'
import type { Scope } from './scope.ts'

/** Blocks of the layers of one transformer block; `dense` for a dense one. */
export interface BlockChoice {
  readonly attention: LinearOptions['blocks']
  readonly feedForward: LinearOptions['blocks']
}

export interface TransformerOptions extends Pick<AttentionOptions, 'heads' | 'sequences' | 'causal' | 'keyMask'> {
  readonly blocks: BlockChoice
  readonly hidden: number
  /** Deviation of what is added to the residual stream; GPT-2 divides it by the root of twice the depth. */
  readonly residualDeviation?: number
  readonly activation?: (x: Node) => Node
}

/** Attention and a feed-forward layer, each normalised before and added to what came (GPT-2's order). */
export function preNormBlock(scope: Scope, x: Node, options: TransformerOptions): Node {
  const attended = add(x, attend(scope, layerNorm(scope.in('norm1'), x), options))
  return add(attended, transform(scope, layerNorm(scope.in('norm2'), attended), options))
}

/** The same, each normalised after it is added (BERT's order). */
export function postNormBlock(scope: Scope, x: Node, options: TransformerOptions): Node {
  const attended = layerNorm(scope.in('norm1'), add(x, attend(scope, x, options)))
  return layerNorm(scope.in('norm2'), add(attended, transform(scope, attended, options)))
}

function attend(scope: Scope, x: Node, options: TransformerOptions): Node {
  const { heads, sequences, causal, keyMask, blocks, residualDeviation } = options
  return attention(scope.in('attention'), x, {
    heads,
    sequences,
    causal,
    keyMask,
    blocks: blocks.attention,
    ...(residualDeviation === undefined ? {} : { outDeviation: residualDeviation }),
  })
}

function transform(scope: Scope, x: Node, options: TransformerOptions): Node {
  return feedForward(scope, x, { ...options, blocks: options.blocks.feedForward })
}

export interface FeedForwardOptions extends Pick<TransformerOptions, 'hidden' | 'residualDeviation' | 'activation'> {
  readonly blocks: LinearOptions['blocks']
}

/** Two linear layers with an activation between: GELU by tanh unless another is given. */
export function feedForward(
  scope: Scope,
  x: Node,
  { hidden, blocks, residualDeviation, activation = geluTanh }: FeedForwardOptions,
): Node {
  const width = x.shape[0] ?? 0
  const wide = activation(linear(scope.in('up'), x, hidden, { blocks }))
  return linear(scope.in('down'), wide, width, {
    blocks,
    ...(residualDeviation === undefined ? {} : { deviation: residualDeviation }),
  })
}
