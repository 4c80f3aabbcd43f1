/**
 * The discrete Fourier transform of length n = n1·n2 without FFT, as products by blocks: an order-2 Monarch matrix, as in
 * Monarch Mixer (Fu et al. 2023) and FlashFFTConv (Fu et al. 2024). With ω = exp(-2πi/n), j = j1·n2 + j2, k = k1 + n1·k2:
 *     X[k] = Σ_j2 ω^(j2·k) · Σ_j1 ω^(j1·n2·k1) · x[j]
 * since ω^(j·k) = ω^(j1·n2·k1) · ω^(j2·k): the twiddle factors are part of the second factor's blocks, one for each k1.
 */
import { type Complex, complexMatmul } from '../graph/derived.ts'
import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { constant, matmul, pad, reshape, slice, sub, transpose } from '../graph/primitives.ts'
import { type Shape, sizeOf } from '../graph/shape.ts'
import type { LinearOptions } from './linear.ts'
import type { Scope } from './scope.ts'

export interface DftPlan {
  readonly n1: number
  readonly n2: number
  /** Which k1 and k2 are computed; the inverse takes all other wave numbers for 0. */
  readonly k1: readonly number[]
  readonly k2: readonly number[]
  /** How often the inverse counts a wave number: twice where it stands for its conjugate too. */
  readonly weight: (k1: number, k2: number) => number
}

/** What makes the matrices of a transform: constants, or parameters that begin as them. */
export type MakeFactor = (name: string, data: Float32Array, shape: Shape) => Node

export const constantFactor: MakeFactor = (_, data, shape) => constant(data, shape, 'float32')

export function learnedFactor(scope: Scope): MakeFactor {
  return (name, data, shape) => scope.parameter(name, shape, (target) => target.set(data), { decays: false })
}

/** A real value, or a complex one. */
type Signal = { readonly re: Node; readonly im?: undefined } | Complex

/** The transform along the first axis, whatever the other axes are. */
export class MonarchDft {
  readonly #plan: DftPlan
  /** [k1, n1], [k1, k2, n2] */
  readonly #forward: readonly [Complex, Complex]
  /** [n1, k1], [k1, n2, k2] */
  readonly #inverse: readonly [Complex, Complex]

  constructor(plan: DftPlan, make: MakeFactor = constantFactor) {
    this.#plan = plan
    this.#forward = forwardFactors(plan, make)
    this.#inverse = inverseFactors(plan, make)
  }

  /**
   * @param x [n, ...] or shorter, which zeros then follow
   * @returns [k1, k2, columns], in the order of the plan
   */
  forward(x: Signal): Complex {
    const { n2, k1 } = this.#plan
    const [first, second] = this.#forward
    const [rows = 0, ...others] = x.re.shape
    const columns = sizeOf(others)
    const n1 = Math.ceil(rows / n2)
    const begin = onParts(first, (part) => slice(part, [0, 0], [k1.length, n1]))
    const cut = (part: Node): Node => {
      const whole = pad(reshape(part, [rows, columns]), [0, 0], [n1 * n2 - rows, 0])
      return reshape(whole, [n1, n2 * columns])
    }
    const hidden = times(begin, x.im === undefined ? { re: cut(x.re) } : onParts(x, cut))
    return complexMatmul(
      second,
      onParts(hidden, (part) => reshape(part, [k1.length, n2, columns])),
    )
  }

  /** The first `rows` of what has this transform [k1, k2, columns]: [rows, columns]. */
  inverse(x: Complex, rows: number): Complex {
    const { last, hidden } = this.#towardsInverse(x, rows)
    return onParts(complexMatmul(last, hidden), (part) => this.#cropped(part, rows))
  }

  /** The real part of it, at half the cost. */
  realInverse(x: Complex, rows: number): Node {
    const { last, hidden } = this.#towardsInverse(x, rows)
    return this.#cropped(sub(matmul(last.re, hidden.re), matmul(last.im, hidden.im)), rows)
  }

  #towardsInverse(x: Complex, rows: number): { readonly last: Complex; readonly hidden: Complex } {
    const { n2, k1 } = this.#plan
    const [first, second] = this.#inverse
    const last = onParts(first, (part) => slice(part, [0, 0], [Math.ceil(rows / n2), k1.length]))
    return { last, hidden: onParts(complexMatmul(second, x), (part) => reshape(part, [k1.length, -1])) }
  }

