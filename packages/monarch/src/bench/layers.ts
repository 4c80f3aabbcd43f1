/** One layer in all its forms, as graphs that take their weights as inputs: what a training step runs. */
import { gradients } from '../graph/gradients.ts'
import { transposeLast } from '../graph/derived.ts'
import type { Node } from '../graph/node.ts'
import { input, matmul, mul, sum } from '../graph/primitives.ts'
import { type Graph, trace } from '../graph/trace.ts'
import { linear, type LinearOptions } from '../layers/linear.ts'
import { Scope } from '../layers/scope.ts'
import { monarchRow } from '../layers/linear-row.ts'

export interface LayerShape {
  readonly in: number
  readonly out: number
  readonly tokens: number
}

export type Pass = 'forward' | 'forward+backward'

/** Dense layers differ in how they lie in memory, and which is fastest differs by shape: the base is the best of these. */
export const denseForms: Readonly<Record<string, (shape: LayerShape, pass: Pass) => Graph>> = {
  'feature-major': (shape, pass) => layerGraph(shape, pass, 'dense'),
  'token-major, weight [out, in]': ({ in: width, out, tokens }, pass) => {
    const [x, weight] = [input('x', [tokens, width]), input('weight', [out, width])]
    return withGradients(matmul(x, transposeLast(weight)), { x, weight }, pass)
  },
  'token-major, weight [in, out]': ({ in: width, out, tokens }, pass) => {
    const [x, weight] = [input('x', [tokens, width]), input('weight', [width, out])]
    return withGradients(matmul(x, weight), { x, weight }, pass)
  },
}

/** A Monarch layer, feature-major; for one token also as a row. */
export function monarchForms(blocks: number): Readonly<Record<string, (shape: LayerShape, pass: Pass) => Graph>> {
  return {
    'feature-major': (shape, pass) => layerGraph(shape, pass, blocks),
    row: (shape, pass) => {
      const scope = new Scope()
      const x = input('x', [shape.tokens, shape.in])
      const y = monarchRow(scope, x, shape.out, blocks)
      return withGradients(y, { x, ...nodesOf(scope) }, pass)
    },
  }
}

function layerGraph({ in: width, out, tokens }: LayerShape, pass: Pass, blocks: LinearOptions['blocks']): Graph {
  const scope = new Scope()
  const x = input('x', [width, tokens])
  const y = linear(scope, x, out, { blocks, bias: false })
  return withGradients(y, { x, ...nodesOf(scope) }, pass)
}

function nodesOf(scope: Scope): Record<string, Node> {
  return Object.fromEntries(scope.parameters.map(({ name, node }) => [name, node]))
}

/** Outputs y and, for the backward pass, the gradient of every value with respect to sum(y·dy) for a given dy. */
function withGradients(y: Node, values: Readonly<Record<string, Node>>, pass: Pass): Graph {
  if (pass === 'forward') return trace({ y })
  const names = Object.keys(values)
  const loss = sum(
    mul(y, input('dy', y.shape)),
    y.shape.map((_, axis) => axis),
  )
  const found = gradients(loss, Object.values(values))
  return trace({ y, ...Object.fromEntries(found.map((gradient, index) => [`d:${names[index]}`, gradient])) })
}
