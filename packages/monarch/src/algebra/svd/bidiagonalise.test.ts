import { expect, test } from 'vitest'
import { denseOf, randomReal, relativeDifference, singularValuesOf } from '../random-matrices.test-kit.ts'
import { applyReflectors, type Bidiagonal, bidiagonalise } from './bidiagonalise.ts'

function denseOfBidiagonal({ d, e }: Bidiagonal): Float64Array {
  return denseOf(d.length, d.length, (i, j) => (i === j ? d[i]! : j === i + 1 ? e[i]! : 0))
}

test.each([
  [1, 1],
  [6, 6],
  [9, 4],
  [10, 7],
])('a matrix of %s by %s keeps its singular values', (rows, columns) => {
  const matrix = randomReal(rows * columns)
  const found = singularValuesOf(denseOfBidiagonal(bidiagonalise(matrix.slice(), rows, columns)), columns, columns)
  expect(relativeDifference(found, singularValuesOf(matrix, rows, columns))).toBeLessThan(1e-14)
})

test('the reflectors span what the columns of the matrix span', () => {
  const [rows, columns] = [8, 3]
  const matrix = randomReal(rows * columns)
  const bidiagonal = bidiagonalise(matrix.slice(), rows, columns)
  const basis = new Float64Array(columns * rows)
  for (let i = 0; i < columns; i++) basis[i * rows + i] = 1
  applyReflectors(bidiagonal, basis, columns, rows)
  for (let column = 0; column < columns; column++) {
    const rest = Float64Array.from({ length: rows }, (_, row) => matrix[row * columns + column]!)
    for (let i = 0; i < columns; i++) {
      const own = basis.subarray(i * rows, (i + 1) * rows)
      const along = own.reduce((sum, value, row) => sum + value * rest[row]!, 0)
      for (let row = 0; row < rows; row++) rest[row]! -= along * own[row]!
    }
    expect(Math.max(...rest.map(Math.abs))).toBeLessThan(1e-14)
  }
})

test('a matrix of zeros has zeros', () => {
  const { d, e } = bidiagonalise(new Float64Array(12), 4, 3)
  expect([...d, ...e]).toEqual([0, 0, 0, 0, 0, 0])
})
