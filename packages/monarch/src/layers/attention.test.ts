import { describe, expect, test } from 'vitest'
import { drawn, modelGradientError, parameterFeeds } from '../../tests/gradient-error.ts'
import { interpret } from '../../tests/interpret.ts'
import { constant, input } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import { attention, type AttentionOptions } from './attention.ts'
import { addPositions, embed, embeddingTable } from './embedding.ts'
import { layerNorm } from './layer-norm.ts'
import { Scope } from './scope.ts'
import { postNormBlock, preNormBlock } from './transformer-block.ts'

const [width, sequences, length] = [4, 2, 3]
const shape = [width, sequences * length]
const x = constant(drawn(shape), shape, 'float32')
const keyMask = constant(Float32Array.of(1, 1, 0, 1, 1, 1), [sequences, length], 'float32')

describe.each<[title: string, options: Partial<AttentionOptions>]>([
  ['dense', {}],
  ['Monarch', { blocks: 2 }],
  ['causal', { causal: true }],
  ['with padding', { keyMask }],
  ['causal, with padding', { causal: true, keyMask }],
])('attention, %s', (_, options) => {
  const whole: AttentionOptions = { heads: 2, sequences, causal: false, blocks: 'dense', ...options }

  test('has gradients that agree with differences', () => {
    expect(modelGradientError((scope) => attention(scope, x, whole))).toBeLessThan(1e-8)
  })

  test('lets each token see the tokens it may, of its own sequence, and no other', () => {
    for (let from = 0; from < sequences * length; from++) {
      const moved = tokensMovedBy(from, whole)
      const isPadding = whole.keyMask !== undefined && from === length - 1
      for (let to = 0; to < sequences * length; to++) {
        const isSeen = Math.floor(from / length) === Math.floor(to / length) && (!whole.causal || from <= to)
        // A padding token still asks for itself; nobody looks at what it holds.
        expect(moved.has(to), `${from} to ${to}`).toBe(isPadding ? from === to : isSeen)
      }
    }
  })
})

test('a long sequence, whose queries are taken in parts, answers for each token what the tokens up to it answer', () => {
  const long = 600
  const answer = (count: number, causal: boolean): Float64Array => {
    const scope = new Scope()
    const y = attention(scope, input('x', [2, count]), { heads: 1, sequences: 1, causal, blocks: 'dense' })
    const cut = Array.from({ length: 2 }, (_, feature) => tokens.subarray(feature * long, feature * long + count))
    return interpret(trace({ y }), { ...parameterFeeds(scope), x: cut.flatMap((row) => [...row]) })['y']!
  }
  const tokens = drawn([2, long])
  const whole = answer(long, true)
  for (const count of [1, 200, 201, 400, 599, 600]) {
    const last = answer(count, false)
    for (let feature = 0; feature < 2; feature++)
      expect(whole[feature * long + count - 1]).toBeCloseTo(last[(feature + 1) * count - 1]!, 12)
  }
})

test.each([true, false])('no tokens are no error (causal: %s)', (causal) => {
  const y = attention(new Scope(), input('x', [width, 0]), { heads: 2, sequences: 1, causal, blocks: 'dense' })
  expect(y.shape).toEqual([width, 0])
})

/** The tokens whose answers differ when one token is another. */
function tokensMovedBy(token: number, options: AttentionOptions): Set<number> {
  const scope = new Scope()
  const graph = trace({ y: attention(scope, input('x', shape), options) })
  const parameters = parameterFeeds(scope)
  const [before, after] = [drawn(shape), drawn(shape)]
  for (let feature = 0; feature < width; feature++) after[feature * sequences * length + token]! += 0.5
  const answers = [before, after].map((value) => interpret(graph, { ...parameters, x: value })['y']!)
  const tokens = Array.from({ length: sequences * length }, (_, i) => i)
  const differs = (i: number): boolean => Math.abs(answers[0]![i]! - answers[1]![i]!) > 1e-9
  return new Set(
    tokens.filter((to) => Array.from({ length: width }, (_, f) => f * tokens.length + to).some((i) => differs(i))),
  )
}

test.each([preNormBlock, postNormBlock])('the gradients of %o agree with differences', (block) => {
  for (const blocks of ['dense', 2] as const) {
    const options = { heads: 2, sequences, causal: true, hidden: 6, blocks: { attention: blocks, feedForward: blocks } }
    expect(modelGradientError((scope) => block(scope, x, options))).toBeLessThan(1e-8)
  }
})

test('the gradients of layer normalisation and of embeddings agree with differences', () => {
  expect(modelGradientError((scope) => layerNorm(scope, x))).toBeLessThan(1e-8)
  const ids = constant(Int32Array.of(2, 0, 2, 1, 4, 2), [6], 'int32')
  const build = (scope: Scope) => addPositions(scope, embed(embeddingTable(scope, 5, width), ids), sequences, 4)
  expect(modelGradientError(build)).toBeLessThan(1e-8)
})

test('a causal mask and a key mask of other shapes are refused with what was expected', () => {
  const options: AttentionOptions = { heads: 3, sequences, causal: false, blocks: 'dense' }
  expect(() => attention(new Scope(), x, options)).toThrow(
    'attention expects features that 3 heads and tokens that 2 sequences divide, and got [4, 6].',
  )
  const wrong = { ...options, heads: 2, keyMask: constant(new Float32Array(6), [3, 2], 'float32') }
  expect(() => attention(new Scope(), x, wrong)).toThrow('attention expects a key mask [2, 3], and got [3, 2].')
  expect(() => addPositions(new Scope(), x, sequences, 2)).toThrow(
    'addPositions expects tokens of 2 sequences of at most 2 each, and got [4, 6].',
  )
})
