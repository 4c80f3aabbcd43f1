/**
 * Colours the edges of a bipartite multigraph so that no two of one colour meet at a node (König 1916: as many colours as
 * the largest degree suffice). Each edge takes a colour free at both ends; where there is none, a path of two colours is
 * flipped to make one. O(edges · (colours + nodes)).
 * @param from left node of each edge
 * @param to right node of each edge
 * @param colours at least the largest degree
 */
export function colourEdges(from: Int32Array, to: Int32Array, nodes: number, colours: number): Int32Array {
  const colourOf = new Int32Array(from.length)
  // The edge of each colour at each node, or -1.
  const [atLeft, atRight] = [new Int32Array(nodes * colours).fill(-1), new Int32Array(nodes * colours).fill(-1)]
  const paint = (edge: number, colour: number): void => {
    colourOf[edge] = colour
    atLeft[from[edge]! * colours + colour] = edge
    atRight[to[edge]! * colours + colour] = edge
  }
  const flip = (path: readonly number[], a: number, b: number): void => {
    for (const edge of path) {
      atLeft[from[edge]! * colours + colourOf[edge]!] = -1
      atRight[to[edge]! * colours + colourOf[edge]!] = -1
    }
    for (const edge of path) paint(edge, colourOf[edge] === a ? b : a)
  }
  // From a right node over colour a, then from the left node reached over b, and so on.
  const pathFrom = (right: number, a: number, b: number): number[] => {
    const path: number[] = []
    for (let edge = atRight[right * colours + a]!; edge >= 0;) {
      path.push(edge)
      edge = path.length % 2 === 1 ? atLeft[from[edge]! * colours + b]! : atRight[to[edge]! * colours + a]!
    }
    return path
  }
  for (let edge = 0; edge < from.length; edge++) {
    const a = freeColour(atLeft, from[edge]!, colours)
    const b = freeColour(atRight, to[edge]!, colours)
    // The path cannot come back to this edge's left node: it enters left nodes by a, which is free there.
    if (a !== b) flip(pathFrom(to[edge]!, a, b), a, b)
    paint(edge, a)
  }
  return colourOf
}

function freeColour(edges: Int32Array, node: number, colours: number): number {
  for (let colour = 0; colour < colours; colour++) if (edges[node * colours + colour] === -1) return colour
  throw new Error('internal: colourEdges got a node of more edges than colours')
}
