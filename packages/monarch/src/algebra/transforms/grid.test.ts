import { expect, test } from 'vitest'
import { NoGridError } from '../algebra-errors.ts'
import { denseOfMonarch } from '../dense-matrix.ts'
import { denseOf } from '../random-matrices.test-kit.ts'
import { findGrid, getGrid, isProper, realGridMonarch, turnsOf } from './grid.ts'

test.each([
  [16, { k: 4, p: 4 }],
  [12, { k: 3, p: 4 }],
  [30, { k: 5, p: 6 }],
  [26, { k: 2, p: 13 }],
])('%s places lie on the grid nearest to a square', (n, grid) => {
  expect(getGrid('test', n)).toEqual(grid)
})

test('primes have no grid', () => {
  expect(() => getGrid('dftMonarch', 17)).toThrow(NoGridError)
  expect(() => getGrid('dftMonarch', 17)).toThrow('dftMonarch expects a width k·p with k and p above 1, and got 17.')
  expect(() => getGrid('dftMonarch', 1.5)).toThrow('a whole number above 0, and got 1.5')
  expect(findGrid(1, isProper)).toBeUndefined()
})

test('a grid’s Monarch matrix works on rows, then on columns', () => {
  const [k, p] = [2, 3]
  const row = (block: number, to: number, from: number): number => 1 + block + 2 * to + 3 * from
  const column = (block: number, to: number, from: number): number => 5 - block + to * from
  const expected = denseOf(6, 6, (to, from) => {
    const [s, l, k1, p1] = [Math.floor(to / p), to % p, Math.floor(from / p), from % p]
    return column(l, s, k1) * row(k1, l, p1)
  })
  expect(denseOfMonarch(realGridMonarch({ k, p }, row, column)).data).toEqual(expected)
})

test('turns are counted in whole numbers first', () => {
  expect(turnsOf(7, 4)).toBe(0.75)
  expect(turnsOf(-1, 4)).toBe(0.75)
  expect(turnsOf(2 ** 52 + 1, 2)).toBe(0.5)
})
