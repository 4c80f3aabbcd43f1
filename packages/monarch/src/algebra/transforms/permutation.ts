/**
 * Every permutation of a grid is three stages, each within rows or within columns (a Clos network): rows, columns, rows, or
 * the other way round. The columns to go through in between are the colours of a graph with a node for each row an element
 * comes from and each it goes to, and an edge for each element. So every permutation is in MM*, and in M*M.
 */
import { ShapeError } from '../../graph/errors.ts'
import { adjoint, createProduct, type MonarchFactor, type MonarchProduct, plain } from '../product.ts'
import { colourEdges } from './colour-edges.ts'
import { type BlockEntry, getGrid, type Grid, identityEntry, realGridMonarch } from './grid.ts'

/** Three stages that a vector goes through, `first` first; the blocks of the middle one go across those of the others. */
interface Route {
  readonly first: BlockEntry<number>
  readonly middle: BlockEntry<number>
  readonly last: BlockEntry<number>
}

/**
 * y[i] = x[order[i]] as a product M1·M2* of the order's width.
 * @throws {NoGridError} for a width that is no k·p; {ShapeError} for an order that is no permutation.
 */
export function permutationProduct(
  order: Int32Array,
  grid: Grid = getGrid('permutationProduct', order.length),
): MonarchProduct {
  const { first, middle, last } = routeByColumns(order, grid)
  const left = realGridMonarch(grid, middle, last)
  const right = realGridMonarch(grid, identityEntry, transposed(first))
  return createProduct([plain(left), adjoint(right)])
}

/** y[i] = x[order[i]] as M1*·M2, which goes between a Monarch matrix on its left and an adjoint one on its right. */
export function permutationBetween(order: Int32Array, grid: Grid): readonly [MonarchFactor, MonarchFactor] {
  const { first, middle, last } = routeByRows(order, grid)
  const left = realGridMonarch(grid, transposed(last), transposed(middle))
  return [adjoint(left), plain(realGridMonarch(grid, first, identityEntry))]
}

function transposed(entry: BlockEntry<number>): BlockEntry<number> {
  return (block, to, from) => entry(block, from, to)
}

function routeByRows(order: Int32Array, { k, p }: Grid): Route {
  assertPermutation(order, k * p)
  return route(
    order,
    k,
    p,
    (i) => Math.floor(i / p),
    (i) => i % p,
  )
}

function routeByColumns(order: Int32Array, { k, p }: Grid): Route {
  assertPermutation(order, k * p)
  return route(
    order,
    p,
    k,
    (i) => i % p,
    (i) => Math.floor(i / p),
  )
}

/** Lines are the rows or columns of the first and last stage; a place is one on a line. */
function route(
  order: Int32Array,
  lines: number,
  places: number,
  lineOf: (index: number) => number,
  placeOf: (index: number) => number,
): Route {
  const fromLine = order.map(lineOf)
  const toLine = order.map((_, i) => lineOf(i))
  const via = colourEdges(fromLine, toLine, lines, places)
  const [first, middle, last] = [
    new Int32Array(order.length),
    new Int32Array(order.length),
    new Int32Array(order.length),
  ]
  for (const [i, source] of order.entries()) {
    const [from, to, between] = [fromLine[i]!, toLine[i]!, via[i]!]
    first[from * places + between] = placeOf(source)
    middle[between * lines + to] = from
    last[to * places + placeOf(i)] = between
  }
  return { first: entryOf(first, places), middle: entryOf(middle, lines), last: entryOf(last, places) }
}

function entryOf(sources: Int32Array, size: number): BlockEntry<number> {
  return (block, to, from) => (sources[block * size + to] === from ? 1 : 0)
}

function assertPermutation(order: Int32Array, n: number): void {
  const isWhole = order.length === n && new Set(order).size === n && order.every((i) => i >= 0 && i < n)
  if (!isWhole) throw new ShapeError('permutation', `every index below ${n} once`, `${order.length} others`)
}
