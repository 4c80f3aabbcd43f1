import { describe, expect, test } from 'vitest'
import { ShapeError } from './errors.ts'
import * as p from './primitives.ts'

const x = p.input('x', [2, 3])
const y = p.input('y', [4, 5])
const ids = p.input('ids', [4], 'int32')
const flags = p.input('flags', [2, 3], 'bool')

describe('an operation that is given what does not fit names itself, what it expects and what came', () => {
  test.each<[make: () => unknown, message: string]>([
    [() => p.add(x, y), 'add expects shapes that broadcast to one another, and got [2, 3] and [4, 5].'],
    [() => p.mul(x, ids), 'mul expects float32 values, and got int32 [4].'],
    [() => p.exp(ids), 'exp expects float32 values, and got int32 [4].'],
    [() => p.softmax(p.scalar(1)), 'softmax expects a value with an axis, and got a scalar.'],
    [() => p.less(flags, flags), 'less expects numbers, and got bool.'],
    [() => p.equal(x, ids), 'equal expects float32 values, and got int32 [4].'],
    [() => p.where(x, x, x), 'where expects bool values, and got float32 [2, 3].'],
    [
      () => p.matmul(x, y),
      'matmul expects [..., m, k] and [..., k, n] with the same leading axes, and got [2, 3] and [4, 5].',
    ],
    [() => p.reshape(x, [4, 2]), 'reshape expects a shape of 6 elements, as [2, 3] has, and got [4, 2].'],
    [() => p.reshape(x, [-1, -1]), 'reshape expects a shape of 6 elements, as [2, 3] has, and got [-1, -1].'],
    [() => p.reshape(x, [4, -1]), 'reshape expects a shape of 6 elements, as [2, 3] has, and got [4, -1].'],
    [() => p.broadcast(x, [3]), 'broadcast expects a shape that [2, 3] stretches to, and got [3].'],
    [() => p.transpose(x, [0, 0]), 'transpose expects a permutation of the axes of [2, 3], and got [0, 0].'],
    [() => p.slice(x, [0, 2], [2, 4]), 'slice expects bounds within [2, 3], and got [0, 2] to [2, 4].'],
    [() => p.pad(x, [1], [1]), 'pad expects a count for each of 2 axes, and got [1] and [1].'],
    [() => p.concat([], 0), 'concat expects at least one value, and got none.'],
    [() => p.concat([x, y], 0), 'concat expects values like [2, 3] but for axis 0, and got [4, 5].'],
    [() => p.sum(x, [2]), 'sum expects an axis of 0 to 1, and got 2.'],
    [() => p.gather(x, x), 'gather expects int32 values, and got float32 [2, 3].'],
    [() => p.gather(p.scalar(1), ids), 'gather expects a table of rows and ids of shape [n], and got [] and [4].'],
    [() => p.scatterAdd(ids, x, 9), 'scatterAdd expects ids [n] and updates [n, ...], and got [4] and [2, 3].'],
    [() => p.crossEntropy(x, ids), 'crossEntropy expects logits [n, classes] and targets [n], and got [2, 3] and [4].'],
    [() => p.constant(new Float32Array(3), [2], 'float32'), 'constant expects 2 elements for [2], and got 3.'],
    [() => p.input('z', [-1]), 'input "z" expects sizes that are whole numbers, and got [-1].'],
  ])('%#', (make, message) => {
    expect(make).toThrow(ShapeError)
    expect(make).toThrow(message)
  })
})

test('what changes nothing makes no node', () => {
  expect(p.reshape(x, [2, -1])).toBe(x)
  expect(p.broadcast(x, [2, 3])).toBe(x)
  expect(p.transpose(x, [0, 1])).toBe(x)
  expect(p.slice(x, [0, 0], [2, 3])).toBe(x)
  expect(p.pad(x, [0, 0], [0, 0])).toBe(x)
  expect(p.sum(x, [])).toBe(x)
  expect(p.cast(x, 'float32')).toBe(x)
})
