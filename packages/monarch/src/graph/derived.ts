/** What is made of several primitives. */
import type { Node } from './node.ts'
import {
  add,
  div,
  erf,
  matmul,
  maximum,
  mul,
  neg,
  type Operand,
  reshape,
  sigmoid,
  sqrt,
  sub,
  sum,
  transpose,
} from './primitives.ts'
import { sizeOf } from './shape.ts'

export function square(x: Node): Node {
  return mul(x, x)
}

export function relu(x: Node): Node {
  return maximum(x, 0)
}

/** x·Φ(x) with the normal distribution's Φ (Hendrycks and Gimpel 2016), exact. */
export function gelu(x: Node): Node {
  return mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1))
}

/** x·σ(1.702·x): within 0.02 of it, and the cheapest to differentiate. */
export function geluSigmoid(x: Node): Node {
  return mul(x, sigmoid(mul(x, 1.702)))
}

/** Over the axes, which the result no longer has; over all of them by default. */
export function mean(x: Node, axes: readonly number[] = x.shape.map((_, axis) => axis)): Node {
  const total = sum(x, axes)
  return mul(total, sizeOf(total.shape) / sizeOf(x.shape))
}

/** Mean 0 and variance 1 along the first axis. */
export function normalise(x: Node, epsilon = 1e-5): Node {
  const centred = sub(x, mean(x, [0]))
  return div(centred, sqrt(add(mean(square(centred), [0]), epsilon)))
}

export function transposeLast(x: Node): Node {
  const rank = x.shape.length
  return transpose(x, [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2])
}

/** A complex value as its two parts. */
export interface Complex {
  readonly re: Node
  readonly im: Node
}

/** Complex matrix product by four real ones; the leading axes equal. */
export function complexMatmul(a: Complex, b: Complex): Complex {
  return {
    re: sub(matmul(a.re, b.re), matmul(a.im, b.im)),
    im: add(matmul(a.re, b.im), matmul(a.im, b.re)),
  }
}

export function complexMul(a: Complex, b: Complex): Complex {
  return { re: sub(mul(a.re, b.re), mul(a.im, b.im)), im: add(mul(a.re, b.im), mul(a.im, b.re)) }
}

export function conjugate({ re, im }: Complex): Complex {
  return { re, im: neg(im) }
}

/** Adds an axis of size 1. */
export function expandAxis(x: Node, axis: number): Node {
  return reshape(x, x.shape.toSpliced(axis, 0, 1))
}

/** Mean squared difference. */
export function meanSquaredError(x: Node, target: Operand): Node {
  return mean(square(sub(x, target)))
}
