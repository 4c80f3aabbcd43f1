/** The primitives in float64 and plain loops: what gradients and backends are held against. Slow, and short enough to read. */
import { dispatch, type Node, type NodeOf, type OpTable } from '../src/graph/node.ts'
import { type Shape, sizeOf } from '../src/graph/shape.ts'
import type { Graph } from '../src/graph/trace.ts'
import { erf } from './erf.ts'

/** Elements of any type, row-major; truth as 1. */
type Values = Float64Array
type Row<Inputs> = OpTable<Values, [inputs: Inputs]>

/** Where each element of a shape lies in a value that is stretched to it, by the rules of NumPy. */
function offsetsIn(from: Shape, to: Shape): (index: number) => number {
  const lead = to.length - from.length
  let step = 1
  const steps = from.map(() => 0)
  for (let axis = from.length - 1; axis >= 0; axis--) {
    steps[axis] = from[axis] === 1 ? 0 : step
    step *= from[axis] ?? 1
  }
  return (index) => {
    let [rest, offset] = [index, 0]
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const size = to[axis] ?? 1
      offset += (rest % size) * (steps[axis - lead] ?? 0)
      rest = Math.floor(rest / size)
    }
    return offset
  }
}

function tabulate(shape: Shape, valueAt: (index: number) => number): Values {
  return Float64Array.from({ length: sizeOf(shape) }, (_, index) => valueAt(index))
}

/** Its place along every axis. */
function placeOf(index: number, shape: Shape): number[] {
  let rest = index
  return shape
    .toReversed()
    .map((size) => {
      const place = rest % size
      rest = Math.floor(rest / size)
      return place
    })
    .toReversed()
}

function indexOf(place: readonly number[], shape: Shape): number {
  return shape.reduce((index, size, axis) => index * size + (place[axis] ?? 0), 0)
}

function shapeOf(node: Pick<Node, 'inputs'>, input = 0): Shape {
  return node.inputs[input]?.shape ?? []
}

function elementwise(f: (...values: number[]) => number) {
  return (node: Node, inputs: readonly Values[]): Values => {
    const offsets = node.inputs.map(({ shape }) => offsetsIn(shape, node.shape))
    return tabulate(node.shape, (index) => f(...inputs.map((values, i) => values[offsets[i]?.(index) ?? 0] ?? NaN)))
  }
}

function reduction(start: number, f: (a: number, b: number) => number) {
  return (
    node: Node & { attributes: { axes: readonly number[] } },
    [x = new Float64Array()]: readonly Values[],
  ): Values => {
    const from = shapeOf(node)
    const result = new Float64Array(sizeOf(node.shape)).fill(start)
    for (const [index, value] of x.entries()) {
      const place = placeOf(index, from).filter((_, axis) => !node.attributes.axes.includes(axis))
      const at = indexOf(place, node.shape)
      result[at] = f(result[at] ?? start, value)
    }
    return result
  }
}

/** Along the last axis. */
function byRow(f: (row: Values) => Values) {
  return (node: Node, [x = new Float64Array()]: readonly Values[]): Values => {
    const length = node.shape.at(-1) ?? 1
    const result = new Float64Array(x.length)
    for (let start = 0; start < x.length; start += length) result.set(f(x.subarray(start, start + length)), start)
    return result
  }
}

function logSoftmax(row: Values): Values {
  const most = Math.max(...row)
  const logSum = most + Math.log(row.reduce((sum, value) => sum + Math.exp(value - most), 0))
  return row.map((value) => value - logSum)
}

function softmax(row: Values): Values {
  return logSoftmax(row).map(Math.exp)
}

function matmul(node: Node, [a = new Float64Array(), b = new Float64Array()]: readonly Values[]): Values {
  const [m = 0, n = 0] = node.shape.slice(-2)
  const k = shapeOf(node).at(-1) ?? 0
  const result = new Float64Array(sizeOf(node.shape))
  for (let row = 0; row < result.length / n; row++) {
    const bStart = Math.floor(row / m) * k * n
    for (let i = 0; i < k; i++) {
      const factor = a[row * k + i] ?? 0
      for (let j = 0; j < n; j++) result[row * n + j]! += factor * (b[bStart + i * n + j] ?? 0)
    }
  }
  return result
}

/** Reads the element of the input that a place of the result comes from; undefined for none, which is 0. */
function moving<Op extends 'transpose' | 'slice' | 'pad'>(
  source: (place: readonly number[], node: NodeOf<Op>) => readonly number[],
) {
  return (node: NodeOf<Op>, [x = new Float64Array()]: readonly Values[]): Values => {
    const from = shapeOf(node)
    return tabulate(node.shape, (index) => {
      const place = source(placeOf(index, node.shape), node)
      return place.every((at, axis) => at >= 0 && at < (from[axis] ?? 0)) ? (x[indexOf(place, from)] ?? NaN) : 0
    })
  }
}

function concat(node: NodeOf<'concat'>, inputs: readonly Values[]): Values {
  const { axis } = node.attributes
  return tabulate(node.shape, (index) => {
    const place = placeOf(index, node.shape)
    let [at, input] = [place[axis] ?? 0, 0]
    for (; at >= (shapeOf(node, input)[axis] ?? 0); input++) at -= shapeOf(node, input)[axis] ?? 0
    return inputs[input]?.[indexOf(place.with(axis, at), shapeOf(node, input))] ?? NaN
  })
}

