import { describe, expect, test } from 'vitest'
import { drawn, modelGradientError } from '../../tests/gradient-error.ts'
import { interpret } from '../../tests/interpret.ts'
import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { constant, input, transpose } from '../graph/primitives.ts'
import { sizeOf } from '../graph/shape.ts'
import { trace } from '../graph/trace.ts'
import { linear, monarchProduct } from './linear.ts'
import { monarchRow } from './linear-row.ts'
import { Random } from './random.ts'
import { Scope } from './scope.ts'

/** k blocks of q by p, then l blocks of s by r; x has `width` of k·p features, y `out` of l·s. */
interface Form {
  readonly first: readonly [k: number, q: number, p: number]
  readonly second: readonly [l: number, s: number, r: number]
  readonly width: number
  readonly out: number
}

/** M[s'·l + l', k'·p + p'] by the formula of MONARCH.md, loop by loop. */
function denseOf({ first, second }: Form, w1: ArrayLike<number>, w2: ArrayLike<number>): number[][] {
  const [[k, q, p], [l, s, r]] = [first, second]
  const dense = Array.from({ length: l * s }, () => Array.from({ length: k * p }, () => 0))
  for (let s1 = 0; s1 < s; s1++)
    for (let l1 = 0; l1 < l; l1++)
      for (let k1 = 0; k1 < k; k1++)
        for (let p1 = 0; p1 < p; p1++)
          for (let q1 = 0; q1 < q; q1++) {
            const h = k1 * q + q1
            if (h % l !== l1) continue
            dense[s1 * l + l1]![k1 * p + p1]! +=
              w2[(l1 * s + s1) * r + Math.floor(h / l)]! * w1[(k1 * q + q1) * p + p1]!
          }
  return dense
}

const forms: readonly (readonly [title: string, form: Form])[] = [
  ['square, as many blocks as their width', { first: [3, 3, 3], second: [3, 3, 3], width: 9, out: 9 }],
  ['wide', { first: [2, 3, 3], second: [2, 6, 3], width: 6, out: 12 }],
  ['narrow', { first: [4, 2, 3], second: [4, 2, 2], width: 12, out: 8 }],
  ['one block', { first: [1, 4, 5], second: [1, 3, 4], width: 5, out: 3 }],
  ['as many blocks as features', { first: [5, 1, 1], second: [5, 1, 1], width: 5, out: 5 }],
  ['padded and cropped', { first: [3, 2, 3], second: [3, 3, 2], width: 7, out: 8 }],
  ['k and l differ', { first: [2, 6, 3], second: [4, 2, 3], width: 6, out: 8 }],
  ['k and l without a common divisor', { first: [3, 4, 2], second: [4, 2, 3], width: 5, out: 7 }],
  ['fewer units than blocks', { first: [4, 1, 2], second: [4, 3, 1], width: 8, out: 12 }],
  ['l above q', { first: [2, 3, 2], second: [6, 2, 1], width: 4, out: 11 }],
]

test.each(forms)('a Monarch product is the product with the dense matrix of the formula: %s', (_, form) => {
  const { first, second, width, out } = form
  const tokens = 4
  const feeds = { x: drawn([width, tokens], 'x'), w1: drawn(first, 'w1'), w2: drawn(second, 'w2') }
  const y = monarchProduct(input('x', [width, tokens]), input('w1', first), input('w2', second), out)
  const found = interpret(trace({ y }), feeds)['y']!
  const dense = denseOf(form, feeds.w1, feeds.w2)
  const expected = Array.from({ length: out * tokens }, (__, i) => {
    const [row, token] = [dense[Math.floor(i / tokens)]!, i % tokens]
    return Array.from({ length: width }, (___, j) => row[j]! * feeds.x[j * tokens + token]!).reduce((a, b) => a + b, 0)
  })
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 12))
})

test('the row form is the same layer with its factors transposed', () => {
  const [tokens, width, out, blocks] = [2, 7, 10, 3]
  const scope = new Scope()
  const row = monarchRow(scope, input('x', [tokens, width]), out, blocks)
  const [w1, w2] = scope.parameters.map(({ node }) => transpose(node, [0, 2, 1]))
  const feature = monarchProduct(transpose(input('x', [tokens, width]), [1, 0]), w1!, w2!, out)
  const feeds = {
    x: drawn([tokens, width]),
    ...Object.fromEntries(scope.parameters.map(({ name, shape }) => [name, drawn(shape, name)])),
  }
  const found = interpret(trace({ row }), feeds)['row']!
  const expected = interpret(trace({ y: transpose(feature, [1, 0]) }), feeds)['y']!
  expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-12)
})

