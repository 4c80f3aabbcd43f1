import { describe, expect, test } from 'vitest'
import { ShapeError } from '../graph/errors.ts'
import { assertMonarchShape, hiddenUnitsBetween, monarchShape, parameterCount } from './monarch-shape.ts'
import { shapes } from './random-matrices.test-kit.ts'

describe('monarchShape', () => {
  test('a square matrix of n features and b blocks has 2n²/b parameters', () => {
    const shape = monarchShape(1024, 1024, 4)
    expect(shape).toEqual({ inWidth: 1024, outWidth: 1024, k: 4, q: 256, p: 256, l: 4, s: 256, r: 256 })
    expect(parameterCount(shape)).toBe((2 * 1024 ** 2) / 4)
  })

  test('a rectangular matrix has as many hidden units as its smaller width', () => {
    expect(monarchShape(768, 3072, 8)).toMatchObject({ q: 96, p: 96, s: 384, r: 96 })
    expect(monarchShape(3072, 768, 8)).toMatchObject({ q: 96, p: 384, s: 96, r: 96 })
  })

  test('widths that the blocks do not divide are padded', () => {
    expect(monarchShape(10, 7, 4)).toMatchObject({ inWidth: 10, outWidth: 7, p: 3, s: 2, q: 2, r: 2 })
  })

  test('as many blocks as features leave one number to a block', () => {
    expect(monarchShape(5, 5, 5)).toMatchObject({ k: 5, q: 1, p: 1, l: 5, s: 1, r: 1 })
  })

  test('the factors may differ in blocks, with hidden units in whole rows of both', () => {
    const { k, q, l, r } = monarchShape(12, 18, [2, 3])
    expect([k * q, l * r]).toEqual([12, 12])
    expect(monarchShape(4, 4, [4, 3])).toMatchObject({ q: 3, r: 4 })
  })

  test.each([
    [0, 4, 2, 'expects a whole number above 0 for inWidth, and got 0.'],
    [4, 4.5, 2, 'expects a whole number above 0 for outWidth, and got 4.5.'],
    [4, 4, 0, 'expects a whole number above 0 for blocks of the first factor, and got 0.'],
    [4, 4, NaN, 'expects a whole number above 0 for blocks of the first factor, and got NaN.'],
    [8, 4, 5, 'expects no more blocks than features of 8 -> 4, and got 5 blocks.'],
  ])('%s -> %s features and %s blocks: monarchShape %s', (inWidth, outWidth, blocks, message) => {
    expect(() => monarchShape(inWidth, outWidth, blocks)).toThrow(ShapeError)
    expect(() => monarchShape(inWidth, outWidth, blocks)).toThrow(message)
  })
})

test('the hidden units between two blocks are those that both number', () => {
  for (const [, shape] of shapes) {
    const { k, q, l } = shape
    for (let first = 0; first < k; first++)
      for (let second = 0; second < l; second++) {
        const expected = Array.from({ length: q }, (_, i) => first * q + i).filter((h) => h % l === second)
        expect(hiddenUnitsBetween(shape, first, second)).toEqual(expected)
      }
  }
})

test.each([
  [{ q: 3 }, 'k·q = l·r hidden units, and got 4·3 = 12 and 4·4 = 16'],
  [{ inWidth: 17 }, 'an in width of at most k·p = 16, and got 17'],
  [{ outWidth: 17 }, 'an out width of at most l·s = 16, and got 17'],
  [{ s: -1 }, 'a whole number above 0 for s, and got -1'],
])('a shape with %o is refused: %s', (change, message) => {
  const shape = { ...monarchShape(16, 16, 4), ...change }
  expect(() => assertMonarchShape('createMonarch', shape)).toThrow(`createMonarch expects ${message}.`)
})
