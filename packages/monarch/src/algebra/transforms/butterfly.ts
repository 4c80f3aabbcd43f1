import { ShapeError } from '../../graph/errors.ts'
import { createMonarch, type MonarchMatrix } from '../monarch-matrix.ts'
import { addProduct, type Kernel, lengthOf, type NumberArray, planesOf, zerosOfKind } from '../numbers.ts'
import { type Grid, gridShape } from './grid.ts'

/**
 * One factor of a butterfly matrix of n rows. It is block-diagonal; its blocks of `size` rows are made of radix by radix
 * diagonal matrices. `entries` is [n / size, size / radix, radix (to), radix (from)], and with stride = size / radix
 *
 *     y[b·size + to·stride + o] = sum over from of entries[b, o, to, from] · x[b·size + from·stride + o]
 */
export interface ButterflyLevel<A extends NumberArray> {
  readonly radix: number
  readonly entries: A
}

interface SizedLevel<A extends NumberArray> extends ButterflyLevel<A> {
  readonly size: number
}

/**
 * A butterfly matrix as one Monarch matrix: its levels, the first applied first, have sizes radix_1, radix_1·radix_2, ... n;
 * with radix 2 throughout it is the butterfly matrix of Dao et al. 2019. Levels up to size p are blocks of p rows, and the
 * others keep every index modulo p: they are the two factors (Dao et al. 2022, Section 3).
 * @throws {ShapeError} for entries that are not n·radix numbers.
 */
export function butterflyMonarch<A extends NumberArray>(levels: readonly ButterflyLevel<A>[]): MonarchMatrix<A> {
  const n = levels.reduce((product, { radix }) => product * radix, 1)
  const sized = levels.map((level, i) => ({ ...level, size: sizeUpTo(levels, i) }))
  for (const { radix, entries } of sized)
    if (!Number.isInteger(n) || lengthOf(entries) !== n * radix)
      throw new ShapeError('butterflyMonarch', `n·radix = ${n * radix} entries a level`, `${lengthOf(entries)}`)
  const [like] = levels
  if (like === undefined) throw new ShapeError('butterflyMonarch', 'at least one level', 'none')
  const p = sized.map(({ size }) => size).reduce((best, size) => (isNearerToSquare(size, best, n) ? size : best), 1)
  return probe({ k: n / p, p }, sized, like.entries)
}

function sizeUpTo(levels: readonly ButterflyLevel<NumberArray>[], last: number): number {
  return levels.slice(0, last + 1).reduce((size, { radix }) => size * radix, 1)
}

function isNearerToSquare(size: number, than: number, n: number): boolean {
  return Math.max(size, n / size) < Math.max(than, n / than)
}

/** Both factors from what the levels do to ones at the same place of every block, which do not mix. */
function probe<A extends NumberArray>({ k, p }: Grid, levels: readonly SizedLevel<A>[], like: A): MonarchMatrix<A> {
  const n = k * p
  const lower = levels.filter(({ size }) => size <= p)
  const upper = levels.filter(({ size }) => size > p)
  const w1 = zerosOfKind(like, n * p)
  for (let from = 0; from < p; from++) {
    const x = ones(like, n, (i) => i % p === from)
    copyEntries(applyLevels(lower, x), w1, (i) => i * p + from)
  }
  const w2 = zerosOfKind(like, n * k)
  for (let from = 0; from < k; from++) {
    const x = ones(like, n, (i) => Math.floor(i / p) === from)
    copyEntries(applyLevels(upper, x), w2, (i) => ((i % p) * k + Math.floor(i / p)) * k + from)
  }
  return createMonarch(gridShape({ k, p }), w1, w2)
}

function ones<A extends NumberArray>(like: A, n: number, isOne: (i: number) => boolean): A {
  const x = zerosOfKind(like, n)
  const [real] = planesOf(x)
  for (let i = 0; i < n; i++) if (isOne(i)) real[i] = 1
  return x
}

function copyEntries<A extends NumberArray>(from: A, to: A, place: (i: number) => number): void {
  const targets = planesOf(to)
  for (const [plane, values] of planesOf(from).entries())
    for (const [i, value] of values.entries()) targets[plane]![place(i)] = value
}

function applyLevels<A extends NumberArray>(levels: readonly SizedLevel<A>[], x: A): A {
  return levels.reduce((values, { entries, size, radix }) => {
    const y = zerosOfKind(values, lengthOf(values))
    addProduct(levelKernel(size, radix), entries, values, y)
    return y
  }, x)
}

function levelKernel(size: number, radix: number): Kernel {
  const stride = size / radix
  return (entries, x, y, sign) => {
    for (let i = 0; i < y.length; i++) {
      const [base, offset, to] = [i - (i % size), i % stride, Math.floor((i % size) / stride)]
      const row = (((base / size) * stride + offset) * radix + to) * radix
      for (let from = 0; from < radix; from++) y[i]! += sign * entries[row + from]! * x[base + from * stride + offset]!
    }
  }
}
