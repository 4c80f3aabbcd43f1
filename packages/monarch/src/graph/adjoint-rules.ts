/** Adjoint of every primitive: given the gradient of its output, those of its inputs, in their order. */
import { transposeLast } from './derived.ts'
import { EngineError } from './errors.ts'
import type { Node, OpTable } from './node.ts'
import {
  add,
  broadcast,
  cast,
  cos,
  crossEntropyGradient,
  div,
  equal,
  exp,
  gather,
  less,
  mul,
  neg,
  pad,
  reshape,
  scalar,
  scatterAdd,
  sigmoid,
  sin,
  slice,
  sub,
  sum,
  transpose,
  unbroadcast,
  where,
  matmul,
} from './primitives.ts'

/** A primitive that has no gradient stands on the way from the parameters to the loss. */
export class NotDifferentiableError extends EngineError {
  override readonly name = 'NotDifferentiableError'
  readonly code = 'not-differentiable'

  constructor(op: string, advice: string) {
    super(`${op} has no gradient here; ${advice}`)
  }
}

/** Null: no gradient flows to that input. `y` is the node itself, `dy` the gradient of what it answers. */
type Adjoints = readonly (Node | null)[]

/** The two inputs, which the constructors have seen to. */
function pair(node: Node): [Node, Node] {
  return [node.inputs[0] as Node, node.inputs[1] as Node]
}

function only(node: Node): Node {
  return node.inputs[0] as Node
}

/** The reduced axes again, each of size 1. */
function keepDims(node: Node, x: Node, axes: readonly number[]): Node {
  return reshape(
    node,
    x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
  )
}

/** A transpose that `transposeLast` undoes. */
function isTransposed({ op, attributes, shape }: Node): boolean {
  const last = shape.length - 1
  return op === 'transpose' && attributes.permutation[last] === last - 1 && attributes.permutation[last - 1] === last
}

const twoOverRootPi = 2 / Math.sqrt(Math.PI)

/** Of `geluTanh`, which is x·σ(w) for w = geluLinear·x + geluCubic·x³: (1 + tanh(u)) / 2 = σ(2u). */
const geluLinear = 2 * Math.sqrt(2 / Math.PI)
const geluCubic = geluLinear * 0.044715

/**
 * y = x·σ, so dy/dx = σ + y·(1 - σ)·w', since σ' = σ·(1 - σ)·w'. Written with few operations: each reads and writes all
 * values of the widest layer, and memory is what they wait for.
 */
function geluTanhSlope(y: Node, x: Node): Node {
  const square = mul(x, x)
  const sigma = sigmoid(mul(mul(add(square, geluLinear / geluCubic), x), geluCubic))
  const inner = add(mul(square, 3 * geluCubic), geluLinear)
  return add(mul(mul(y, sub(1, sigma)), inner), sigma)
}

