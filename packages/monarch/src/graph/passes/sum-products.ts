/**
 * A sum down the columns is a product with a row of ones. Runtimes multiply on all threads and read each row once; they
 * sum the first axis with strides, at a tenth of that speed for some widths.
 */
import type { Node } from '../node.ts'
import { constant, matmul, reshape } from '../primitives.ts'
import type { Rewrite } from './rewrite.ts'
import { simplifications } from './simplify.ts'

/** Rows and columns below which a sum costs nothing. */
const smallest = 64

export const sumProducts: Readonly<Record<string, Rewrite>> = {
  multiplyByOnes: (node) => {
    const [x] = node.inputs
    if (node.op !== 'sum' || x === undefined || node.attributes.axes.join() !== '0') return undefined
    const [rows = 0, columns = 0] = x.shape
    if (x.shape.length !== 2 || rows < smallest || columns < smallest) return undefined
    return reshape(matmul(rowOfOnes(rows), x), [columns])
  },
  // The reshape may meet another.
  ...simplifications,
}

const known = new Map<number, Node>()

/** [1, length]. One node for each length. */
function rowOfOnes(length: number): Node {
  const node = known.get(length) ?? constant(new Float32Array(length).fill(1), [1, length], 'float32')
  known.set(length, node)
  return node
}
