import type { Complex } from '../graph/derived.ts'
import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { concat, pad, reshape, slice } from '../graph/primitives.ts'
import type { LinearOptions } from './linear.ts'
import { type DftPlan, type MakeFactor, MonarchDft, onParts, range, splitLength } from './monarch-dft.ts'

/**
 * The Fourier transform along the first axis, of length n, to its low wave numbers and back from them: the parts of the
 * Monarch factors that lead to others are left away.
 */
export class LowModes {
  /** Wave numbers 0 to low - 1, and -high to -1. */
  readonly #low: number
  readonly #high: number
  readonly #n: number
  readonly #dft: MonarchDft
  /** What the transform computes, in the order of wave numbers, and of which both ends are kept. */
  readonly #computed: number

  private constructor(n: number, low: number, high: number, plan: DftPlan, make: MakeFactor) {
    this.#n = n
    this.#low = low
    this.#high = high
    this.#dft = new MonarchDft(plan, make)
    this.#computed = plan.k1.length * plan.k2.length
  }

  /** Of real values: wave numbers 0 to `modes` - 1, which say what their conjugates are. */
  static ofReal(n: number, modes: number, blocks: LinearOptions['blocks'] | undefined, make: MakeFactor): LowModes {
    const [n1, n2] = splitModes(n, modes, blocks)
    const weight = (k1: number, k2: number): number => (k1 + n1 * k2 === 0 || 2 * (k1 + n1 * k2) === n ? 1 : 2)
    const plan = { n1, n2, k1: range(0, n1), k2: range(0, Math.ceil(modes / n1)), weight }
    return new LowModes(n, modes, 0, plan, make)
  }

  /** Of complex values: wave numbers 0 to `modes` - 1, then -`modes` to -1. */
  static ofComplex(n: number, modes: number, blocks: LinearOptions['blocks'] | undefined, make: MakeFactor): LowModes {
    const [n1, n2] = splitModes(n, modes, blocks)
    const rows = Math.ceil(modes / n1)
    const k2 = 2 * rows >= n2 ? range(0, n2) : [...range(0, rows), ...range(n2 - rows, n2)]
    return new LowModes(n, modes, modes, { n1, n2, k1: range(0, n1), k2, weight: () => 1 }, make)
  }

  /** How many wave numbers are kept. */
  get count(): number {
    return this.#low + this.#high
  }

  /** x [n, ...] to [count, columns] */
  forward(x: { readonly re: Node; readonly im?: undefined } | Complex): Complex {
    return onParts(this.#dft.inOrder(this.#dft.forward(x)), (part) => this.#kept(part))
  }

  /** [count, ...] to [n, columns] */
  inverse(x: Complex): Complex {
    return this.#dft.inverse(this.#whole(x), this.#n)
  }

  /** The real part of it, at half the cost. */
  realInverse(x: Complex): Node {
    return this.#dft.realInverse(this.#whole(x), this.#n)
  }

  #kept(part: Node): Node {
    const [rows = 0, columns = 0] = part.shape
    const low = slice(part, [0, 0], [this.#low, columns])
    return this.#high === 0 ? low : concat([low, slice(part, [rows - this.#high, 0], [rows, columns])], 0)
  }

  #whole(x: Complex): Complex {
    return this.#dft.fromOrder(
      onParts(x, (values) => {
        const part = reshape(values, [this.count, -1])
        const [rows = 0, columns = 0] = part.shape
        const low = pad(slice(part, [0, 0], [this.#low, columns]), [0, 0], [this.#computed - rows, 0])
        return this.#high === 0 ? low : concat([low, slice(part, [this.#low, 0], [rows, columns])], 0)
      }),
    )
  }
}

function splitModes(n: number, modes: number, blocks: LinearOptions['blocks'] | undefined): [n1: number, n2: number] {
  if (!Number.isInteger(modes) || modes < 1 || 2 * modes > n)
    throw new ShapeError('LowModes', `1 to ${Math.floor(n / 2)} modes of a length of ${n}`, `${modes}`)
  return splitLength(n, blocks)
}
