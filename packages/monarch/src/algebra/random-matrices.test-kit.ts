/** Random numbers and matrices for the tests of the algebra, and what they are compared with: the formulas, term by term. */
import { Random } from '../layers/random.ts'
import { createDense, type DenseMatrix, transposeRowMajor } from './dense-matrix.ts'
import { createMonarch, type MonarchMatrix } from './monarch-matrix.ts'
import { type MonarchShape, monarchShape } from './monarch-shape.ts'
import {
  type ComplexArray,
  isComplexArray,
  mapPlanes,
  type NumberArray,
  squaredNorm,
  toComplexArray,
} from './numbers.ts'
import { orthogonaliseColumns } from './svd/jacobi.ts'

export function randomReal(length: number, seed = 1): Float64Array {
  const random = Random.from(seed, 'real')
  return new Float64Array(length).map(() => random.normal())
}

export function randomComplex(length: number, seed = 1): ComplexArray {
  return { re: randomReal(length, seed), im: randomReal(length, seed + 1000) }
}

export function randomDense(rows: number, columns: number, seed = 1): DenseMatrix {
  return createDense(rows, columns, randomReal(rows * columns, seed))
}

export function randomMonarch(shape: MonarchShape, seed = 1): MonarchMatrix {
  const { k, q, p, l, s, r } = shape
  return createMonarch(shape, randomReal(k * q * p, seed), randomReal(l * s * r, seed + 1))
}

export function randomComplexMonarch(shape: MonarchShape, seed = 1): MonarchMatrix<ComplexArray> {
  const { k, q, p, l, s, r } = shape
  return createMonarch(shape, randomComplex(k * q * p, seed), randomComplex(l * s * r, seed + 1))
}

/** 0 to n - 1 in a random order. */
export function randomOrder(n: number, seed = 1): Int32Array {
  const random = Random.from(seed, 'order')
  const keys = Array.from({ length: n }, () => random.uniform())
  return Int32Array.from(keys.keys()).toSorted((a, b) => keys[a]! - keys[b]!)
}

/** Every kind of shape there is, with a name. */
export const shapes: readonly (readonly [name: string, MonarchShape])[] = [
  ['square', monarchShape(16, 16, 4)],
  ['wide', monarchShape(24, 8, 4)],
  ['tall', monarchShape(6, 18, 3)],
  ['one block', monarchShape(5, 7, 1)],
  ['as many blocks as features', monarchShape(6, 6, 6)],
  ['a rank that blocks do not divide', monarchShape(24, 24, 4)],
  ['padded and cropped', monarchShape(13, 10, 4)],
  ['padded to more than a block', monarchShape(9, 11, 4)],
  ['uneven blocks', monarchShape(12, 18, [2, 3])],
  ['uneven, padded blocks', monarchShape(13, 17, [3, 4])],
  ['more hidden units than features', { inWidth: 6, outWidth: 6, k: 2, q: 6, p: 3, l: 3, s: 2, r: 4 }],
  ['fewer hidden units than block pairs', { inWidth: 8, outWidth: 8, k: 4, q: 1, p: 2, l: 2, s: 4, r: 2 }],
]

/** The definition: M[s'·l + l', k'·p + p'] = sum over q' with (k'·q + q') mod l = l' of w2[l', s', (k'·q + q') div l] · w1[k', q', p']. */
export function denseByDefinition({ inWidth, outWidth, ...m }: MonarchMatrix<NumberArray>): ComplexArray {
  const { q, p, l, s, r, w1, w2 } = m
  const dense = { re: new Float64Array(outWidth * inWidth), im: new Float64Array(outWidth * inWidth) }
  for (let row = 0; row < outWidth; row++)
    for (let column = 0; column < inWidth; column++) {
      const [s1, l1, k1, p1] = [Math.floor(row / l), row % l, Math.floor(column / p), column % p]
      for (let q1 = 0; q1 < q; q1++) {
        const h = k1 * q + q1
        if (h % l !== l1) continue
        const a = numberAt(w2, (l1 * s + s1) * r + Math.floor(h / l))
        const b = numberAt(w1, (k1 * q + q1) * p + p1)
        dense.re[row * inWidth + column]! += a.re * b.re - a.im * b.im
        dense.im[row * inWidth + column]! += a.re * b.im + a.im * b.re
      }
    }
  return dense
}

export function numberAt(values: NumberArray, i: number): { readonly re: number; readonly im: number } {
  return isComplexArray(values) ? { re: values.re[i]!, im: values.im[i]! } : { re: values[i]!, im: 0 }
}

/** y[token, row] = sum over columns of matrix[row, column] · x[token, column] */
export function multiplyByDefinition(matrix: DenseMatrix<NumberArray>, x: NumberArray, tokens: number): ComplexArray {
  const { rows, columns, data } = matrix
  const y = { re: new Float64Array(tokens * rows), im: new Float64Array(tokens * rows) }
  for (let token = 0; token < tokens; token++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const [a, b] = [numberAt(data, row * columns + column), numberAt(x, token * columns + column)]
        y.re[token * rows + row]! += a.re * b.re - a.im * b.im
        y.im[token * rows + row]! += a.re * b.im + a.im * b.re
      }
  return y
}

/** |a - b| / |b| */
export function relativeDifference(a: NumberArray, b: NumberArray): number {
  const length = isComplexArray(b) ? b.re.length : b.length
  let squared = 0
  for (let i = 0; i < length; i++) {
    const [x, y] = [numberAt(a, i), numberAt(b, i)]
    squared += (x.re - y.re) ** 2 + (x.im - y.im) ** 2
  }
  return Math.sqrt(squared / (squaredNorm(b) || 1))
}

/** Singular values of a matrix [rows, columns] by the slow method, the largest first. */
export function singularValuesOf(a: NumberArray, rows: number, columns: number): Float64Array {
  const transposed = mapPlanes(toComplexArray(a), (plane) => transposeRowMajor(plane, rows, columns))
  return orthogonaliseColumns(transposed, columns, rows).values
}

/** The matrix of these entries, [rows, columns]. */
export function denseOf(rows: number, columns: number, entry: (row: number, column: number) => number): Float64Array {
  return new Float64Array(rows * columns).map((_, i) => entry(Math.floor(i / columns), i % columns))
}