function rowsOf(x: Values, count: number): Values[] {
  const length = x.length / count
  return Array.from({ length: count }, (_, row) => x.subarray(row * length, (row + 1) * length))
}

function gather(node: Node, [table = new Float64Array(), ids = new Float64Array()]: readonly Values[]): Values {
  const rows = rowsOf(table, shapeOf(node)[0] ?? 0)
  return Float64Array.from([...ids].flatMap((id) => [...(rows[id] ?? [NaN])]))
}

function scatterAdd(node: Node, [ids = new Float64Array(), updates = new Float64Array()]: readonly Values[]): Values {
  const result = new Float64Array(sizeOf(node.shape))
  const rows = rowsOf(result, node.shape[0] ?? 0)
  for (const [i, update] of rowsOf(updates, ids.length).entries())
    update.forEach((value, j) => (rows[ids[i] ?? 0]![j]! += value))
  return result
}

function crossEntropy(_: Node, [logits = new Float64Array(), targets = new Float64Array()]: readonly Values[]): Values {
  const rows = rowsOf(logits, targets.length)
  return targets.map((target, row) => -(logSoftmax(rows[row] ?? new Float64Array())[target] ?? NaN))
}

function crossEntropyGradient(
  _: Node,
  [logits = new Float64Array(), targets = new Float64Array(), upstream = new Float64Array()]: readonly Values[],
): Values {
  const rows = rowsOf(logits, targets.length).map((row, i) =>
    softmax(row).map((p, c) => (p - (c === targets[i] ? 1 : 0)) * (upstream[i] ?? NaN)),
  )
  return Float64Array.from(rows.flatMap((row) => [...row]))
}

function copy(_: Node, [x = new Float64Array()]: readonly Values[]): Values {
  return x
}

const [linear, cubic] = [2 * Math.sqrt(2 / Math.PI), 2 * Math.sqrt(2 / Math.PI) * 0.044715]

/**
 * Derivatives have irrational factors, and float32 holds them only to 4e-8: read as what they stand for, so that
 * gradients can be held to less than that.
 */
const irrational = new Map(
  [2 / Math.sqrt(Math.PI), linear, cubic, 3 * cubic, linear / cubic].map((value) => [Math.fround(value), value]),
)

function exactly(value: number): number {
  return irrational.get(value) ?? value
}

function geluTanh(x = 0): number {
  return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
}

const evaluators: Omit<Row<readonly Values[]>, 'input'> = {
  constant: ({ attributes }) => Float64Array.from(attributes.data, exactly),
  neg: elementwise((x = 0) => -x),
  exp: elementwise(Math.exp),
  log: elementwise(Math.log),
  sqrt: elementwise(Math.sqrt),
  tanh: elementwise(Math.tanh),
  geluTanh: elementwise(geluTanh),
  sigmoid: elementwise((x = 0) => 1 / (1 + Math.exp(-x))),
  erf: elementwise(erf),
  sin: elementwise(Math.sin),
  cos: elementwise(Math.cos),
  add: elementwise((a = 0, b = 0) => a + b),
  sub: elementwise((a = 0, b = 0) => a - b),
  mul: elementwise((a = 0, b = 0) => a * b),
  div: elementwise((a = 0, b = 0) => a / b),
  maximum: elementwise(Math.max),
  less: elementwise((a = 0, b = 0) => (a < b ? 1 : 0)),
  equal: elementwise((a, b) => (a === b ? 1 : 0)),
  where: elementwise((condition, a = 0, b = 0) => (condition === 0 ? b : a)),
  cast: (node, inputs) => {
    const convert = { float32: (x = 0) => x, int32: Math.trunc, bool: (x = 0) => (x === 0 ? 0 : 1) }
    return elementwise(convert[node.attributes.to])(node, inputs)
  },
  matmul,
  reshape: copy,
  broadcast: elementwise((x = 0) => x),
  transpose: moving<'transpose'>((place, { attributes }) =>
    place.map((_, axis) => place[attributes.permutation.indexOf(axis)] ?? 0),
  ),
  slice: moving<'slice'>((place, { attributes }) => place.map((at, axis) => at + (attributes.starts[axis] ?? 0))),
  pad: moving<'pad'>((place, { attributes }) => place.map((at, axis) => at - (attributes.before[axis] ?? 0))),
  concat,
  sum: reduction(0, (a, b) => a + b),
  max: reduction(-Infinity, Math.max),
  softmax: byRow(softmax),
  logSoftmax: byRow(logSoftmax),
  gather,
  scatterAdd,
  crossEntropy,
  crossEntropyGradient,
}

export type Feed = Readonly<Record<string, ArrayLike<number>>>

/** Everything that the graph answers, in float64. */
export function interpret(graph: Graph, feeds: Feed): Record<string, Float64Array> {
  const values = new Map<Node, Values>()
  const table: Row<readonly Values[]> = {
    ...evaluators,
    input: ({ attributes: { name } }) => {
      const feed = feeds[name]
      if (feed === undefined) throw new Error(`the interpreter is not given "${name}"`)
      return Float64Array.from(feed)
    },
  }
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((source) => values.get(source) ?? new Float64Array())
    values.set(node, dispatch(table, node, inputs))
  }
  return Object.fromEntries([...graph.outputs].map(([name, node]) => [name, values.get(node) ?? new Float64Array()]))
}
