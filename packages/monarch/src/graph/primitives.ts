/** The primitives as functions: each checks what it is given and answers the node. */
import { ShapeError } from './errors.ts'
import type { ArrayOf, DType, Node, NodeOf, OpAttributes, OpName } from './node.ts'
import { axisOf, broadcastShapes, describeShape, isSameShape, type Shape, sizeOf, stretchedAxes } from './shape.ts'

function make<Op extends OpName>(
  op: Op,
  inputs: readonly Node[],
  attributes: OpAttributes[Op],
  shape: Shape,
  dtype: DType,
): Node {
  return { op, inputs, attributes, shape, dtype } as NodeOf<Op> as Node
}

/** A value that is given at every run, under its name. */
export function input(name: string, shape: Shape, dtype: DType = 'float32'): NodeOf<'input'> {
  const bad = shape.find((size) => !Number.isInteger(size) || size < 0)
  if (bad !== undefined) throw new ShapeError(`input "${name}"`, 'sizes that are whole numbers', describeShape(shape))
  return { op: 'input', inputs: [], attributes: { name }, shape, dtype }
}

export function constant<D extends DType>(data: ArrayOf[D], shape: Shape, dtype: D): Node {
  if (data.length !== sizeOf(shape))
    throw new ShapeError('constant', `${sizeOf(shape)} elements for ${describeShape(shape)}`, `${data.length}`)
  return make('constant', [], { data }, shape, dtype)
}

export function scalar(value: number): Node {
  return constant(Float32Array.of(value), [], 'float32')
}

function requireType(op: OpName, node: Node, dtype: DType): void {
  if (node.dtype !== dtype) throw new ShapeError(op, `${dtype} values`, `${node.dtype} ${describeShape(node.shape)}`)
}

type Unary =
  | 'neg'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'tanh'
  | 'sigmoid'
  | 'erf'
  | 'geluTanh'
  | 'sin'
  | 'cos'
  | 'softmax'
  | 'logSoftmax'

function unary(op: Unary) {
  return (x: Node): Node => {
    requireType(op, x, 'float32')
    if ((op === 'softmax' || op === 'logSoftmax') && x.shape.length === 0)
      throw new ShapeError(op, 'a value with an axis', 'a scalar')
    return make(op, [x], {}, x.shape, 'float32')
  }
}

export const neg = unary('neg')
export const exp = unary('exp')
export const log = unary('log')
export const sqrt = unary('sqrt')
export const tanh = unary('tanh')
export const sigmoid = unary('sigmoid')
export const erf = unary('erf')
/** x·Φ(x) with the normal distribution's Φ by GPT-2's formula, within 5e-4 of `gelu`. */
export const geluTanh = unary('geluTanh')
export const sin = unary('sin')
export const cos = unary('cos')
/** Over the last axis. */
export const softmax = unary('softmax')
/** Over the last axis. */
export const logSoftmax = unary('logSoftmax')

/** A number stands for a scalar. */
export type Operand = Node | number

export function toNode(x: Operand): Node {
  return typeof x === 'number' ? scalar(x) : x
}

function binary(op: 'add' | 'sub' | 'mul' | 'div' | 'maximum') {
  return (a: Operand, b: Operand): Node => {
    const [left, right] = [toNode(a), toNode(b)]
    requireType(op, left, 'float32')
    requireType(op, right, 'float32')
    return make(op, [left, right], {}, broadcastShapes(op, left.shape, right.shape), 'float32')
  }
}

export const add = binary('add')
export const sub = binary('sub')
export const mul = binary('mul')
export const div = binary('div')
/** The larger of two; where they are equal, the gradient goes to the first. */
export const maximum = binary('maximum')

function comparison(op: 'less' | 'equal') {
  return (a: Operand, b: Operand): Node => {
    const [left, right] = [toNode(a), toNode(b)]
    requireType(op, right, left.dtype)
    if (op === 'less' && left.dtype === 'bool') throw new ShapeError(op, 'numbers', 'bool')
    return make(op, [left, right], {}, broadcastShapes(op, left.shape, right.shape), 'bool')
  }
}

export const less = comparison('less')
export const equal = comparison('equal')

