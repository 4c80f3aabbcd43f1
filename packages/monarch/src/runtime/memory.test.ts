import { expect, test } from 'vitest'
import { add, broadcast, constant, exp, input, neg, reshape, slice, sum } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import type { Backend } from './backend.ts'
import { OutOfMemoryError } from './backend-errors.ts'
import { peakBytes } from './memory.ts'
import { Program } from './program.ts'

const kilobyte = input('x', [256])

test('at most two links of a chain are alive at once, besides the input and the output', () => {
  const chain = exp(neg(exp(neg(kilobyte))))
  expect(peakBytes(trace({ y: chain }))).toBe(4 * 1024)
})

test('an output has its bytes from the start, before what it is made of', () => {
  const many = broadcast(slice(kilobyte, [0], [1]), [1024])
  const last = broadcast(sum(exp(many), [0]), [2048])
  // The input, the output, and two links of four kilobytes.
  expect(peakBytes(trace({ last }))).toBe((1 + 8 + 4 + 4) * 1024)
})

test('outputs stay alive to the end, and constants are there all the time', () => {
  const first = neg(kilobyte)
  const table = constant(new Float32Array(512), [512], 'float32')
  expect(peakBytes(trace({ first, last: exp(exp(kilobyte)), table }))).toBe(1024 + 2048 + 3 * 1024)
})

test('a reshape takes no bytes of its own, and keeps those that it shows alive', () => {
  const shown = reshape(neg(kilobyte), [16, 16])
  expect(peakBytes(trace({ y: shown }))).toBe(2 * 1024)
  const other = exp(kilobyte)
  // Both operands and the sum.
  expect(peakBytes(trace({ y: add(reshape(other, [16, 16]), shown) }))).toBe(4 * 1024)
})

test('a model that does not fit the memory there is is refused before it is compiled', async () => {
  const compiled: string[] = []
  const backend: Backend = {
    name: 'cpu',
    compile: async () => {
      compiled.push('compiled')
      throw new Error('internal: it should not come so far')
    },
    upload: () => {
      throw new Error('internal: nothing is uploaded')
    },
  }
  const promise = Program.compile(trace({ y: neg(input('x', [2 ** 20, 2 ** 20])) }), backend)
  await expect(promise).rejects.toThrow(OutOfMemoryError)
  await expect(promise).rejects.toThrow(/^The model needs about 8,796,094 MB at once, and [\d,]+ MB are free\./)
  await expect(promise).rejects.toMatchObject({ code: 'out-of-memory' })
  expect(compiled).toEqual([])
})
