import { expect, test } from 'vitest'
import { drawn, parameterFeeds } from '../../tests/gradient-error.ts'
import { interpret } from '../../tests/interpret.ts'
import { ShapeError } from '../graph/errors.ts'
import { input } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import { Scope } from './scope.ts'
import { spectralLayer, type SpectralOptions } from './spectral-layer.ts'

const [channels, out, samples] = [2, 3, 2]

/** The layer by its definition: each low wave number of the field times its matrix, real part. */
function applyDirectly(
  x: Float32Array,
  weight: Record<string, Float32Array>,
  { grid, modes }: SpectralOptions,
): number[] {
  const [height, width] = grid
  const places = height * width
  const y = Array.from({ length: out * samples * places }, () => 0)
  const waves = [...Array(2 * modes[0]).keys()].map((i) => (i < modes[0] ? i : i - 2 * modes[0]))
  waves.forEach((a, i) => {
    for (let b = 0; b < modes[1]; b++) {
      // A wave number along the width above 0 stands for its conjugate too.
      const weightOfWave = (b === 0 || 2 * b === width ? 1 : 2) / places
      const angle = (place: number): number =>
        2 * Math.PI * ((a * Math.floor(place / width)) / height + (b * (place % width)) / width)
      for (let sample = 0; sample < samples; sample++)
        for (let to = 0; to < out; to++)
          for (let from = 0; from < channels; from++) {
            let [re, im] = [0, 0]
            for (let place = 0; place < places; place++) {
              const value = x[(from * samples + sample) * places + place]!
              re += value * Math.cos(angle(place))
              im -= value * Math.sin(angle(place))
            }
            const at = ((i * modes[1] + b) * out + to) * channels + from
            const [u, v] = [weight['weight.re']![at]!, weight['weight.im']![at]!]
            const [p, q] = [u * re - v * im, u * im + v * re]
            for (let place = 0; place < places; place++)
              y[(to * samples + sample) * places + place]! +=
                weightOfWave * (p * Math.cos(angle(place)) - q * Math.sin(angle(place)))
          }
    }
  })
  return y
}

test.each<[grid: [number, number], modes: [number, number], blocks: number | 'dense' | undefined]>([
  [[4, 6], [2, 2], undefined],
  [[6, 4], [1, 1], undefined],
  [[8, 9], [3, 2], undefined],
  [[9, 8], [4, 4], undefined],
  [[4, 4], [2, 2], 'dense'],
  [[8, 8], [2, 3], 2],
  [[5, 7], [2, 3], undefined],
])('a spectral layer is its definition on a grid %j with modes %j and blocks %s', (grid, modes, blocks) => {
  const scope = new Scope()
  const options: SpectralOptions = { samples, grid, modes, blocks }
  const shape = [channels, samples * grid[0] * grid[1]]
  const y = spectralLayer(scope, input('x', shape), out, options)
  const [x, weights] = [drawn(shape), parameterFeeds(scope)]
  const found = interpret(trace({ y }), { ...weights, x })['y']!
  const expected = applyDirectly(x, weights, options)
  expect(Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)))).toBeLessThan(2e-6)
})

test('learned transforms begin as Fourier’s', () => {
  const options: SpectralOptions = { samples, grid: [4, 6], modes: [2, 2] }
  const shape = [channels, samples * 24]
  const answers = [false, true].map((learnsTransforms) => {
    const scope = new Scope()
    const y = spectralLayer(scope, input('x', shape), out, { ...options, learnsTransforms })
    const weights = scope.parameters.map(({ name, shape: size, initialise }) => {
      const data = drawn(size, name)
      if (name.startsWith('transform.')) initialise(data, undefined as never)
      return [name, data] as const
    })
    return {
      names: weights.length,
      y: interpret(trace({ y }), { ...Object.fromEntries(weights), x: drawn(shape) })['y'],
    }
  })
  expect(answers.map(({ names }) => names)).toEqual([2, 2 + 16])
  expect(answers[1]?.y).toEqual(answers[0]?.y)
})

test('values of another shape are refused with what was expected', () => {
  const options: SpectralOptions = { samples, grid: [4, 6], modes: [2, 2] }
  expect(() => spectralLayer(new Scope(), input('x', [2, 24]), out, options)).toThrow(ShapeError)
  expect(() => spectralLayer(new Scope(), input('x', [2, 24]), out, options)).toThrow(
    'spectralLayer expects x [channels, 48], and got [2, 24].',
  )
})
