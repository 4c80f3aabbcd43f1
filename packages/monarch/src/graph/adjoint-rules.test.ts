import { describe, expect, test } from 'vitest'
import { everyElement, weightedSum, worstGradientError } from '../../tests/gradient-error.ts'
import { type Feed, interpret } from '../../tests/interpret.ts'
import { type PrimitiveCase, primitiveCases } from '../../tests/primitive-cases.ts'
import { adjointRules, NotDifferentiableError } from './adjoint-rules.ts'
import { gradients } from './gradients.ts'
import type { Node, NodeOf, OpName } from './node.ts'
import { optimise } from './passes/optimise.ts'
import { add, cast, constant, input, log, matmul, max, maximum, mul, sum, transpose, where } from './primitives.ts'
import { trace } from './trace.ts'

const names = Object.keys(adjointRules) as OpName[]
/** What answers no float32, or has no gradient: a choice, a rounding, the one second derivative that is not there. */
const flat: ReadonlySet<OpName> = new Set(['less', 'equal', 'cast'])
const missing: ReadonlySet<OpName> = new Set(['crossEntropyGradient'])

function floats({ inputs }: PrimitiveCase): NodeOf<'input'>[] {
  return inputs.filter((node): node is NodeOf<'input'> => node.op === 'input' && node.dtype === 'float32')
}

test('every primitive has a case', () => {
  expect(names.filter((name) => (primitiveCases[name]?.length ?? 0) === 0)).toEqual([])
})

describe.each(names.filter((name) => !missing.has(name) && !flat.has(name)))('the gradient of %s', (name) => {
  test.each(primitiveCases[name])('agrees with differences for $title', (given) => {
    expect(worstGradientError(weightedSum(given.output), floats(given), given.feeds, everyElement)).toBeLessThan(1e-8)
  })
})

test.each([...flat])('no gradient flows through %s', (name) => {
  for (const given of primitiveCases[name]) {
    const wrt = floats(given)
    const loss = weightedSum(cast(given.output, 'float32'))
    for (const gradient of gradients(loss, wrt)) {
      expect(gradient.op).toBe('constant')
      expect(new Set((gradient as NodeOf<'constant'>).attributes.data)).toEqual(new Set([0]))
    }
  }
})

test('the second derivative of a cross-entropy is refused by name, with another way to write it', () => {
  const [given] = primitiveCases.crossEntropyGradient
  if (given === undefined) throw new Error('internal: it has a case')
  expect(() => gradients(weightedSum(given.output), floats(given))).toThrow(NotDifferentiableError)
  expect(() => gradients(weightedSum(given.output), floats(given))).toThrow('logSoftmax')
})

test('a value that is reached on several ways has the sum of their gradients', () => {
  const x = input('x', [2])
  const y = sum(mul(mul(x, x), log(x)), [0])
  expect(worstGradientError(y, [x], { x: [0.7, 1.9] }, everyElement)).toBeLessThan(1e-8)
})

test('where two values are equal, the gradient of the larger goes to the first, and that of the maximum is shared', () => {
  const [a, b] = [input('a', [1]), input('b', [1])]
  const larger = gradientsAt(sum(maximum(a, b), [0]), [a, b], { a: [2], b: [2] })
  expect(larger).toEqual([[1], [0]])
  const x = input('x', [3])
  expect(gradientsAt(max(x, [0]), [x], { x: [5, 1, 5] })).toEqual([[0.5, 0, 0.5]])
})

test('a loss that does not depend on a value has a gradient of zeros', () => {
  const [x, other] = [input('x', [2]), input('other', [2, 2])]
  expect(gradientsAt(sum(x, [0]), [other], { x: [1, 2], other: [1, 2, 3, 4] })).toEqual([[0, 0, 0, 0]])
})

test('a loss that is no scalar of float32 is refused with its shape', () => {
  expect(() => gradients(input('x', [2, 3]), [])).toThrow('gradients expects a scalar loss, and got float32 [2, 3].')
})

test('what is not chosen keeps an infinite gradient to itself', () => {
  const x = input('x', [2])
  const safe = where(constant(Uint8Array.of(1, 0), [2], 'bool'), mul(x, 2), 0)
  expect(gradientsAt(sum(safe, [0]), [x], { x: [1, Infinity] })).toEqual([[2, 0]])
})

function gradientsAt(loss: Node, wrt: readonly Node[], feeds: Feed): number[][] {
  const found = interpret(trace(Object.fromEntries(gradients(loss, wrt).entries())), feeds)
  return wrt.map((_, index) => [...found[index]!])
}

test('the gradient of what is transposed before products is itself of products, and not transposed again', () => {
  const [a, b, c] = [input('a', [3, 2]), input('b', [3, 4]), input('c', [3, 5])]
  const transposed = transpose(a, [1, 0])
  const loss = add(weightedSum(matmul(transposed, b)), weightedSum(matmul(transposed, c)))
  const [gradient] = gradients(loss, [a])
  const { nodes, outputs } = optimise(trace({ da: gradient! }))
  expect(outputs.get('da')?.op).toBe('add')
  // Of what the products answer; what is given to them is transposed where it is multiplied.
  expect(nodes.filter(({ op, inputs }) => op === 'transpose' && inputs[0]?.op === 'matmul')).toEqual([])
  const feeds = {
    a: [1, -2, 0.5, 4, 3, -1],
    b: [2, 1, 0, -1, 3, 2, 0.5, 1, -2, 1, 1, 1],
    c: [1, 0, 2, -1, 1, 0.5, 3, 1, -2, 1, 2, 1, -1, 0, 1],
  }
  expect(worstGradientError(loss, [a, b, c], feeds, everyElement)).toBeLessThan(1e-8)
})
