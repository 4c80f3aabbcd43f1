import { ShapeError } from '../graph/errors.ts'
import type { MonarchMatrix } from './monarch-matrix.ts'
import type { MonarchShape } from './monarch-shape.ts'
import { addProduct, type Kernel, lengthOf, mapPlanes, type NumberArray, zerosOfKind } from './numbers.ts'

/** All entries of a matrix, row-major. */
export interface DenseMatrix<A extends NumberArray = Float64Array> {
  readonly rows: number
  readonly columns: number
  readonly data: A
}

/** @throws {ShapeError} when the numbers are not rows · columns. */
export function createDense<A extends NumberArray>(rows: number, columns: number, data: A): DenseMatrix<A> {
  if (!Number.isSafeInteger(rows) || !Number.isSafeInteger(columns) || rows < 1 || columns < 1)
    throw new ShapeError('createDense', 'whole numbers of rows and columns', `${rows} and ${columns}`)
  if (lengthOf(data) !== rows * columns)
    throw new ShapeError('createDense', `${rows}·${columns} = ${rows * columns} numbers`, `${lengthOf(data)}`)
  return { rows, columns, data }
}

/** All entries of a Monarch matrix, [out, in]. */
export function denseOfMonarch<A extends NumberArray>(matrix: MonarchMatrix<A>): DenseMatrix<A> {
  const { inWidth, outWidth, w1, w2 } = matrix
  const data = zerosOfKind(w1, outWidth * inWidth)
  addProduct(outerProducts(matrix), w2, w1, data)
  return { rows: outWidth, columns: inWidth, data }
}

// Every hidden unit adds the product of its column of w2 and its row of w1, from columns k'·p on, to rows l', l + l', ...
function outerProducts({ inWidth, outWidth, k, q, p, l, s, r }: MonarchShape): Kernel {
  return (w2, w1, data, sign) => {
    for (let h = 0; h < k * q; h++) {
      const column = Math.floor(h / q) * p
      const width = Math.min(p, inWidth - column)
      for (let row = h % l; row < outWidth; row += l) {
        const scale = sign * w2[((row % l) * s + Math.floor(row / l)) * r + Math.floor(h / l)]!
        const start = row * inWidth + column
        for (let i = 0; i < width; i++) data[start + i]! += scale * w1[h * p + i]!
      }
    }
  }
}

/** Rows become columns; nothing is conjugated. */
export function transposeDense<A extends NumberArray>({ rows, columns, data }: DenseMatrix<A>): DenseMatrix<A> {
  const transposed = mapPlanes(data, (plane) => transposeRowMajor(plane, rows, columns))
  return { rows: columns, columns: rows, data: transposed }
}

export function transposeRowMajor(data: Float64Array, rows: number, columns: number): Float64Array {
  const transposed = new Float64Array(data.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) transposed[column * rows + row] = data[row * columns + column]!
  return transposed
}
