/** Applications of every primitive, at sizes that a reader can follow: gradients and backends are tried on them. */
import type { DType, Node, OpName } from '../src/graph/node.ts'
import * as p from '../src/graph/primitives.ts'
import type { Shape } from '../src/graph/shape.ts'
import { sizeOf } from '../src/graph/shape.ts'
import { Random } from '../src/layers/random.ts'

export interface PrimitiveCase {
  readonly title: string
  readonly inputs: readonly Node[]
  readonly output: Node
  /** Elements of the inputs, by their names. */
  readonly feeds: Readonly<Record<string, readonly number[]>>
}

interface Given {
  readonly shape: Shape
  readonly dtype?: DType
  /** Elements; by default drawn from [-1.5, 1.5) and far enough from one another for every primitive to be smooth. */
  readonly values?: readonly number[]
}

function make(title: string, given: readonly Given[], build: (...nodes: Node[]) => Node): PrimitiveCase {
  const random = Random.from(3, title)
  const inputs = given.map(({ shape, dtype = 'float32' }, i) => p.input(`x${i}`, shape, dtype))
  const feeds = given.map(({ shape, values }, i) => [`x${i}`, values ?? drawn(sizeOf(shape), random)] as const)
  return { title, inputs, output: build(...inputs), feeds: Object.fromEntries(feeds) }
}

/** A shuffled ladder of steps with a little noise: no two are equal, and none is near 0. */
function drawn(count: number, random: Random): number[] {
  const ladder = Array.from({ length: count }, (_, i) => (3 * (i + 0.5 + 0.3 * (random.uniform() - 0.5))) / count - 1.5)
  for (let i = count - 1; i > 0; i--) {
    const j = random.integer(i + 1)
    const [a = 0, b = 0] = [ladder[i], ladder[j]]
    ladder[i] = b
    ladder[j] = a
  }
  return ladder.map((value) => Math.fround(Math.abs(value) < 0.1 ? value + 0.15 : value))
}

const at = (...shape: number[]): Given => ({ shape })
const positive: Given = { shape: [2, 3], values: [0.3, 0.7, 1.1, 1.9, 0.5, 2.5] }
const ids = (...values: number[]): Given => ({ shape: [values.length], dtype: 'int32', values })

type Binary = (a: Node, b: Node) => Node

function unary(build: (x: Node) => Node, given: Given = at(2, 3)): PrimitiveCase[] {
  return [make('one value', [given], build)]
}

/** The same shape, a column by a row, a scalar, and an axis more. */
function binary(build: Binary, second: (...shape: number[]) => Given = at): PrimitiveCase[] {
  return [
    make('values of one shape', [at(2, 3), second(2, 3)], build),
    make('a column and a row', [at(2, 1), second(1, 3)], build),
    make('a scalar', [at(), second(2, 2)], build),
    make('fewer axes', [at(2, 2, 3), second(3)], build),
    make('a value with itself', [at(4)], (x) => build(x, p.add(p.mul(x, 0.5), 3))),
  ]
}

function awayFromZero(...shape: number[]): Given {
  return { shape, values: Array.from({ length: sizeOf(shape) }, (_, i) => (i % 2 === 0 ? 0.6 : -0.8) * (1 + i / 7)) }
}

/** A choice between values by a comparison, through which no gradient goes. */
function choosing(compare: Binary): PrimitiveCase[] {
  return [
    make('values of one shape', [at(2, 3), at(2, 3)], compare),
    make('a column and a row', [at(2, 1), at(1, 3)], compare),
  ]
}

export const primitiveCases: { readonly [Op in OpName]: readonly PrimitiveCase[] } = {
  input: [make('as it is given', [at(2, 2)], (x) => x)],
  constant: [make('added', [at(2)], (x) => p.add(x, p.constant(Float32Array.of(0.25, -4), [2], 'float32')))],
  neg: unary(p.neg),
  exp: unary(p.exp),
  log: unary(p.log, positive),
  sqrt: unary(p.sqrt, positive),
  tanh: unary(p.tanh),
  geluTanh: unary(p.geluTanh),
  sigmoid: unary(p.sigmoid),
  erf: unary(p.erf),
  sin: unary(p.sin),
  cos: unary(p.cos),
  add: binary(p.add),
  sub: binary(p.sub),
  mul: binary(p.mul),
  div: binary(p.div, awayFromZero),
  maximum: binary(p.maximum),
  less: choosing(p.less),
  equal: [make('whole numbers', [ids(1, 2, 3), ids(1, 5, 3)], p.equal)],
  where: [
    make('values of one shape', [at(2, 3), at(2, 3)], (a, b) => p.where(p.less(a, b), p.mul(a, 2), b)),
    make('scalars and a column', [at(2, 3), at(2, 1)], (a, b) => p.where(p.less(a, 0), 0.5, b)),
  ],
  cast: [
    make('truth to numbers', [at(5)], (x) => p.cast(p.less(x, 0), 'float32')),
    make('numbers to whole ones', [at(5)], (x) => p.cast(p.mul(x, 3), 'int32')),
  ],
  matmul: [
    make('matrices', [at(2, 3), at(3, 4)], p.matmul),
    make('batches of them', [at(2, 2, 3), at(2, 3, 2)], p.matmul),
    make('four axes', [at(2, 1, 2, 2), at(2, 1, 2, 3)], p.matmul),
  ],
  reshape: [make('other axes', [at(2, 6)], (x) => p.reshape(x, [3, -1]))],
  broadcast: [
    make('a column', [at(2, 1)], (x) => p.broadcast(x, [2, 3])),
    make('a new axis', [at(3)], (x) => p.broadcast(x, [2, 3])),
  ],
  transpose: [
    make('a matrix', [at(2, 3)], (x) => p.transpose(x, [1, 0])),
    make('a cycle of axes', [at(2, 3, 4)], (x) => p.transpose(x, [2, 0, 1])),
  ],
  slice: [make('inside both axes', [at(3, 5)], (x) => p.slice(x, [1, 2], [3, 4]))],
  pad: [make('both sides', [at(2, 2)], (x) => p.pad(x, [1, 0], [0, 2]))],
  concat: [
    make('the first axis', [at(1, 2), at(2, 2)], (a, b) => p.concat([a, b], 0)),
    make('the last, with a value twice', [at(2, 2), at(2, 1)], (a, b) => p.concat([a, b, a], -1)),
  ],
  sum: [
    make('the first axis', [at(2, 3)], (x) => p.sum(x, [0])),
    make('the outer axes', [at(2, 3, 2)], (x) => p.sum(x, [0, 2])),
    make('all axes', [at(2, 3)], (x) => p.sum(x, [0, 1])),
  ],
  max: [
    make('the last axis', [at(2, 4)], (x) => p.max(x, [1])),
    make('the outer axes', [at(2, 3, 2)], (x) => p.max(x, [0, 2])),
  ],
  softmax: unary(p.softmax, at(2, 4)),
  logSoftmax: unary(p.logSoftmax, at(2, 4)),
  gather: [make('rows, one twice', [at(4, 3), ids(2, 0, 2)], p.gather)],
  scatterAdd: [make('rows, two to one place', [ids(2, 0, 2), at(3, 2)], (to, x) => p.scatterAdd(to, x, 4))],
  crossEntropy: [make('rows of classes', [at(3, 4), ids(1, 3, 0)], p.crossEntropy)],
  crossEntropyGradient: [make('rows of classes', [at(3, 4), ids(1, 3, 0), at(3)], p.crossEntropyGradient)],
}
