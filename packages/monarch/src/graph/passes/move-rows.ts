/**
 * Rows that change places: a transpose that leaves its last axis where it is, of which a reshape makes one list of rows,
 * is a gather of rows by constant numbers. Runtimes copy gathered rows on all threads, and transpose on one.
 */
import type { Node } from '../node.ts'
import { constant, gather, reshape } from '../primitives.ts'
import { isSameShape } from '../shape.ts'
import type { Rewrite } from './rewrite.ts'

/** Numbers in a row, below which copying row by row costs more than it saves. */
const shortestRow = 64

export const rowMoves: Readonly<Record<string, Rewrite>> = {
  gatherRows: (node) => {
    const [source] = node.inputs
    if (node.op !== 'reshape' || source?.op !== 'transpose') return undefined
    const [x] = source.inputs
    const [rows, columns, width] = x?.shape ?? []
    if (x === undefined || rows === undefined || columns === undefined || width === undefined) return undefined
    if (source.attributes.permutation.join() !== '1,0,2' || node.shape.at(-1) !== width || width < shortestRow)
      return undefined
    const from = Int32Array.from({ length: rows * columns }, (_, to) => (to % rows) * columns + Math.floor(to / rows))
    const moved = gather(reshape(x, [rows * columns, width]), constant(from, [from.length], 'int32'))
    return shaped(moved, node)
  },
}

function shaped(node: Node, { shape }: Node): Node {
  return isSameShape(node.shape, shape) ? node : reshape(node, shape)
}
