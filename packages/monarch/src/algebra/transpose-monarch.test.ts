import { describe, expect, test } from 'vitest'
import { monarchShape } from './monarch-shape.ts'
import { multiplyMonarch, multiplyTransposed } from './multiply.ts'
import {
  randomComplex,
  randomComplexMonarch,
  randomMonarch,
  relativeDifference,
  shapes,
} from './random-matrices.test-kit.ts'
import { gatherEntries, transposeMonarch } from './transpose-monarch.ts'

const hasTranspose = shapes.filter(
  ([, { q, l, k, p, s, inWidth, outWidth }]) => q % l === 0 && inWidth === k * p && outWidth === l * s,
)

describe('transposeMonarch', () => {
  test.each(hasTranspose)('%s: the transpose is a Monarch matrix between two permutations', (_name, shape) => {
    const matrix = randomComplexMonarch(shape)
    const transposed = transposeMonarch(matrix)
    const x = randomComplex(shape.outWidth, 7)
    const y = gatherEntries(multiplyMonarch(transposed.matrix, gatherEntries(x, transposed.deal)), transposed.undeal)
    expect(relativeDifference(y, multiplyTransposed(matrix, x))).toBeLessThan(1e-14)
  })

  test('shapes without one are refused, with what to do instead', () => {
    expect(() => transposeMonarch(randomMonarch(monarchShape(24, 24, 4)))).toThrow('multiplyTransposed takes any')
    expect(() => transposeMonarch(randomMonarch({ ...monarchShape(16, 16, 4), inWidth: 15 }))).toThrow(
      'widths 16 -> 16, without padding, and got 15 -> 16',
    )
  })
})
