import { gelu, mean } from '../graph/derived.ts'
import type { Node } from '../graph/node.ts'
import { add, reshape, transpose } from '../graph/primitives.ts'
import { layerNorm } from '../layers/layer-norm.ts'
import { linear, type LinearOptions } from '../layers/linear.ts'
import { patches } from '../layers/patches.ts'
import type { Scope } from '../layers/scope.ts'
import { feedForward } from '../layers/transformer-block.ts'
import { choiceAt, type PerBlock } from './choice-at.ts'

/** Blocks of the layers of one mixer block; `dense` for a dense one. */
export interface MixerChoice {
  readonly tokens: LinearOptions['blocks']
  readonly channels: LinearOptions['blocks']
}

/** MLP-Mixer (Tolstikhin et al. 2021). */
export interface PatchMixerConfig {
  /** Side of a patch in pixels. */
  readonly patchSize: number
  readonly width: number
  readonly depth: number
  /** Hidden width of the layers that mix the patches of an image. */
  readonly tokenHidden: number
  /** Hidden width of the layers that mix the channels of a patch. */
  readonly channelHidden: number
  readonly classes: number
  readonly blocks: PerBlock<MixerChoice>
  /** Blocks of the layer that embeds a patch; by default dense. */
  readonly patchBlocks?: LinearOptions['blocks']
}

/** @returns logits [images, classes] for images [images, channels, height, width] */
export function patchMixer(scope: Scope, images: Node, config: PatchMixerConfig): Node {
  const { patchSize, width, depth, classes, blocks, patchBlocks = 'dense' } = config
  const [count = 0] = images.shape
  let x = linear(scope.in('patches'), patches(images, patchSize), width, { blocks: patchBlocks })
  for (let i = 0; i < depth; i++) x = mixerBlock(scope.in('blocks').in(i), x, count, config, choiceAt(blocks, i))
  const pooled = mean(reshape(layerNorm(scope.in('norm'), x), [width, count, -1]), [2])
  return transpose(linear(scope.in('head'), pooled, classes, { blocks: 'dense' }), [1, 0])
}

/** Mixes the patches of each image channel by channel, then the channels patch by patch: x [width, images·patches]. */
function mixerBlock(scope: Scope, x: Node, images: number, config: PatchMixerConfig, choice: MixerChoice): Node {
  const { tokenHidden, channelHidden } = config
  const mixed = add(
    x,
    acrossPatches(layerNorm(scope.in('norm1'), x), images, (tokens) =>
      feedForward(scope.in('tokens'), tokens, { hidden: tokenHidden, blocks: choice.tokens, activation: gelu }),
    ),
  )
  const normed = layerNorm(scope.in('norm2'), mixed)
  return add(
    mixed,
    feedForward(scope.in('channels'), normed, { hidden: channelHidden, blocks: choice.channels, activation: gelu }),
  )
}

/** Applies a layer to [patches, width·images] in place of [width, images·patches]. */
function acrossPatches(x: Node, images: number, layer: (x: Node) => Node): Node {
  const [width = 0] = x.shape
  const patchesFirst = transpose(reshape(x, [width, images, -1]), [2, 0, 1])
  const [count = 0] = patchesFirst.shape
  const y = reshape(layer(reshape(patchesFirst, [count, width * images])), [count, width, images])
  return reshape(transpose(y, [1, 2, 0]), x.shape)
}
