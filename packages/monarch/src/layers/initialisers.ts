/** How parameters begin: functions that fill an array from a source of random numbers. */
import { transposeRowMajor } from '../algebra/dense-matrix.ts'
import { addScaled, dot, rowProducts } from '../algebra/vector-kernels.ts'
import { ShapeError } from '../graph/errors.ts'
import type { Random } from './random.ts'

export type Initialiser = (target: Float32Array, random: Random) => void

export const zeros: Initialiser = (target) => void target.fill(0)
export const ones: Initialiser = (target) => void target.fill(1)

/** Normal with mean 0. */
export function normal(deviation: number): Initialiser {
  return (target, random) => {
    for (let i = 0; i < target.length; i++) target[i] = random.normal() * deviation
  }
}

/** Uniform in [-bound, bound). */
export function uniform(bound: number): Initialiser {
  return (target, random) => {
    for (let i = 0; i < target.length; i++) target[i] = (random.uniform() * 2 - 1) * bound
  }
}

/**
 * Blocks [rows, columns], one after the other, each with orthogonal rows of one length, or columns where there are more
 * rows (Saxe et al. 2014): a block then stretches no direction more than others.
 * @param deviation root mean square of the entries
 * @throws {ShapeError} for blocks without a row or a column.
 */
export function orthogonal(rows: number, columns: number, deviation: number): Initialiser {
  if (!(rows >= 1 && columns >= 1))
    throw new ShapeError('orthogonal', 'blocks of at least a row and a column', `[${rows}, ${columns}]`)
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)]
  // `count` vectors of norm 1 have the mean square 1 / length.
  const scale = deviation * Math.sqrt(length)
  return (target, random) => {
    for (let block = 0; block < target.length; block += rows * columns) {
      const vectors = orthonormalVectors(count, length, random)
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const index = rows <= columns ? row * length + column : column * length + row
          target[block + row * columns + column] = scale * vectors[index]!
        }
    }
  }
}

/** Vectors that are taken out of all that follow at once: enough for the products of blocks to run near their rate. */
const vectorsAtOnce = 128

/**
 * [count, length], by Gram and Schmidt from vectors drawn at random: `count` is at most `length`. What is done is taken
 * out of the rest, which stays more exact than taking all that is done out of the next.
 */
function orthonormalVectors(count: number, length: number, random: Random): Float64Array {
  // A single number is a vector too, and has a direction only where it is not zero.
  const vectors = Float64Array.from({ length: count * length }, () => random.normal() || 1)
  for (let start = 0; start < count; start += vectorsAtOnce) {
    const end = Math.min(start + vectorsAtOnce, count)
    const done = vectors.subarray(start * length, end * length)
    orthonormalise(done, length)
    const rest = vectors.subarray(end * length)
    const shared = new Float64Array((count - end) * (end - start))
    rowProducts(count - end, end - start, length)(rest, done, shared, 1)
    rowProducts(count - end, length, end - start)(shared, transposeRowMajor(done, end - start, length), rest, -1)
  }
  return vectors
}

/** Vectors [count, length] in their place. */
function orthonormalise(vectors: Float64Array, length: number): void {
  for (let start = 0; start < vectors.length; start += length) {
    for (let before = 0; before < start; before += length)
      addScaled(-dot(vectors, before, vectors, start, length), vectors, before, vectors, start, length)
    const norm = Math.sqrt(dot(vectors, start, vectors, start, length))
    for (let j = start; j < start + length; j++) vectors[j]! /= norm
  }
}
