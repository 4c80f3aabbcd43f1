/** Complex matrices [n, n], row-major, and the blocks that a grid cuts a matrix into. */
import { addProduct, type ComplexArray, complexArray, mapPlanes } from '../numbers.ts'
import { transposeRowMajor } from '../dense-matrix.ts'
import { dot, rowProducts } from '../vector-kernels.ts'
import type { Grid } from '../transforms/grid.ts'

/** Block i·p + j has, at (s', t'), the entry in row s'·p + i and column t'·p + j. */
export function cutBlocks(matrix: ComplexArray, { k, p }: Grid): ComplexArray[] {
  const n = k * p
  return Array.from({ length: p * p }, (_, index) => {
    const [i, j] = [Math.floor(index / p), index % p]
    return mapPlanes(matrix, (plane) =>
      new Float64Array(k * k).map((_zero, at) => plane[(Math.floor(at / k) * p + i) * n + (at % k) * p + j]!),
    )
  })
}

export function identity(n: number): ComplexArray {
  const matrix = complexArray(n * n)
  for (let i = 0; i < n; i++) matrix.re[i * n + i] = 1
  return matrix
}

export function multiplyMatrices(a: ComplexArray, b: ComplexArray, n: number): ComplexArray {
  const product = complexArray(n * n)
  addProduct(
    rowProducts(n, n, n),
    a,
    mapPlanes(b, (plane) => transposeRowMajor(plane, n, n)),
    product,
  )
  return product
}

/** The diagonal of a·b. */
export function diagonalOf(a: ComplexArray, b: ComplexArray, n: number): ComplexArray {
  const diagonal = complexArray(n)
  const columns = mapPlanes(b, (plane) => transposeRowMajor(plane, n, n))
  addProduct(
    (x, y, z, sign) => {
      for (let i = 0; i < n; i++) z[i]! += sign * dot(x, i * n, y, i * n, n)
    },
    a,
    columns,
    diagonal,
  )
  return diagonal
}

export function scaleMatrix(a: ComplexArray, scale: number): ComplexArray {
  return mapPlanes(a, (plane) => plane.map((value) => value * scale))
}

/** sum += a */
export function addMatrices(sum: ComplexArray, a: ComplexArray): void {
  for (let i = 0; i < a.re.length; i++) {
    sum.re[i]! += a.re[i]!
    sum.im[i]! += a.im[i]!
  }
}
