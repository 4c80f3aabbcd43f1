/**
 * The graph is made of immutable nodes, each one primitive applied to others: building a node is tracing it.
 * Shapes and types are static. `OpAttributes` is the one list of primitives; everything that treats them (adjoints,
 * lowering, printing) is a table typed by it, so that a forgotten row does not compile.
 */
import type { Shape } from './shape.ts'

export type DType = 'float32' | 'int32' | 'bool'

export interface ArrayOf {
  readonly float32: Float32Array
  readonly int32: Int32Array
  readonly bool: Uint8Array
}

/** No attributes. */
type None = Readonly<Record<string, never>>

/** Every primitive with its attributes. */
export interface OpAttributes {
  readonly input: { readonly name: string }
  /** Row-major data. */
  readonly constant: { readonly data: Float32Array | Int32Array | Uint8Array }
  readonly neg: None
  readonly exp: None
  readonly log: None
  readonly sqrt: None
  readonly tanh: None
  readonly sigmoid: None
  readonly erf: None
  /** x·Φ(x), the normal distribution's Φ by GPT-2's formula: (1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2. */
  readonly geluTanh: None
  readonly sin: None
  readonly cos: None
  readonly add: None
  readonly sub: None
  readonly mul: None
  readonly div: None
  /** The larger of two; where they are equal, the gradient goes to the first. */
  readonly maximum: None
  readonly less: None
  readonly equal: None
  /** (condition, a, b): a where the condition holds, b elsewhere. */
  readonly where: None
  readonly cast: { readonly to: DType }
  /** [..., m, k] by [..., k, n], the leading axes equal. */
  readonly matmul: None
  readonly reshape: None
  readonly broadcast: None
  /** Axis i of the result is axis permutation[i] of the input. */
  readonly transpose: { readonly permutation: readonly number[] }
  /** From `starts` (inclusive) to `ends` (exclusive) along each axis. */
  readonly slice: { readonly starts: readonly number[]; readonly ends: readonly number[] }
  /** Zeros before and after along each axis. */
  readonly pad: { readonly before: readonly number[]; readonly after: readonly number[] }
  readonly concat: { readonly axis: number }
  /** Over the axes, which the result no longer has. */
  readonly sum: { readonly axes: readonly number[] }
  readonly max: { readonly axes: readonly number[] }
  /** Over the last axis. */
  readonly softmax: None
  readonly logSoftmax: None
  /** (table [v, ...], ids [n]): the rows of the table that the ids name. */
  readonly gather: None
  /** (ids [n], updates [n, ...]): zeros [rows, ...] to which each update is added at its id. */
  readonly scatterAdd: { readonly rows: number }
  /** (logits [n, c], targets [n]): the cross-entropy of each row, [n]. */
  readonly crossEntropy: None
  /** (logits [n, c], targets [n], upstream [n]): its gradient, (softmax - one-hot) times upstream, [n, c]. */
  readonly crossEntropyGradient: None
}

export type OpName = keyof OpAttributes

/** One primitive applied to its inputs. */
export type NodeOf<Op extends OpName> = {
  readonly op: Op
  readonly inputs: readonly Node[]
  readonly attributes: OpAttributes[Op]
  readonly shape: Shape
  readonly dtype: DType
}

export type Node = { [Op in OpName]: NodeOf<Op> }[OpName]

/** A function for each primitive, called with a node of it. */
export type OpTable<Result, Extra extends readonly unknown[] = []> = {
  readonly [Op in OpName]: (node: NodeOf<Op>, ...extra: Extra) => Result
}

/** The row of the table for the node, applied to it. */
export function dispatch<Result, Extra extends readonly unknown[]>(
  table: OpTable<Result, Extra>,
  node: Node,
  ...extra: Extra
): Result {
  const row = table[node.op] as (node: Node, ...extra: Extra) => Result
  return row(node, ...extra)
}
