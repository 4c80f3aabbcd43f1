import { expect, test } from 'vitest'
import { interpret } from '../../../tests/interpret.ts'
import * as p from '../primitives.ts'
import type { Node } from '../node.ts'
import { trace } from '../trace.ts'
import { rowMoves } from './move-rows.ts'
import { rewriteGraph } from './rewrite.ts'

const [rows, columns, width] = [3, 2, 64]
const x = p.input('x', [rows, columns, width])
const feeds = { x: Array.from({ length: rows * columns * width }, (_, index) => index) }

function rewritten(node: Node): { readonly ops: readonly string[]; readonly isSame: boolean } {
  const before = trace({ y: node })
  const after = rewriteGraph(before, rowMoves)
  const same = JSON.stringify(interpret(before, feeds)) === JSON.stringify(interpret(after, feeds))
  return { ops: after.nodes.map(({ op }) => op).filter((op) => op !== 'input' && op !== 'constant'), isSame: same }
}

test('rows that change places and become one list are gathered', () => {
  const moved = p.reshape(p.transpose(x, [1, 0, 2]), [rows * columns, width])
  expect(rewritten(moved)).toEqual({ ops: ['reshape', 'gather'], isSame: true })
  const inBlocks = p.reshape(p.transpose(x, [1, 0, 2]), [rows, columns, width])
  expect(rewritten(inBlocks)).toEqual({ ops: ['reshape', 'gather', 'reshape'], isSame: true })
})

test('other moves stay transposes', () => {
  const kept = [
    p.transpose(x, [1, 0, 2]),
    p.reshape(p.transpose(x, [2, 0, 1]), [width, rows * columns]),
    p.reshape(p.transpose(x, [1, 0, 2]), [columns, rows * width]),
    p.reshape(p.transpose(p.slice(x, [0, 0, 0], [rows, columns, 8]), [1, 0, 2]), [rows * columns, 8]),
  ]
  for (const node of kept) {
    const { ops, isSame } = rewritten(node)
    expect(ops).not.toContain('gather')
    expect(isSame).toBe(true)
  }
})
