import { gelu } from '../graph/derived.ts'
import type { Node } from '../graph/node.ts'
import { broadcast, concat, reshape, slice, transpose } from '../graph/primitives.ts'
import { addPositions } from '../layers/embedding.ts'
import { zeros } from '../layers/initialisers.ts'
import { layerNorm } from '../layers/layer-norm.ts'
import { linear, type LinearOptions } from '../layers/linear.ts'
import { patches } from '../layers/patches.ts'
import type { Scope } from '../layers/scope.ts'
import { type BlockChoice, preNormBlock } from '../layers/transformer-block.ts'
import { choiceAt, type PerBlock } from './choice-at.ts'

/** ViT (Dosovitskiy et al. 2021): patches as tokens, a class token before them, normalisation first. */
export interface VisionTransformerConfig {
  /** Side of a patch in pixels. */
  readonly patchSize: number
  readonly width: number
  readonly depth: number
  readonly heads: number
  readonly classes: number
  readonly blocks: PerBlock<BlockChoice>
  /** Blocks of the layer that embeds a patch; by default dense. */
  readonly patchBlocks?: LinearOptions['blocks']
}

/** @returns logits [images, classes] for images [images, channels, height, width] */
export function visionTransformer(scope: Scope, images: Node, config: VisionTransformerConfig): Node {
  const { patchSize, width, depth, heads, classes, blocks, patchBlocks = 'dense' } = config
  const [sequences = 0] = images.shape
  const embedded = linear(scope.in('patches'), patches(images, patchSize), width, { blocks: patchBlocks })
  const tokens = withClassToken(scope, embedded, sequences)
  const length = (tokens.shape[1] ?? 0) / sequences
  let x = addPositions(scope, tokens, sequences, length)
  for (let i = 0; i < depth; i++) {
    x = preNormBlock(scope.in('blocks').in(i), x, {
      heads,
      sequences,
      causal: false,
      blocks: choiceAt(blocks, i),
      hidden: 4 * width,
      activation: gelu,
    })
  }
  const whole = reshape(x, [width, sequences, length])
  const classTokens = reshape(slice(whole, [0, 0, 0], [width, sequences, 1]), [width, sequences])
  const normed = layerNorm(scope.in('norm'), classTokens)
  return transpose(linear(scope.in('head'), normed, classes, { blocks: 'dense' }), [1, 0])
}

/** One more token before those of each image: x [width, images·patches] to [width, images·(1 + patches)]. */
function withClassToken(scope: Scope, x: Node, images: number): Node {
  const [width = 0] = x.shape
  const token = broadcast(scope.parameter('classToken', [width, 1, 1], zeros), [width, images, 1])
  return reshape(concat([token, reshape(x, [width, images, -1])], 2), [width, -1])
}
