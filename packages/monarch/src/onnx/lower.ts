/** Each primitive in ONNX's standard operators (opset 21): one table, and the few lines around it. */
import { dispatch, type DType, type Node, type OpTable } from '../graph/node.ts'
import type { Shape } from '../graph/shape.ts'
import type { Graph } from '../graph/trace.ts'
import type { ElementType, OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor } from './model.ts'

type Attributes = Readonly<Record<string, OnnxAttribute>>

/** Collects the nodes and constants of one model. */
class ModelBuilder {
  readonly nodes: OnnxNode[] = []
  readonly #constants = new Map<string, OnnxTensor>()
  /** Names of the graph's own inputs and outputs. */
  readonly #taken: ReadonlySet<string>
  #count = 0

  constructor(taken: ReadonlySet<string>) {
    this.#taken = taken
  }

  get initializers(): OnnxTensor[] {
    return [...this.#constants.values()]
  }

  /** @returns the name of its output */
  add(opType: string, inputs: readonly string[], attributes: Attributes = {}, name = this.#newName()): string {
    this.nodes.push({ opType, inputs, outputs: [name], attributes })
    return name
  }

  #newName(): string {
    const name = `_${this.#count++}`
    return this.#taken.has(name) ? this.#newName() : name
  }

  /** Equal small constants are one. */
  constant(type: ElementType, dims: Shape, bytes: Uint8Array): string {
    const key = bytes.length <= 1024 ? `${type} ${dims.join()} ${bytes.join()}` : `large ${this.#count}`
    const known = this.#constants.get(key)
    if (known !== undefined) return known.name
    const name = this.#newName()
    this.#constants.set(key, { name, type, dims, data: bytes })
    return name
  }

  int64(values: readonly number[]): string {
    return this.constant('int64', [values.length], new Uint8Array(BigInt64Array.from(values, BigInt).buffer))
  }

  float32(values: readonly number[], dims: Shape): string {
    return this.constant('float32', dims, new Uint8Array(Float32Array.from(values).buffer))
  }
}

interface Context {
  readonly builder: ModelBuilder
  /** Names of the node's inputs, in their order. */
  readonly inputs: readonly string[]
  /** What its output has to be called, where it has to be called something. */
  readonly outputName: string | undefined
}

type Lowering = OpTable<string, [context: Context]>

/** A primitive that is one operator of ONNX. */
function one(opType: string, attributes: Attributes = {}) {
  return (_: Node, { builder, inputs, outputName }: Context): string =>
    builder.add(opType, inputs, attributes, outputName)
}

const elementTypeOf: Readonly<Record<DType, ElementType>> = { float32: 'float32', int32: 'int32', bool: 'bool' }
/** `TensorProto.DataType` of ONNX. */
export const onnxTypeNumber: Readonly<Record<DType, number>> = { float32: 1, int32: 6, bool: 9 }

function reduction(opType: string) {
  return ({ attributes: { axes } }: { attributes: { axes: readonly number[] } }, context: Context): string => {
    const { builder, inputs, outputName } = context
    return builder.add(opType, [...inputs, builder.int64(axes)], { keepdims: { int: 0 } }, outputName)
  }
}

