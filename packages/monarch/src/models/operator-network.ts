import { gelu } from '../graph/derived.ts'
import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { add, broadcast, concat, constant, reshape, transpose } from '../graph/primitives.ts'
import { describeShape } from '../graph/shape.ts'
import { linear, type LinearOptions } from '../layers/linear.ts'
import type { Scope } from '../layers/scope.ts'
import { spectralLayer } from '../layers/spectral-layer.ts'
import { choiceAt, type PerBlock } from './choice-at.ts'

/** Blocks of one operator layer's parts; `dense` for one factor. */
export interface OperatorChoice {
  /** Of the layer from each place to itself. */
  readonly pointwise: LinearOptions['blocks']
  /** Of the Fourier transforms: see `SpectralOptions.blocks`, the default of which `root` is. */
  readonly transform: LinearOptions['blocks'] | 'root'
}

/** A Fourier neural operator (Li et al. 2021) on a grid of two dimensions, its transforms made of Monarch factors. */
export interface OperatorNetworkConfig {
  readonly width: number
  readonly depth: number
  /** Wave numbers that are kept along the height, on both sides of 0, and along the width. */
  readonly modes: readonly [height: number, width: number]
  readonly outChannels: number
  /** Hidden width of the last two layers. */
  readonly hidden: number
  readonly blocks: PerBlock<OperatorChoice>
  /** The transforms are learned too, from Fourier's on (Dao et al. 2022, section 5). */
  readonly learnsTransforms?: boolean
}

/** @returns fields [samples, outChannels, height, width] for fields [samples, channels, height, width] */
export function operatorNetwork(scope: Scope, fields: Node, config: OperatorNetworkConfig): Node {
  const [samples = 0, , height = 0, width = 0] = fields.shape
  if (fields.shape.length !== 4)
    throw new ShapeError('operatorNetwork', 'fields [samples, channels, height, width]', describeShape(fields.shape))
  let x = linear(scope.in('lift'), withCoordinates(fields), config.width, { blocks: 'dense' })
  for (let i = 0; i < config.depth; i++) {
    const { pointwise, transform } = choiceAt(config.blocks, i)
    const layer = scope.in('blocks').in(i)
    const spectral = spectralLayer(layer.in('spectral'), x, config.width, {
      samples,
      grid: [height, width],
      modes: config.modes,
      blocks: transform === 'root' ? undefined : transform,
      learnsTransforms: config.learnsTransforms,
    })
    const sum = add(spectral, linear(layer.in('pointwise'), x, config.width, { blocks: pointwise }))
    x = i < config.depth - 1 ? gelu(sum) : sum
  }
  const hidden = gelu(linear(scope.in('project1'), x, config.hidden, { blocks: 'dense' }))
  const y = linear(scope.in('project2'), hidden, config.outChannels, { blocks: 'dense' })
  return transpose(reshape(y, [config.outChannels, samples, height, width]), [1, 0, 2, 3])
}

/** [channels + 2, samples·height·width]: the fields, and where each place is, from 0 to 1. */
function withCoordinates(fields: Node): Node {
  const [samples = 0, channels = 0, height = 0, width = 0] = fields.shape
  const places = Array.from({ length: height * width }, (_, i) => [Math.floor(i / width) / height, (i % width) / width])
  const data = Float32Array.from([...places.map(([row = 0]) => row), ...places.map(([, column = 0]) => column)])
  const coordinates = broadcast(constant(data, [2, 1, height, width], 'float32'), [2, samples, height, width])
  return reshape(concat([transpose(fields, [1, 0, 2, 3]), coordinates], 0), [channels + 2, samples * height * width])
}