/** a where the condition holds, b elsewhere. */
export function where(condition: Node, a: Operand, b: Operand): Node {
  const [left, right] = [toNode(a), toNode(b)]
  requireType('where', condition, 'bool')
  requireType('where', left, 'float32')
  requireType('where', right, 'float32')
  const shape = broadcastShapes('where', condition.shape, broadcastShapes('where', left.shape, right.shape))
  return make('where', [condition, left, right], {}, shape, 'float32')
}

export function cast(x: Node, to: DType): Node {
  return x.dtype === to ? x : make('cast', [x], { to }, x.shape, to)
}

/** [..., m, k] by [..., k, n], the leading axes equal. */
export function matmul(a: Node, b: Node): Node {
  requireType('matmul', a, 'float32')
  requireType('matmul', b, 'float32')
  const rank = a.shape.length
  const fits =
    rank >= 2 &&
    b.shape.length === rank &&
    a.shape[rank - 1] === b.shape[rank - 2] &&
    isSameShape(a.shape.slice(0, -2), b.shape.slice(0, -2))
  if (!fits)
    throw new ShapeError(
      'matmul',
      '[..., m, k] and [..., k, n] with the same leading axes',
      `${describeShape(a.shape)} and ${describeShape(b.shape)}`,
    )
  return make('matmul', [a, b], {}, [...a.shape.slice(0, -1), b.shape[rank - 1] ?? 0], 'float32')
}

/** One size may be -1: what is left. */
export function reshape(x: Node, shape: Shape): Node {
  const known = shape.reduce((product, size) => (size === -1 ? product : product * size), 1)
  const whole = shape.map((size) => (size === -1 ? sizeOf(x.shape) / known : size))
  if (shape.filter((size) => size === -1).length > 1 || sizeOf(whole) !== sizeOf(x.shape) || !whole.every(isSize))
    throw new ShapeError(
      'reshape',
      `a shape of ${sizeOf(x.shape)} elements, as ${describeShape(x.shape)} has`,
      describeShape(shape),
    )
  return isSameShape(whole, x.shape) ? x : make('reshape', [x], {}, whole, x.dtype)
}

function isSize(size: number): boolean {
  return Number.isInteger(size) && size >= 0
}

/** Stretches to the shape, by the rules of NumPy. */
export function broadcast(x: Node, shape: Shape): Node {
  if (isSameShape(x.shape, shape)) return x
  if (!isSameShape(broadcastShapes('broadcast', x.shape, shape), shape))
    throw new ShapeError('broadcast', `a shape that ${describeShape(x.shape)} stretches to`, describeShape(shape))
  return make('broadcast', [x], {}, shape, x.dtype)
}

/** Axis i of the result is axis permutation[i] of the input. */
export function transpose(x: Node, permutation: readonly number[]): Node {
  const isPermutation = permutation.length === x.shape.length && x.shape.every((_, axis) => permutation.includes(axis))
  if (!isPermutation)
    throw new ShapeError(
      'transpose',
      `a permutation of the axes of ${describeShape(x.shape)}`,
      describeShape(permutation),
    )
  if (permutation.every((axis, index) => axis === index)) return x
  const shape = permutation.map((axis) => x.shape[axis] ?? 0)
  return make('transpose', [x], { permutation }, shape, x.dtype)
}

export function slice(x: Node, starts: readonly number[], ends: readonly number[]): Node {
  const fits =
    starts.length === x.shape.length &&
    ends.length === x.shape.length &&
    x.shape.every((size, axis) => {
      const [start, end] = [starts[axis] ?? -1, ends[axis] ?? -1]
      return isSize(start) && isSize(end) && start <= end && end <= size
    })
  if (!fits)
    throw new ShapeError(
      'slice',
      `bounds within ${describeShape(x.shape)}`,
      `${describeShape(starts)} to ${describeShape(ends)}`,
    )
  const shape = starts.map((start, axis) => (ends[axis] ?? 0) - start)
  return isSameShape(shape, x.shape) ? x : make('slice', [x], { starts, ends }, shape, x.dtype)
}

/** Zeros before and after along each axis. */
export function pad(x: Node, before: readonly number[], after: readonly number[]): Node {
  requireType('pad', x, 'float32')
  const rank = x.shape.length
  if (before.length !== rank || after.length !== rank || ![...before, ...after].every(isSize))
    throw new ShapeError(
      'pad',
      `a count for each of ${rank} axes`,
      `${describeShape(before)} and ${describeShape(after)}`,
    )
  const shape = x.shape.map((size, axis) => size + (before[axis] ?? 0) + (after[axis] ?? 0))
  return isSameShape(shape, x.shape) ? x : make('pad', [x], { before, after }, shape, 'float32')
}