describe('a layer begins with the variance of nn.Linear, 1/(3·in)', () => {
  test.each<[width: number, out: number, blocks: number | 'dense']>([
    [192, 192, 'dense'],
    [192, 192, 4],
    [128, 512, 4],
    [512, 128, 8],
    [256, 256, 16],
    [200, 300, 7],
    [250, 130, 6],
    [144, 144, 18],
  ])('%i to %i, blocks %s', (width, out, blocks) => {
    const layer = (scope: Scope, x: Node): Node => linear(scope, x, out, { blocks, bias: false })
    expect(Math.abs(varianceOf(width, layer) * 3 * width - 1)).toBeLessThan(0.05)
  })

  test('so does the row form', () => {
    const layer = (scope: Scope, x: Node): Node => monarchRow(scope, x, 300, 7)
    expect(Math.abs(varianceOf(200, layer) * 3 * 200 - 1)).toBeLessThan(0.05)
  })
})

/** Mean square of the whole matrix's entries, over several seeds: for the identity, the layer answers its matrix. */
function varianceOf(width: number, layer: (scope: Scope, x: Node) => Node): number {
  const scope = new Scope()
  const identity = new Float32Array(width * width)
  for (let i = 0; i < width; i++) identity[i * width + i] = 1
  const y = layer(scope, constant(identity, [width, width], 'float32'))
  const graph = trace({ y })
  const found = [1, 2, 3].map((seed) => {
    const feeds = scope.parameters.map(({ name, shape, initialise }) => {
      const data = new Float32Array(sizeOf(shape))
      initialise(data, Random.from(seed, name))
      return [name, data] as const
    })
    const matrix = interpret(graph, Object.fromEntries(feeds))['y']!
    return matrix.reduce((total, value) => total + value * value, 0) / matrix.length
  })
  return found.reduce((a, b) => a + b, 0) / found.length
}

test.each<['dense' | number, width: number, out: number]>([
  ['dense', 3, 4],
  [2, 4, 6],
  [3, 7, 5],
  [4, 4, 4],
])('the gradients of a linear layer agree with differences: blocks %s, %i to %i', (blocks, width, out) => {
  const x = constant(drawn([width, 3]), [width, 3], 'float32')
  expect(modelGradientError((scope) => linear(scope, x, out, { blocks }))).toBeLessThan(1e-8)
  const row = constant(drawn([2, width]), [2, width], 'float32')
  if (blocks !== 'dense') expect(modelGradientError((scope) => monarchRow(scope, row, out, blocks))).toBeLessThan(1e-8)
})

test('a layer may name learning rates for its two factors, and its bias does not decay', () => {
  const scope = new Scope()
  linear(scope, input('x', [4, 2]), 6, { blocks: 2, rates: [0.5, 0.25] })
  expect(scope.parameters.map(({ name, rate, decays }) => [name, rate, decays])).toEqual([
    ['w1', 0.5, true],
    ['w2', 0.25, true],
    ['bias', 1, false],
  ])
})

test('the factors of the row form decay, as those of a layer do', () => {
  const scope = new Scope()
  monarchRow(scope, input('x', [2, 4]), 6, 2)
  expect(scope.parameters.map(({ decays }) => decays)).toEqual([true, true])
})

test.each<[what: string, make: () => unknown, message: string]>([
  [
    'blocks',
    () => linear(new Scope(), input('x', [4, 2]), 3, { blocks: 4 }),
    'linear expects 1 to 3 blocks for 4 by 3',
  ],
  ['half blocks', () => linear(new Scope(), input('x', [4, 2]), 3, { blocks: 1.5 }), 'features, and got 1.5.'],
  [
    'axes',
    () => linear(new Scope(), input('x', [4]), 3, { blocks: 1 }),
    'linear expects activations [features, tokens]',
  ],
  [
    'blocks of a row',
    () => monarchRow(new Scope(), input('x', [2, 4]), 3, 4),
    'monarchRow expects 1 to 3 blocks for 4 by 3 features, and got 4.',
  ],
  [
    'axes of a row',
    () => monarchRow(new Scope(), input('x', [4]), 3, 1),
    'monarchRow expects activations [tokens, features], and got [4].',
  ],
  [
    'factors',
    () => monarchProduct(input('x', [4, 2]), input('w1', [2, 2, 2]), input('w2', [3, 2, 1]), 4),
    'monarchProduct expects factors [k, q, p] and [l, s, r] with k·q = l·r',
  ],
])('%s that do not fit are refused with what was expected', (_, make, message) => {
  expect(make).toThrow(ShapeError)
  expect(make).toThrow(message)
})
