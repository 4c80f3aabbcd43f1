import { type Complex, complexMatmul } from '../graph/derived.ts'
import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { reshape, transpose } from '../graph/primitives.ts'
import { describeShape } from '../graph/shape.ts'
import { normal } from './initialisers.ts'
import type { LinearOptions } from './linear.ts'
import { LowModes } from './low-modes.ts'
import { constantFactor, learnedFactor, onParts } from './monarch-dft.ts'
import type { Scope } from './scope.ts'

export interface SpectralOptions {
  readonly samples: number
  readonly grid: readonly [height: number, width: number]
  /** Wave numbers that are kept: -modes to modes - 1 along the height, 0 to modes - 1 along the width. */
  readonly modes: readonly [height: number, width: number]
  /** Blocks of the transforms' first factors, which divide both sides of the grid; by default about their roots. */
  readonly blocks?: LinearOptions['blocks'] | undefined
  /** The transforms are parameters too, which begin as Fourier's. By default they are constants. */
  readonly learnsTransforms?: boolean | undefined
}

/**
 * Fourier layer (Li et al. 2021) without FFT: multiplies each low wave number of fields by a learned matrix.
 * @param x [channels, samples·height·width]
 * @returns [out, samples·height·width]
 */
export function spectralLayer(scope: Scope, x: Node, out: number, options: SpectralOptions): Node {
  const { samples, grid, modes, blocks } = options
  const [height, width] = grid
  const [channels = 0, places] = x.shape
  if (x.shape.length !== 2 || places !== samples * height * width)
    throw new ShapeError('spectralLayer', `x [channels, ${samples * height * width}]`, describeShape(x.shape))
  const factor = (name: string) =>
    options.learnsTransforms === true ? learnedFactor(scope.in('transform').in(name)) : constantFactor
  const alongWidth = LowModes.ofReal(width, modes[1], blocks, factor('width'))
  const alongHeight = LowModes.ofComplex(height, modes[0], blocks, factor('height'))
  const columns = transpose(reshape(x, [channels, samples, height, width]), [3, 2, 0, 1])
  const rows = turned(alongWidth.forward({ re: columns }), alongWidth.count, height)
  const mixed = mixChannels(scope, alongHeight.forward(rows), [alongHeight.count * alongWidth.count, out, channels])
  const back = turned(alongHeight.inverse(mixed), height, alongWidth.count)
  const y = reshape(alongWidth.realInverse(back), [width, height, out, samples])
  return reshape(transpose(y, [2, 3, 1, 0]), [out, samples * height * width])
}

/** [a·b·rest] as [b, a, rest] in place of [a, b, rest] */
function turned(x: Complex, a: number, b: number): Complex {
  return onParts(x, (part) => transpose(reshape(part, [a, b, -1]), [1, 0, 2]))
}

/** The channels of each wave number by a complex matrix of its own. */
function mixChannels(
  scope: Scope,
  x: Complex,
  shape: readonly [modes: number, out: number, channels: number],
): Complex {
  const [modes, , channels] = shape
  const [alongHeight = 0] = x.re.shape
  // Each of the two parts brings half of the variance.
  const initialise = normal(1 / Math.sqrt(2 * channels))
  const weight = {
    re: scope.parameter('weight.re', shape, initialise, { decays: true }),
    im: scope.parameter('weight.im', shape, initialise, { decays: true }),
  }
  const y = complexMatmul(
    weight,
    onParts(x, (part) => reshape(part, [modes, channels, -1])),
  )
  return onParts(y, (part) => reshape(part, [alongHeight, -1]))
}
