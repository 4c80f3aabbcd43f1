import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { add, gather, reshape, slice, transpose } from '../graph/primitives.ts'
import { describeShape } from '../graph/shape.ts'
import { normal } from './initialisers.ts'
import type { Scope } from './scope.ts'

const deviation = 0.02
const positionDeviation = 0.01

/** The table [entries, width] of an embedding. */
export function embeddingTable(scope: Scope, entries: number, width: number): Node {
  return scope.parameter('weight', [entries, width], normal(deviation))
}

/** The rows that `ids` [tokens] names, feature-major: [width, tokens]. */
export function embed(table: Node, ids: Node): Node {
  return transpose(gather(table, ids), [1, 0])
}

/**
 * Adds a learned vector for each position to x [width, sequences·length].
 * @param context the longest sequence that there are positions for
 */
export function addPositions(scope: Scope, x: Node, sequences: number, context: number): Node {
  const [width = 0, tokens = 0] = x.shape
  const length = tokens / sequences
  if (!Number.isInteger(length) || length > context)
    throw new ShapeError(
      'addPositions',
      `tokens of ${sequences} sequences of at most ${context} each`,
      describeShape(x.shape),
    )
  const positions = scope.parameter('positions', [width, context], normal(positionDeviation))
  const used = reshape(slice(positions, [0, 0], [width, length]), [width, 1, length])
  return reshape(add(reshape(x, [width, sequences, length]), used), [width, tokens])
}
