/** Rewrites that leave the result as it is and do less. */
import type { Node, OpName } from '../node.ts'
import { add, constant, mul, reshape, transpose } from '../primitives.ts'
import { rebuild } from '../rebuild.ts'
import { broadcastShapes, isSameShape } from '../shape.ts'
import type { Rewrite } from './rewrite.ts'

export const simplifications: Readonly<Record<string, Rewrite>> = {
  // x·1, 1·x, x/1, x+0, 0+x, x-0
  dropNeutralOperand: (node) => {
    const neutral = neutralElements[node.op]
    if (neutral === undefined) return undefined
    const [a, b] = node.inputs
    if (a === undefined || b === undefined) return undefined
    if (scalarOf(b) === neutral && isSameShape(a.shape, node.shape)) return a
    const commutes = node.op === 'mul' || node.op === 'add'
    return commutes && scalarOf(a) === neutral && isSameShape(b.shape, node.shape) ? b : undefined
  },
  // The operators stretch by themselves what is smaller.
  dropBroadcast: (node) => {
    if (!stretching.has(node.op)) return undefined
    const slim = node.inputs.map((source) => (source.op === 'broadcast' ? (source.inputs[0] ?? source) : source))
    if (slim.every((source, index) => source === node.inputs[index])) return undefined
    return isSameShape(broadcastShapes(node.op, slim[0]?.shape ?? [], slim[1]?.shape ?? []), node.shape)
      ? rebuild(node, slim)
      : undefined
  },
  // (x·c)·d = x·(c·d)
  mergeScales: (node) => {
    const outer = scaleOf(node)
    const inner = outer === undefined ? undefined : scaleOf(outer.of)
    if (outer === undefined || inner === undefined || !isSameShape(inner.of.shape, node.shape)) return undefined
    return mul(inner.of, inner.factor * outer.factor)
  },
  dropDoubleNegation: (node) =>
    node.op === 'neg' && node.inputs[0]?.op === 'neg' ? node.inputs[0].inputs[0] : undefined,
  mergeReshapes: (node) => {
    const [source] = node.inputs
    const [inner] = source?.op === 'reshape' ? source.inputs : []
    return node.op === 'reshape' && inner !== undefined ? reshape(inner, node.shape) : undefined
  },
  // The same elements under another shape; a number that was stretched may then turn out neutral.
  reshapeConstants: (node) => {
    const [source] = node.inputs
    return node.op === 'reshape' && source?.op === 'constant'
      ? constant(source.attributes.data, node.shape, source.dtype)
      : undefined
  },
  // Axes of size 1 may stand anywhere.
  reshapeForTranspose: (node) => {
    const [source] = node.inputs
    if (node.op !== 'transpose' || source === undefined) return undefined
    const moved = node.attributes.permutation.filter((axis) => source.shape[axis] !== 1)
    return moved.every((axis, index) => index === 0 || axis > (moved[index - 1] ?? 0))
      ? reshape(source, node.shape)
      : undefined
  },
  // Aᵀ + Bᵀ = (A + B)ᵀ: what is transposed again then meets its inverse.
  addBeforeTranspose: (node) => {
    const [a, b] = node.inputs
    if (node.op !== 'add' || a?.op !== 'transpose' || b?.op !== 'transpose') return undefined
    const { permutation } = a.attributes
    if (!isSameShape(a.shape, b.shape) || !isSameShape(permutation, b.attributes.permutation)) return undefined
    return transpose(add(a.inputs[0] as Node, b.inputs[0] as Node), permutation)
  },
  mergeTransposes: (node) => {
    if (node.op !== 'transpose') return undefined
    const [source] = node.inputs
    if (source?.op !== 'transpose' || source.inputs[0] === undefined) return undefined
    const first = source.attributes.permutation
    return transpose(
      source.inputs[0],
      node.attributes.permutation.map((axis) => first[axis] ?? 0),
    )
  },
}

const stretching: ReadonlySet<OpName> = new Set(['add', 'sub', 'mul', 'div', 'maximum'])
const neutralElements: Partial<Readonly<Record<OpName, number>>> = { mul: 1, div: 1, add: 0, sub: 0 }

/** The one number that a constant is everywhere, if it has one element. */
function scalarOf(node: Node): number | undefined {
  return node.op === 'constant' && node.dtype === 'float32' && node.attributes.data.length === 1
    ? node.attributes.data[0]
    : undefined
}

function scaleOf(node: Node): { readonly of: Node; readonly factor: number } | undefined {
  if (node.op !== 'mul') return undefined
  const [a, b] = node.inputs as [Node, Node]
  const right = scalarOf(b)
  if (right !== undefined && b.shape.length === 0) return { of: a, factor: right }
  const left = scalarOf(a)
  return left !== undefined && a.shape.length === 0 ? { of: b, factor: left } : undefined
}
