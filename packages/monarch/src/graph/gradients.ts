import { accumulate, adjointRules, unit } from './adjoint-rules.ts'
import { ShapeError } from './errors.ts'
import { dispatch, type Node } from './node.ts'
import { constant } from './primitives.ts'
import { describeShape, sizeOf } from './shape.ts'
import { sortTopologically } from './trace.ts'

/**
 * Gradients of a scalar with respect to values of its graph, as a graph: reverse mode.
 * A value the loss does not depend on has a gradient of zeros.
 * @throws {ShapeError} when the loss is not a scalar of float32.
 */
export function gradients(loss: Node, wrt: readonly Node[]): Node[] {
  if (loss.shape.length > 0 || loss.dtype !== 'float32')
    throw new ShapeError('gradients', 'a scalar loss', `${loss.dtype} ${describeShape(loss.shape)}`)
  const order = sortTopologically([loss])
  const needed = dependents(order, new Set(wrt))
  const adjoints = new Map<Node, Node>([[loss, unit]])
  for (const node of order.toReversed()) {
    const dy = adjoints.get(node)
    if (dy === undefined || !needed.has(node)) continue
    for (const [index, adjoint] of dispatch(adjointRules, node, dy).entries()) {
      const source = node.inputs[index]
      if (adjoint === null || source === undefined || !needed.has(source)) continue
      adjoints.set(source, accumulate(adjoints.get(source), adjoint))
    }
  }
  return wrt.map((node) => adjoints.get(node) ?? constant(new Float32Array(sizeOf(node.shape)), node.shape, 'float32'))
}

/** The nodes through which a gradient reaches one of the targets, the targets with them. */
function dependents(order: readonly Node[], targets: ReadonlySet<Node>): Set<Node> {
  const needed = new Set<Node>()
  for (const node of order) {
    if (targets.has(node) || node.inputs.some((source) => needed.has(source))) needed.add(node)
  }
  return needed
}