const lowering: Lowering = {
  input: ({ attributes }, { builder, outputName }) =>
    outputName === undefined ? attributes.name : builder.add('Identity', [attributes.name], {}, outputName),
  constant: ({ attributes: { data }, shape, dtype }, { builder, outputName }) => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const name = builder.constant(elementTypeOf[dtype], shape, bytes)
    return outputName === undefined ? name : builder.add('Identity', [name], {}, outputName)
  },
  neg: one('Neg'),
  exp: one('Exp'),
  log: one('Log'),
  sqrt: one('Sqrt'),
  tanh: one('Tanh'),
  sigmoid: one('Sigmoid'),
  erf: one('Erf'),
  geluTanh: one('Gelu', { approximate: { text: 'tanh' } }),
  sin: one('Sin'),
  cos: one('Cos'),
  add: one('Add'),
  sub: one('Sub'),
  mul: one('Mul'),
  div: one('Div'),
  maximum: one('Max'),
  less: one('Less'),
  equal: one('Equal'),
  where: one('Where'),
  cast: ({ attributes: { to } }, { builder, inputs, outputName }) =>
    builder.add('Cast', inputs, { to: { int: onnxTypeNumber[to] } }, outputName),
  matmul: one('MatMul'),
  reshape: ({ shape }, { builder, inputs, outputName }) =>
    builder.add('Reshape', [...inputs, builder.int64(shape)], { allowzero: { int: 1 } }, outputName),
  broadcast: ({ shape }, { builder, inputs, outputName }) =>
    builder.add('Expand', [...inputs, builder.int64(shape)], {}, outputName),
  transpose: ({ attributes: { permutation } }, { builder, inputs, outputName }) =>
    builder.add('Transpose', inputs, { perm: { ints: permutation } }, outputName),
  slice: ({ attributes: { starts, ends } }, { builder, inputs, outputName }) =>
    builder.add('Slice', [...inputs, builder.int64(starts), builder.int64(ends)], {}, outputName),
  pad: ({ attributes: { before, after } }, { builder, inputs, outputName }) =>
    builder.add('Pad', [...inputs, builder.int64([...before, ...after])], {}, outputName),
  concat: ({ attributes: { axis } }, { builder, inputs, outputName }) =>
    builder.add('Concat', inputs, { axis: { int: axis } }, outputName),
  sum: reduction('ReduceSum'),
  max: reduction('ReduceMax'),
  softmax: one('Softmax', { axis: { int: -1 } }),
  logSoftmax: one('LogSoftmax', { axis: { int: -1 } }),
  gather: one('Gather', { axis: { int: 0 } }),
  scatterAdd: ({ shape, inputs: [ids] }, { builder, inputs: [idsName, updates], outputName }) => {
    const zeros = builder.add('ConstantOfShape', [builder.int64(shape)])
    const wide = builder.add('Cast', [idsName ?? ''], { to: { int: 7 } })
    const rows = builder.add('Reshape', [wide, builder.int64([ids?.shape[0] ?? 0, 1])], { allowzero: { int: 1 } })
    return builder.add('ScatterND', [zeros, rows, updates ?? ''], { reduction: { text: 'add' } }, outputName)
  },
  crossEntropy: ({ shape }, { builder, inputs: [logits, targets], outputName }) => {
    const logProbabilities = builder.add('LogSoftmax', [logits ?? ''], { axis: { int: -1 } })
    const column = builder.add('Reshape', [targets ?? '', builder.int64([shape[0] ?? 0, 1])], { allowzero: { int: 1 } })
    const chosen = builder.add('GatherElements', [logProbabilities, column], { axis: { int: 1 } })
    const row = builder.add('Reshape', [chosen, builder.int64(shape)], { allowzero: { int: 1 } })
    return builder.add('Neg', [row], {}, outputName)
  },
  crossEntropyGradient: ({ shape: [rows = 0] }, { builder, inputs: [logits, targets, upstream], outputName }) => {
    const column = builder.int64([rows, 1])
    const probabilities = builder.add('Softmax', [logits ?? ''], { axis: { int: -1 } })
    const at = builder.add('Reshape', [targets ?? '', column], { allowzero: { int: 1 } })
    const ones = builder.float32(
      Array.from({ length: rows }, () => -1),
      [rows, 1],
    )
    const difference = builder.add('ScatterElements', [probabilities, at, ones], {
      axis: { int: 1 },
      reduction: { text: 'add' },
    })
    const scale = builder.add('Reshape', [upstream ?? '', column], { allowzero: { int: 1 } })
    return builder.add('Mul', [difference, scale], {}, outputName)
  },
}

/** Where the value of an input comes from when the model carries it. */
export type Weights = ReadonlyMap<string, OnnxTensor['data']>

/**
 * The graph as an ONNX model. Inputs and outputs keep their names; inputs that `weights` holds become initializers.
 */
export function lowerGraph(graph: Graph, name: string, weights: Weights = new Map()): OnnxModel {
  const inputNames = graph.inputs.map(({ attributes }) => attributes.name)
  const builder = new ModelBuilder(new Set([...inputNames, ...graph.outputs.keys()]))
  const outputNames = new Map<Node, string>()
  const twice: [string, Node][] = []
  for (const [outputName, node] of graph.outputs) {
    if (outputNames.has(node)) twice.push([outputName, node])
    else outputNames.set(node, outputName)
  }
  const names = new Map<Node, string>()
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((source) => names.get(source) ?? '')
    // An input that is an output too is copied to it, and is read under its own name.
    const isInput = node.op === 'input'
    const made = dispatch(lowering, node, { builder, inputs, outputName: outputNames.get(node) })
    names.set(node, isInput ? node.attributes.name : made)
  }
  for (const [outputName, node] of twice) builder.add('Identity', [names.get(node) ?? ''], {}, outputName)
  return assemble(graph, name, builder, weights)
}

function assemble(graph: Graph, name: string, builder: ModelBuilder, weights: Weights): OnnxModel {
  const carried = graph.inputs.flatMap(({ attributes, shape, dtype }) => {
    const data = weights.get(attributes.name)
    return data === undefined ? [] : [{ name: attributes.name, type: elementTypeOf[dtype], dims: shape, data }]
  })
  const inputs = graph.inputs.filter(({ attributes }) => !weights.has(attributes.name))
  return {
    name,
    nodes: builder.nodes,
    initializers: [...carried, ...builder.initializers],
    inputs: inputs.map(({ attributes, shape, dtype }) => ({
      name: attributes.name,
      type: elementTypeOf[dtype],
      dims: shape,
    })),
    outputs: [...graph.outputs].map(([outputName, { shape, dtype }]) => ({
      name: outputName,
      type: elementTypeOf[dtype],
      dims: shape,
    })),
  }
}
