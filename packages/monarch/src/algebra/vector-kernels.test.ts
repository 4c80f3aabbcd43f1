import { expect, test } from 'vitest'
import { randomReal } from './random-matrices.test-kit.ts'
import { dot, rowProducts } from './vector-kernels.ts'

test('a dot product of any length sums up all of it', () => {
  for (let length = 0; length < 10; length++)
    expect(dot(new Float64Array(12).fill(2), 1, new Float64Array(12).fill(3), 2, length)).toBe(6 * length)
})

test('every row of one matrix meets every row of the other, whatever their number', () => {
  for (const [rows, others] of [
    [1, 1],
    [3, 2],
    [4, 5],
    [9, 7],
  ] as const) {
    const [x, y, z] = [randomReal(rows * 6, 1), randomReal(others * 6, 2), new Float64Array(rows * others).fill(1)]
    rowProducts(rows, others, 6)(x, y, z, -1)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < others; j++) expect(z[i * others + j]).toBeCloseTo(1 - dot(x, i * 6, y, j * 6, 6), 12)
  }
})
