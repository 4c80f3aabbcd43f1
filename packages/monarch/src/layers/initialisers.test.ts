import { describe, expect, test } from 'vitest'
import { orthogonal } from './initialisers.ts'
import { Random } from './random.ts'

describe.each([
  ['wide', 5, 8],
  ['tall', 8, 5],
  ['square', 6, 6],
  ['more than are taken out at once', 150, 150],
  ['a row', 1, 4],
])('orthogonal blocks, %s', (_name, rows, columns) => {
  const [blocks, deviation] = [3, 0.25]
  const target = new Float32Array(blocks * rows * columns)
  orthogonal(rows, columns, deviation)(target, Random.from(1))
  const at = (block: number, row: number, column: number): number =>
    target[(block * rows + row) * columns + column] ?? Number.NaN

  test('rows, or columns where there are more rows, are orthogonal and of one length', () => {
    const isWide = rows <= columns
    const [count, length] = isWide ? [rows, columns] : [columns, rows]
    const entry = (block: number, i: number, j: number): number => (isWide ? at(block, i, j) : at(block, j, i))
    for (let block = 0; block < blocks; block++)
      for (let i = 0; i < count; i++)
        for (let other = 0; other <= i; other++) {
          let product = 0
          for (let j = 0; j < length; j++) product += entry(block, i, j) * entry(block, other, j)
          expect(product).toBeCloseTo(i === other ? deviation ** 2 * length : 0, 6)
        }
  })

  test('the root mean square of the entries is what was asked for', () => {
    const mean = target.reduce((sum, value) => sum + value * value, 0) / target.length
    expect(Math.sqrt(mean)).toBeCloseTo(deviation, 6)
  })

  test('every block is another', () => {
    expect(target.slice(0, rows * columns)).not.toEqual(target.slice(rows * columns, 2 * rows * columns))
  })
})

test('blocks of one number have a direction, whatever is drawn', () => {
  const zero = Object.assign(Random.from(1), { normal: () => 0 })
  const target = new Float32Array(2)
  orthogonal(1, 1, 0.5)(target, zero)
  expect([...target]).toEqual([0.5, 0.5])
})

test('blocks without a row or a column are refused', () => {
  expect(() => orthogonal(0, 4, 1)).toThrow('orthogonal expects blocks of at least a row and a column, and got [0, 4].')
})
