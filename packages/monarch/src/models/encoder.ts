import { gelu } from '../graph/derived.ts'
import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { div, maximum, mul, reshape, sum, transpose } from '../graph/primitives.ts'
import { describeShape, sizeOf } from '../graph/shape.ts'
import { addPositions, embed, embeddingTable } from '../layers/embedding.ts'
import { layerNorm } from '../layers/layer-norm.ts'
import type { Scope } from '../layers/scope.ts'
import { type BlockChoice, postNormBlock } from '../layers/transformer-block.ts'
import { choiceAt, type PerBlock } from './choice-at.ts'

/** An encoder of BERT's form (Devlin et al. 2019) without segments: learned positions, normalisation last, exact GELU. */
export interface EncoderConfig {
  readonly vocabulary: number
  readonly width: number
  readonly depth: number
  readonly heads: number
  /** Longest sequence. */
  readonly context: number
  readonly blocks: PerBlock<BlockChoice>
}

/**
 * @param ids [sequences·length] of int32
 * @param mask [sequences, length] of float32: 1 for a token, 0 for padding
 * @returns [width, sequences·length]
 */
export function encoder(scope: Scope, ids: Node, mask: Node, config: EncoderConfig): Node {
  const { vocabulary, width, depth, heads, context, blocks } = config
  const [sequences = 0] = mask.shape
  if (mask.shape.length !== 2 || sizeOf(mask.shape) !== sizeOf(ids.shape))
    throw new ShapeError(
      'encoder',
      'ids [sequences·length] and a mask [sequences, length]',
      `${describeShape(ids.shape)} and ${describeShape(mask.shape)}`,
    )
  const table = embeddingTable(scope.in('embedding'), vocabulary, width)
  let x = layerNorm(scope.in('norm'), addPositions(scope, embed(table, ids), sequences, context))
  for (let i = 0; i < depth; i++) {
    x = postNormBlock(scope.in('blocks').in(i), x, {
      heads,
      sequences,
      causal: false,
      keyMask: mask,
      blocks: choiceAt(blocks, i),
      hidden: 4 * width,
      activation: gelu,
    })
  }
  return x
}

/**
 * The mean of the tokens that are no padding (Reimers and Gurevych 2019); zeros where there is none.
 * @param x [width, sequences·length]
 * @param mask [sequences, length]
 * @returns [sequences, width]
 */
export function meanPooling(x: Node, mask: Node): Node {
  const [sequences = 0, length = 0] = mask.shape
  const kept = mul(reshape(x, [-1, sequences, length]), mask)
  return transpose(div(sum(kept, [2]), maximum(sum(mask, [1]), 1)), [1, 0])
}

/** Embeddings [sequences, width] of whole sequences. */
export function sentenceEmbeddings(scope: Scope, ids: Node, mask: Node, config: EncoderConfig): Node {
  return meanPooling(encoder(scope, ids, mask, config), mask)
}