export const adjointRules: OpTable<Adjoints, [dy: Node]> = {
  input: () => [],
  constant: () => [],
  neg: (_, dy) => [neg(dy)],
  exp: (y, dy) => [mul(dy, y)],
  log: (y, dy) => [div(dy, only(y))],
  sqrt: (y, dy) => [div(mul(dy, 0.5), y)],
  tanh: (y, dy) => [sub(dy, mul(dy, mul(y, y)))],
  sigmoid: (y, dy) => [mul(dy, sub(y, mul(y, y)))],
  erf: (y, dy) => [mul(dy, mul(exp(neg(mul(only(y), only(y)))), twoOverRootPi))],
  geluTanh: (y, dy) => [mul(dy, geluTanhSlope(y, only(y)))],
  sin: (y, dy) => [mul(dy, cos(only(y)))],
  cos: (y, dy) => [neg(mul(dy, sin(only(y))))],
  add: (y, dy) => pair(y).map((x) => unbroadcast(dy, x.shape)),
  sub: (y, dy) => {
    const [a, b] = pair(y)
    return [unbroadcast(dy, a.shape), unbroadcast(neg(dy), b.shape)]
  },
  mul: (y, dy) => {
    const [a, b] = pair(y)
    return [unbroadcast(mul(dy, b), a.shape), unbroadcast(mul(dy, a), b.shape)]
  },
  div: (y, dy) => {
    const [a, b] = pair(y)
    return [unbroadcast(div(dy, b), a.shape), unbroadcast(neg(div(mul(dy, y), b)), b.shape)]
  },
  maximum: (y, dy) => {
    const [a, b] = pair(y)
    const isSecond = less(a, b)
    return [unbroadcast(where(isSecond, 0, dy), a.shape), unbroadcast(where(isSecond, dy, 0), b.shape)]
  },
  less: () => [null, null],
  equal: () => [null, null],
  where: (y, dy) => {
    const [condition, a, b] = y.inputs as [Node, Node, Node]
    return [null, unbroadcast(where(condition, dy, 0), a.shape), unbroadcast(where(condition, 0, dy), b.shape)]
  },
  cast: () => [null],
  // Y = A·B, so dA = dY·Bᵀ and dB = Aᵀ·dY. Of A = Xᵀ it is dX = B·dYᵀ that is wanted: the transposes of (B·dYᵀ)ᵀ cancel.
  matmul: (y, dy) => {
    const [a, b] = pair(y)
    return [
      isTransposed(a) ? transposeLast(matmul(b, transposeLast(dy))) : matmul(dy, transposeLast(b)),
      isTransposed(b) ? transposeLast(matmul(transposeLast(dy), a)) : matmul(transposeLast(a), dy),
    ]
  },
  reshape: (y, dy) => [reshape(dy, only(y).shape)],
  broadcast: (y, dy) => [unbroadcast(dy, only(y).shape)],
  // y = P·x, so dx = Pᵀ·dy, and Pᵀ is the inverse permutation.
  transpose: ({ attributes: { permutation } }, dy) => [
    transpose(
      dy,
      permutation.map((_, axis) => permutation.indexOf(axis)),
    ),
  ],
  slice: (y, dy) => {
    const { starts, ends } = y.attributes
    return [
      pad(
        dy,
        starts,
        only(y).shape.map((size, axis) => size - (ends[axis] ?? 0)),
      ),
    ]
  },
  pad: (y, dy) => {
    const { before } = y.attributes
    return [
      slice(
        dy,
        before,
        only(y).shape.map((size, axis) => size + (before[axis] ?? 0)),
      ),
    ]
  },
  concat: ({ inputs, attributes: { axis } }, dy) => {
    let start = 0
    return inputs.map(({ shape }) => {
      const end = start + (shape[axis] ?? 0)
      const part = slice(
        dy,
        dy.shape.map((_, at) => (at === axis ? start : 0)),
        dy.shape.with(axis, end),
      )
      start = end
      return part
    })
  },
  sum: (y, dy) => [broadcast(keepDims(dy, only(y), y.attributes.axes), only(y).shape)],
  // Equal maxima share the gradient.
  max: (y, dy) => {
    const { axes } = y.attributes
    const x = only(y)
    const isMax = cast(equal(x, keepDims(y, x, axes)), 'float32')
    return [mul(isMax, keepDims(div(dy, sum(isMax, axes)), x, axes))]
  },
  softmax: (y, dy) => {
    const weighted = mul(dy, y)
    const axes = [y.shape.length - 1]
    return [sub(weighted, mul(y, keepDims(sum(weighted, axes), y, axes)))]
  },
  logSoftmax: (y, dy) => {
    const axes = [y.shape.length - 1]
    return [sub(dy, mul(exp(y), keepDims(sum(dy, axes), y, axes)))]
  },
  gather: (y, dy) => {
    const [table, ids] = pair(y)
    return [scatterAdd(ids, dy, table.shape[0] ?? 0), null]
  },
  scatterAdd: (y, dy) => [null, gather(dy, only(y))],
  crossEntropy: (y, dy) => {
    const [logits, targets] = pair(y)
    return [crossEntropyGradient(logits, targets, dy), null]
  },
  crossEntropyGradient: () => {
    throw new NotDifferentiableError(
      'the gradient of a cross-entropy',
      'for second derivatives write the cross-entropy with logSoftmax.',
    )
  },
}

/** Adds gradients that reach one value on several ways. */
export function accumulate(a: Node | undefined, b: Node): Node {
  return a === undefined ? b : add(a, b)
}

/** The gradient a loss has with respect to itself. */
export const unit: Node = scalar(1)
