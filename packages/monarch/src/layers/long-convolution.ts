import { complexMul } from '../graph/derived.ts'
import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { reshape, transpose } from '../graph/primitives.ts'
import { describeShape } from '../graph/shape.ts'
import { normal } from './initialisers.ts'
import type { LinearOptions } from './linear.ts'
import { MonarchDft, onParts, realPlan, splitLength } from './monarch-dft.ts'
import type { Scope } from './scope.ts'

export interface ConvolutionOptions {
  /** Each place hears itself and those before it; otherwise the sequence is a circle. */
  readonly causal: boolean
  /**
   * Blocks of the transform's first factor; by default about the root of the length, `dense` for a transform of one
   * factor. In a circle they divide the length.
   */
  readonly blocks?: LinearOptions['blocks']
}

export interface LongConvolutionOptions extends ConvolutionOptions {
  /** Sequences that lie one after the other along the tokens. */
  readonly sequences: number
  /** How far back it hears; by default the whole sequence. */
  readonly taps?: number
}

/** A convolution along each sequence, one learned kernel for each feature: x [features, sequences·length]. */
export function longConvolution(scope: Scope, x: Node, options: LongConvolutionOptions): Node {
  const { sequences } = options
  const [width = 0, tokens = 0] = x.shape
  const length = tokens / sequences
  if (x.shape.length !== 2 || !Number.isInteger(length))
    throw new ShapeError('longConvolution', `x [features, tokens of ${sequences} sequences]`, describeShape(x.shape))
  const { taps = length } = options
  const kernel = scope.parameter('kernel', [taps, width], normal(1 / Math.sqrt(taps)))
  const lengthFirst = transpose(reshape(x, [width, sequences, length]), [2, 0, 1])
  return reshape(transpose(convolve(lengthFirst, kernel, options), [1, 2, 0]), x.shape)
}

/**
 * y[t] = Σ_u kernel[u]·x[t-u], feature by feature, by Monarch transforms (see MonarchDft): the spectra are multiplied in
 * the order in which the transform leaves them, and nothing is permuted.
 * @param x [length, features, sequences]
 * @param kernel [taps, features], at most as many taps as the sequence is long
 */
export function convolve(x: Node, kernel: Node, { causal, blocks }: ConvolutionOptions): Node {
  const [length = 0, width = 0, sequences = 0] = x.shape
  const [taps = 0, kernels] = kernel.shape
  if (x.shape.length !== 3 || kernels !== width || taps > length)
    throw new ShapeError(
      'convolve',
      'x [length, features, sequences] and a kernel [taps, features] of at most as many taps',
      `${describeShape(x.shape)} and ${describeShape(kernel.shape)}`,
    )
  // What would come around the circle falls among the zeros that follow.
  const [n1, n2] = causal ? splitAtLeast(length + taps - 1, blocks) : splitLength(length, blocks)
  const plan = realPlan(n1, n2)
  const dft = new MonarchDft(plan)
  const [k1, k2] = [plan.k1.length, plan.k2.length]
  const spectrum = onParts(dft.forward({ re: x }), (part) => reshape(part, [k1, k2, width, sequences]))
  const response = onParts(dft.forward({ re: kernel }), (part) => reshape(part, [k1, k2, width, 1]))
  const product = onParts(complexMul(spectrum, response), (part) => reshape(part, [k1, k2, width * sequences]))
  return reshape(dft.realInverse(product, length), x.shape)
}

/** Factors whose product is at least n, near one another unless blocks are asked for. */
function splitAtLeast(n: number, blocks: LinearOptions['blocks'] | undefined): [n1: number, n2: number] {
  if (blocks === 'dense') return [n, 1]
  const n1 = blocks ?? Math.ceil(Math.sqrt(n))
  if (!Number.isInteger(n1) || n1 < 1) throw new ShapeError('convolve', 'a whole number of blocks', `${n1}`)
  return [n1, Math.ceil(n / n1)]
}
