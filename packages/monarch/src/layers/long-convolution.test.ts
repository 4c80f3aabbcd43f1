import { describe, expect, test } from 'vitest'
import { drawn, modelGradientError } from '../../tests/gradient-error.ts'
import { interpret } from '../../tests/interpret.ts'
import { constant, input } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import { convolve, longConvolution } from './long-convolution.ts'
import { MonarchDft, realPlan, splitLength } from './monarch-dft.ts'

const [features, sequences] = [3, 2]

/** y[t] = Σ_u kernel[u]·x[t-u], loop by loop. */
function convolveDirectly(
  x: Float32Array,
  kernel: Float32Array,
  length: number,
  taps: number,
  causal: boolean,
): number[] {
  return Array.from({ length: length * features * sequences }, (_, i) => {
    const [t, column] = [Math.floor(i / (features * sequences)), i % (features * sequences)]
    let sum = 0
    for (let u = 0; u < taps; u++) {
      const from = causal ? t - u : (t - u + length) % length
      if (from >= 0)
        sum += kernel[u * features + Math.floor(column / sequences)]! * x[from * features * sequences + column]!
    }
    return sum
  })
}

describe.each([true, false])('a long convolution, causal: %s', (causal) => {
  test.each<[length: number, taps: number, blocks: number | 'dense' | undefined]>([
    [16, 16, undefined],
    [16, 5, undefined],
    [15, 15, undefined],
    [12, 12, 2],
    [12, 12, 6],
    [13, 13, undefined],
    [8, 8, 'dense'],
    [1, 1, undefined],
  ])('is the sum of its definition: length %i, %i taps, blocks %s', (length, taps, blocks) => {
    const feeds = { x: drawn([length, features, sequences]), kernel: drawn([taps, features], 'kernel') }
    const options = { causal, ...(blocks === undefined ? {} : { blocks }) }
    const y = convolve(input('x', [length, features, sequences]), input('kernel', [taps, features]), options)
    const found = interpret(trace({ y }), feeds)['y']!
    const expected = convolveDirectly(feeds.x, feeds.kernel, length, taps, causal)
    // The constants are float32.
    expect(Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)))).toBeLessThan(2e-6)
  })

  test('has gradients that agree with differences', () => {
    const x = constant(drawn([features, 2 * 6]), [features, 2 * 6], 'float32')
    expect(modelGradientError((scope) => longConvolution(scope, x, { sequences: 2, causal }))).toBeLessThan(1e-8)
  })
})

test.each([1, 2, 6, 16, 17, 36])('the transform of %i real values is Fourier’s, and the inverse undoes it', (n) => {
  const [n1, n2] = splitLength(n)
  const plan = realPlan(n1, n2)
  const dft = new MonarchDft(plan)
  const spectrum = dft.forward({ re: input('x', [n, 1]) })
  const { re, im } = dft.inOrder(spectrum)
  const x = drawn([n, 1])
  const found = interpret(trace({ re, im, back: dft.realInverse(spectrum, n) }), { x })
  plan.k2.forEach((two, b) =>
    plan.k1.forEach((one, a) => {
      const k = one + n1 * two
      const at = b * plan.k1.length + a
      const sum = (f: (angle: number) => number): number =>
        x.reduce((total, value, j) => total + value * f((-2 * Math.PI * ((j * k) % n)) / n), 0)
      expect(found['re']![at]).toBeCloseTo(sum(Math.cos), 5)
      expect(found['im']![at]).toBeCloseTo(sum(Math.sin), 5)
    }),
  )
  x.forEach((value, i) => expect(found['back']![i]).toBeCloseTo(value, 5))
})

test('a length falls into factors as near one another as can be', () => {
  expect([16, 15, 12, 13, 1].map((n) => splitLength(n))).toEqual([
    [4, 4],
    [5, 3],
    [4, 3],
    [13, 1],
    [1, 1],
  ])
  expect(splitLength(12, 'dense')).toEqual([12, 1])
})

test('what does not fit is refused with what was expected', () => {
  expect(() => splitLength(12, 5)).toThrow('splitLength expects blocks that divide the length 12, and got 5.')
  expect(() => convolve(input('x', [4, 3, 1]), input('kernel', [5, 3]), { causal: true })).toThrow(
    'convolve expects x [length, features, sequences] and a kernel [taps, features] of at most as many taps, and got [4, 3, 1] and [5, 3].',
  )
})
