import { expect, test } from 'vitest'
import { randomComplex, randomReal } from '../random-matrices.test-kit.ts'
import { squaredNorm } from '../numbers.ts'
import { orthogonaliseColumns } from './jacobi.ts'

test('columns become orthogonal, the longest first, and their squares sum up to the squares of the matrix', () => {
  const [count, rows] = [7, 11]
  const matrix = randomComplex(count * rows)
  const norm = squaredNorm(matrix)
  const { vectors, values } = orthogonaliseColumns(matrix, count, rows)
  expect(squaredNorm(values)).toBeCloseTo(norm, 10)
  expect(values).toEqual(values.toSorted().toReversed())
  for (let i = 0; i < count; i++)
    for (let j = 0; j < i; j++) {
      let [re, im] = [0, 0]
      for (let row = 0; row < rows; row++) {
        const [a, b] = [i * rows + row, j * rows + row]
        re += vectors.re[a]! * vectors.re[b]! + vectors.im[a]! * vectors.im[b]!
        im += vectors.re[a]! * vectors.im[b]! - vectors.im[a]! * vectors.re[b]!
      }
      expect(Math.hypot(re, im)).toBeLessThan(1e-13)
    }
})

test('singular values that are known are found', () => {
  // [[3, 0], [4, 5]] has sqrt(45) and sqrt(5).
  const { values } = orthogonaliseColumns({ re: Float64Array.of(3, 4, 0, 5), im: new Float64Array(4) }, 2, 2)
  expect(values[0]).toBeCloseTo(Math.sqrt(45), 14)
  expect(values[1]).toBeCloseTo(Math.sqrt(5), 14)
})

test('columns that depend on one another leave zeros', () => {
  const column = randomReal(9)
  const re = Float64Array.from([1, 2, -3].flatMap((scale) => Array.from(column, (x) => scale * x)))
  const { values } = orthogonaliseColumns({ re, im: new Float64Array(27) }, 3, 9)
  expect(values[1]! / values[0]!).toBeLessThan(1e-15)
})
