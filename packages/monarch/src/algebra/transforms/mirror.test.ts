import { expect, test } from 'vitest'
import { multiplyAdjoint } from '../multiply.ts'
import { randomReal } from '../random-matrices.test-kit.ts'
import { mirrorAdjoint, mirrorGrid } from './mirror.ts'

test.each([1, 2, 3, 8, 12, 17])('a vector of %s numbers is followed by itself backwards', (n) => {
  const x = randomReal(n)
  for (const sign of [1, -1] as const) {
    const mirrored = multiplyAdjoint(mirrorAdjoint(mirrorGrid(n), sign), x)
    expect([...mirrored]).toEqual([...x, ...x.toReversed().map((value) => sign * value)])
  }
})

test.each([
  [8, { k: 4, p: 4 }],
  [9, { k: 6, p: 3 }],
  [6, { k: 4, p: 3 }],
  [1, { k: 2, p: 1 }],
])('%s numbers and their mirror images lie on a grid with an even number of rows', (n, grid) => {
  expect(mirrorGrid(n)).toEqual(grid)
})
