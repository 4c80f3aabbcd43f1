import { expect, test } from 'vitest'
import { NotFiniteError } from './algebra-errors.ts'
import { createDense } from './dense-matrix.ts'
import { monarchShape } from './monarch-shape.ts'
import { projectToMonarch } from './project.ts'
import { projectAsync } from './project-async.node.ts'
import { randomComplex, randomDense, randomReal } from './random-matrices.test-kit.ts'

const shape = monarchShape(24, 36, [4, 3])

test('threads find the same projection, bit for bit, and tell how far they are', async () => {
  const dense = randomDense(36, 24)
  const done: number[] = []
  const projection = await projectAsync(dense, shape, { threads: 2, onProgress: (count) => done.push(count) })
  const { matrix, relativeError } = projectToMonarch(dense, shape)
  expect(projection.matrix).toEqual(matrix)
  expect(projection.relativeError).toBeCloseTo(relativeError, 14)
  expect(done).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
})

test('complex matrices go through threads too', async () => {
  const dense = createDense(36, 24, randomComplex(36 * 24))
  const { matrix } = await projectAsync(dense, shape, { threads: 2 })
  expect(matrix).toEqual(projectToMonarch(dense, shape).matrix)
})

test('small matrices are projected without starting any', async () => {
  const dense = randomDense(36, 24)
  expect(await projectAsync(dense, shape)).toEqual(projectToMonarch(dense, shape))
})

test('NaN is refused before a thread starts', async () => {
  const dense = createDense(36, 24, randomReal(36 * 24).fill(NaN, 7, 8))
  await expect(projectAsync(dense, shape, { threads: 2 })).rejects.toThrow(NotFiniteError)
})
