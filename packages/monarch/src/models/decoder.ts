import { mean } from '../graph/derived.ts'
import type { Node } from '../graph/node.ts'
import { crossEntropy, matmul, transpose } from '../graph/primitives.ts'
import { addPositions, embed, embeddingTable } from '../layers/embedding.ts'
import { layerNorm } from '../layers/layer-norm.ts'
import type { Scope } from '../layers/scope.ts'
import { type BlockChoice, preNormBlock } from '../layers/transformer-block.ts'
import { choiceAt, type PerBlock } from './choice-at.ts'

/** A language model of GPT-2's form (Radford et al. 2019): learned positions, normalisation first, tied embeddings. */
export interface DecoderConfig {
  readonly vocabulary: number
  readonly width: number
  readonly depth: number
  readonly heads: number
  /** Longest sequence. */
  readonly context: number
  readonly blocks: PerBlock<BlockChoice>
}

/** @returns logits [tokens, vocabulary] for ids [sequences·length] */
export function decoder(scope: Scope, ids: Node, sequences: number, config: DecoderConfig): Node {
  const { vocabulary, width, depth, heads, context, blocks } = config
  const table = embeddingTable(scope.in('embedding'), vocabulary, width)
  let x = addPositions(scope, embed(table, ids), sequences, context)
  for (let i = 0; i < depth; i++) {
    x = preNormBlock(scope.in('blocks').in(i), x, {
      heads,
      sequences,
      causal: true,
      blocks: choiceAt(blocks, i),
      hidden: 4 * width,
      residualDeviation: 1 / Math.sqrt(3 * width * 2 * depth),
    })
  }
  return matmul(transpose(layerNorm(scope.in('norm'), x), [1, 0]), transpose(table, [1, 0]))
}

/** Mean cross-entropy in nats of the targets [tokens]. */
export function languageModelLoss(logits: Node, targets: Node): Node {
  return mean(crossEntropy(logits, targets))
}