export function concat(parts: readonly Node[], axis: number): Node {
  const [first] = parts
  if (first === undefined) throw new ShapeError('concat', 'at least one value', 'none')
  const along = axisOf('concat', axis, first.shape.length)
  const others = (shape: Shape): Shape => shape.toSpliced(along, 1)
  const odd = parts.find(
    (part) =>
      part.dtype !== first.dtype ||
      part.shape.length !== first.shape.length ||
      !isSameShape(others(part.shape), others(first.shape)),
  )
  if (odd !== undefined)
    throw new ShapeError(
      'concat',
      `values like ${describeShape(first.shape)} but for axis ${along}`,
      describeShape(odd.shape),
    )
  if (parts.length === 1) return first
  const length = parts.reduce((total, part) => total + (part.shape[along] ?? 0), 0)
  return make('concat', [...parts], { axis: along }, first.shape.with(along, length), first.dtype)
}

function reduction(op: 'sum' | 'max') {
  return (x: Node, axes: readonly number[]): Node => {
    requireType(op, x, 'float32')
    const over = [...new Set(axes.map((axis) => axisOf(op, axis, x.shape.length)))].sort((a, b) => a - b)
    if (over.length === 0) return x
    const shape = x.shape.filter((_, axis) => !over.includes(axis))
    return make(op, [x], { axes: over }, shape, 'float32')
  }
}

/** Over the axes, which the result no longer has. */
export const sum = reduction('sum')
/** Over the axes, which the result no longer has. */
export const max = reduction('max')

/** (table [v, ...], ids [n] of int32): the rows of the table that the ids name. */
export function gather(table: Node, ids: Node): Node {
  requireType('gather', ids, 'int32')
  if (table.shape.length === 0 || ids.shape.length !== 1)
    throw new ShapeError(
      'gather',
      'a table of rows and ids of shape [n]',
      `${describeShape(table.shape)} and ${describeShape(ids.shape)}`,
    )
  return make('gather', [table, ids], {}, [...ids.shape, ...table.shape.slice(1)], table.dtype)
}

/** (ids [n], updates [n, ...]): zeros [rows, ...] to which each update is added at its id. */
export function scatterAdd(ids: Node, updates: Node, rows: number): Node {
  requireType('scatterAdd', ids, 'int32')
  requireType('scatterAdd', updates, 'float32')
  if (ids.shape.length !== 1 || updates.shape[0] !== ids.shape[0])
    throw new ShapeError(
      'scatterAdd',
      'ids [n] and updates [n, ...]',
      `${describeShape(ids.shape)} and ${describeShape(updates.shape)}`,
    )
  return make('scatterAdd', [ids, updates], { rows }, updates.shape.with(0, rows), 'float32')
}

function requireClassRows(op: OpName, logits: Node, targets: Node): void {
  requireType(op, logits, 'float32')
  requireType(op, targets, 'int32')
  if (logits.shape.length !== 2 || targets.shape.length !== 1 || logits.shape[0] !== targets.shape[0])
    throw new ShapeError(
      op,
      'logits [n, classes] and targets [n]',
      `${describeShape(logits.shape)} and ${describeShape(targets.shape)}`,
    )
}

/** (logits [n, c], targets [n] of int32): the cross-entropy of each row in nats, [n]. */
export function crossEntropy(logits: Node, targets: Node): Node {
  requireClassRows('crossEntropy', logits, targets)
  return make('crossEntropy', [logits, targets], {}, targets.shape, 'float32')
}

/** (softmax(logits) - one-hot(targets)) times upstream [n], row by row. */
export function crossEntropyGradient(logits: Node, targets: Node, upstream: Node): Node {
  requireClassRows('crossEntropyGradient', logits, targets)
  if (!isSameShape(upstream.shape, targets.shape))
    throw new ShapeError(
      'crossEntropyGradient',
      `an upstream gradient ${describeShape(targets.shape)}`,
      describeShape(upstream.shape),
    )
  return make('crossEntropyGradient', [logits, targets, upstream], {}, logits.shape, 'float32')
}

/** Sums what broadcasting stretched, so that the value has the given shape again. */
export function unbroadcast(x: Node, shape: Shape): Node {
  return reshape(sum(x, stretchedAxes(shape, x.shape)), shape)
}
