/** The matrices that the page can draw, and their projections. */
import {
  createDense,
  createMonarch,
  type DenseMatrix,
  denseOfMonarch,
  hadamardMonarch,
  type MonarchMatrix,
  monarchShape,
  parameterCount,
  projectToMonarch,
  type Tensor,
} from '@bzpeer/monarch'
import type { Contender } from './contender.ts'
import type { ModelName, Picture, ProjectionPictures, Settings } from './messages.ts'

/**
 * @param matrix `hadamard`, `smoothing`, or a model and one of its layers: `dense:blocks.0.attention.query`
 */
export async function findMatrix(
  matrix: string,
  models: Readonly<Record<ModelName, Contender>>,
  { width, blocks }: Settings,
): Promise<DenseMatrix> {
  if (matrix === 'hadamard') return denseOfMonarch(hadamardMonarch(width))
  if (matrix === 'smoothing') return smoothing(width)
  const [model, layer] = matrix.split(':')
  const read = (name: string): Promise<Tensor> => models[model as ModelName].read(`${layer}.${name}`)
  if (model === 'monarch') return multipliedOut(await read('w1'), await read('w2'), blocks)
  const { shape, data } = await read('weight')
  return createDense(shape[0] ?? 0, shape[1] ?? 0, Float64Array.from(data))
}

function multipliedOut(w1: Tensor, w2: Tensor, blocks: number): DenseMatrix {
  const [inWidth, outWidth] = [blocks * (w1.shape[2] ?? 0), blocks * (w2.shape[1] ?? 0)]
  const shape = monarchShape(inWidth, outWidth, blocks)
  return denseOfMonarch(createMonarch(shape, Float64Array.from(w1.data), Float64Array.from(w2.data)))
}

/** Each output is the mean of what lies around its place. */
function smoothing(width: number): DenseMatrix {
  const reach = width / 16
  return createDense(
    width,
    width,
    Float64Array.from({ length: width * width }, (_, i) => {
      const distance = Math.floor(i / width) - (i % width)
      return Math.exp(-((distance / reach) ** 2) / 2) / (reach * Math.sqrt(2 * Math.PI))
    }),
  )
}

export function drawProjection(dense: DenseMatrix, blocks: number): ProjectionPictures {
  const shape = monarchShape(dense.columns, dense.rows, blocks)
  const { matrix, relativeError } = projectToMonarch(dense, shape)
  const projected = denseOfMonarch(matrix)
  const difference = { ...dense, data: dense.data.map((value, i) => value - (projected.data[i] ?? 0)) }
  return {
    dense: pictureOf(dense),
    monarch: pictureOf(projected),
    difference: pictureOf(difference),
    factors: factorPictures(matrix),
    relativeError,
    parameters: { dense: dense.data.length, monarch: parameterCount(shape) },
  }
}

function pictureOf({ rows, columns, data }: DenseMatrix): Picture {
  return { rows, columns, data: Float32Array.from(data) }
}

function factorPictures({ k, q, p, l, s, r, w1, w2 }: MonarchMatrix): [Picture, Picture] {
  return [blockDiagonal(k, q, p, w1), blockDiagonal(l, s, r, w2)]
}

/** Blocks [count, rows, columns] along the diagonal. */
function blockDiagonal(count: number, rows: number, columns: number, blocks: Float64Array): Picture {
  const data = new Float32Array(count * rows * count * columns).fill(Number.NaN)
  for (let row = 0; row < count * rows; row++) {
    const block = Math.floor(row / rows)
    data.set(blocks.subarray(row * columns, (row + 1) * columns), (row * count + block) * columns)
  }
  return { rows: count * rows, columns: count * columns, data }
}
