import { normalise } from '../graph/derived.ts'
import type { Node } from '../graph/node.ts'
import { add, mul } from '../graph/primitives.ts'
import { ones, zeros } from './initialisers.ts'
import type { Scope } from './scope.ts'

/** Layer normalisation (Ba et al. 2016) over the features of x [features, tokens]. */
export function layerNorm(scope: Scope, x: Node): Node {
  const width = x.shape[0] ?? 0
  const gain = scope.parameter('weight', [width, 1], ones)
  const bias = scope.parameter('bias', [width, 1], zeros)
  return add(mul(normalise(x), gain), bias)
}
