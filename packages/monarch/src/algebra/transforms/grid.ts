/**
 * What all transforms here are built on. Index i = i1·p + i2 of a vector of n = k·p numbers is a place (i1, i2) on a grid of
 * k rows and p columns. A Monarch matrix with w1 [k, p, p] and w2 [p, k, k] works on the grid's rows, each by its own
 * block, and then on its columns:
 *
 *     M[s'·p + l', k'·p + p'] = column(l')[s', k'] · row(k')[l', p']
 */
import { ShapeError } from '../../graph/errors.ts'
import { NoGridError } from '../algebra-errors.ts'
import { createMonarch, type MonarchMatrix } from '../monarch-matrix.ts'
import type { MonarchShape } from '../monarch-shape.ts'
import type { ComplexArray } from '../numbers.ts'

/** k rows of p columns. */
export interface Grid {
  readonly k: number
  readonly p: number
}

/** Entry [to, from] of the block of one row, or of one column. */
export type BlockEntry<Value> = (block: number, to: number, from: number) => Value

/** A complex number of absolute value `size` (1 if left out), `turns` full turns from the positive real axis. */
export interface Polar {
  readonly turns: number
  readonly size?: number
}

/** 1 on the diagonal: the block that changes nothing. */
export function identityEntry(_block: number, to: number, from: number): number {
  return to === from ? 1 : 0
}

/** The grid of n places that is nearest to a square and passes; undefined if none does. */
export function findGrid(n: number, passes: (grid: Grid) => boolean): Grid | undefined {
  for (let p = Math.ceil(Math.sqrt(n)); p <= n; p++) {
    if (n % p !== 0) continue
    const grids = [
      { k: n / p, p },
      { k: p, p: n / p },
    ]
    const found = grids.find(passes)
    if (found !== undefined) return found
  }
  return undefined
}

export function isProper({ k, p }: Grid): boolean {
  return k > 1 && p > 1
}

/** @throws {ShapeError} for what is no width. */
export function assertWidth(operation: string, n: number): void {
  if (!Number.isSafeInteger(n) || n < 1) throw new ShapeError(operation, 'a whole number above 0', `${n}`)
}

/** @throws {NoGridError} for a prime n; {ShapeError} for what is no width. */
export function getGrid(operation: string, n: number): Grid {
  assertWidth(operation, n)
  const grid = findGrid(n, isProper)
  if (grid === undefined) throw new NoGridError(operation, 'a width k·p with k and p above 1', n)
  return grid
}

export function gridShape({ k, p }: Grid): MonarchShape {
  return { inWidth: k * p, outWidth: k * p, k, q: p, p, l: p, s: k, r: k }
}

export function realGridMonarch(grid: Grid, row: BlockEntry<number>, column: BlockEntry<number>): MonarchMatrix {
  const { k, p } = grid
  return createMonarch(gridShape(grid), fillBlocks(k, p, row), fillBlocks(p, k, column))
}

export function complexGridMonarch(
  grid: Grid,
  row: BlockEntry<Polar>,
  column: BlockEntry<Polar>,
): MonarchMatrix<ComplexArray> {
  const { k, p } = grid
  return createMonarch(gridShape(grid), fillPolarBlocks(k, p, row), fillPolarBlocks(p, k, column))
}

/** Row-major blocks, so many of `size` by `size`. */
function fillBlocks(blocks: number, size: number, entry: BlockEntry<number>): Float64Array {
  return new Float64Array(blocks * size * size).map((_, i) =>
    entry(Math.floor(i / (size * size)), Math.floor(i / size) % size, i % size),
  )
}

function fillPolarBlocks(blocks: number, size: number, entry: BlockEntry<Polar>): ComplexArray {
  return {
    re: fillBlocks(blocks, size, (...place) => realPart(entry(...place))),
    im: fillBlocks(blocks, size, (...place) => imaginaryPart(entry(...place))),
  }
}

function realPart({ turns, size = 1 }: Polar): number {
  return size * Math.cos(2 * Math.PI * turns)
}

function imaginaryPart({ turns, size = 1 }: Polar): number {
  return size * Math.sin(2 * Math.PI * turns)
}

/** A vector of complex numbers out of their polar forms. */
export function polarArray(length: number, entry: (i: number) => Polar): ComplexArray {
  return {
    re: new Float64Array(length).map((_, i) => realPart(entry(i))),
    im: new Float64Array(length).map((_, i) => imaginaryPart(entry(i))),
  }
}

/** numerator/denominator in [0, 1), the numerator reduced first: exact for products beyond what a sine can reduce. */
export function turnsOf(numerator: number, denominator: number): number {
  const rest = numerator % denominator
  return (rest < 0 ? rest + denominator : rest) / denominator
}
