import { expect, test } from 'vitest'
import { denseOfMonarch } from './dense-matrix.ts'
import { randomMonarch, shapes } from './random-matrices.test-kit.ts'
import { cutSubmatrix, listSubmatrices } from './submatrices.ts'

test.each(shapes)('%s: every entry is in one sub-matrix, and what is beyond the matrix is zero', (_name, shape) => {
  const { l, p, s, inWidth, outWidth } = shape
  const dense = denseOfMonarch(randomMonarch(shape))
  const submatrices = listSubmatrices(shape)
  expect(submatrices.flatMap(({ hiddenUnits }) => hiddenUnits).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: shape.k * shape.q }, (_, h) => h),
  )
  for (const submatrix of submatrices)
    for (const [i, value] of cutSubmatrix(dense, shape, submatrix).entries()) {
      const row = Math.floor(i / p) * l + submatrix.secondBlock
      const column = submatrix.firstBlock * p + (i % p)
      expect(value).toBe(row < outWidth && column < inWidth ? dense.data[row * inWidth + column] : 0)
    }
  expect(submatrices).toHaveLength(shape.k * shape.l)
  expect(cutSubmatrix(dense, shape, submatrices[0]!)).toHaveLength(s * p)
})