  #cropped(y: Node, rows: number): Node {
    const whole = reshape(y, [(y.shape[0] ?? 0) * this.#plan.n2, -1])
    return slice(whole, [0, 0], [rows, whole.shape[1] ?? 0])
  }

  /** [k1, k2, columns] with the wave numbers k1 + n1·k2 in their order: [k2·k1, columns]. */
  inOrder(x: Complex): Complex {
    const { k1, k2 } = this.#plan
    return onParts(x, (part) => reshape(transpose(part, [1, 0, 2]), [k1.length * k2.length, -1]))
  }

  /** The other way. */
  fromOrder(x: Complex): Complex {
    const { k1, k2 } = this.#plan
    return onParts(x, (part) => transpose(reshape(part, [k2.length, k1.length, -1]), [1, 0, 2]))
  }
}

export function onParts({ re, im }: Complex, change: (part: Node) => Node): Complex {
  return { re: change(re), im: change(im) }
}

function times(a: Complex, x: Signal): Complex {
  return x.im === undefined ? { re: matmul(a.re, x.re), im: matmul(a.im, x.re) } : complexMatmul(a, x)
}

function forwardFactors(plan: DftPlan, make: MakeFactor): [Complex, Complex] {
  const { n1, n2, k1, k2 } = plan
  const power = powersOf(plan, make)
  const first = power('forward1', [k1.length, n1], (a, j1) => [-(k1[a] ?? 0) * j1 * n2, 1])
  const second = power('forward2', [k1.length, k2.length, n2], (a, b, j2 = 0) => {
    return [-((k1[a] ?? 0) + n1 * (k2[b] ?? 0)) * j2, 1]
  })
  return [first, second]
}

function inverseFactors(plan: DftPlan, make: MakeFactor): [Complex, Complex] {
  const { n1, n2, k1, k2, weight } = plan
  const power = powersOf(plan, make)
  const first = power('inverse1', [n1, k1.length], (j1, a) => [(k1[a] ?? 0) * j1 * n2, 1])
  const second = power('inverse2', [k1.length, n2, k2.length], (a, j2, b = 0) => {
    const [one, two] = [k1[a] ?? 0, k2[b] ?? 0]
    return [(one + n1 * two) * j2, weight(one, two) / (n1 * n2)]
  })
  return [first, second]
}

/** The power of ω^-1 = exp(2πi/n) that stands at an index, and its factor. */
type PowerAt = (first: number, second: number, third?: number) => readonly [exponent: number, factor: number]

function powersOf({ n1, n2 }: DftPlan, make: MakeFactor) {
  const n = n1 * n2
  return (name: string, shape: Shape, at: PowerAt): Complex => {
    const [re, im] = [new Float32Array(sizeOf(shape)), new Float32Array(sizeOf(shape))]
    const [, second = 1, third = 1] = shape
    for (let i = 0; i < re.length; i++) {
      const [exponent, factor] = at(Math.floor(i / (second * third)), Math.floor(i / third) % second, i % third)
      // Whole turns are taken out while the exponent is exact.
      const angle = (2 * Math.PI * (exponent % n)) / n
      re[i] = factor * Math.cos(angle)
      im[i] = factor * Math.sin(angle)
    }
    return { re: make(`${name}.re`, re, shape), im: make(`${name}.im`, im, shape) }
  }
}

/** For real values: half of the k1 with all their k2 say everything, for the others are their conjugates. */
export function realPlan(n1: number, n2: number): DftPlan {
  return {
    n1,
    n2,
    k1: range(0, Math.floor(n1 / 2) + 1),
    k2: range(0, n2),
    weight: (k1) => (k1 === 0 || 2 * k1 === n1 ? 1 : 2),
  }
}

export function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i)
}

/**
 * n as n1·n2, with n1 the blocks that are asked for, or else as near to n2 as can be; one factor for `dense`.
 * @throws {ShapeError} for blocks that do not divide n.
 */
export function splitLength(n: number, blocks?: LinearOptions['blocks']): [n1: number, n2: number] {
  if (blocks === 'dense') return [n, 1]
  const n1 = blocks ?? range(Math.ceil(Math.sqrt(n)), n + 1).find((candidate) => n % candidate === 0) ?? n
  if (!Number.isInteger(n1) || n1 < 1 || n % n1 !== 0)
    throw new ShapeError('splitLength', `blocks that divide the length ${n}`, `${n1}`)
  return [n1, n / n1]
}
