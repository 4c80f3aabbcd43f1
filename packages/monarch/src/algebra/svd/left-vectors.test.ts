import { expect, test } from 'vitest'
import { randomReal } from '../random-matrices.test-kit.ts'
import { dot } from '../vector-kernels.ts'
import { leftVectors } from './left-vectors.ts'
import { largestSingularValues } from './singular-values.ts'

const n = 40
const cases: readonly (readonly [name: string, d: Float64Array, e: Float64Array])[] = [
  ['random entries', randomReal(n, 1), randomReal(n, 2).fill(0, n - 1)],
  ['one value many times over', new Float64Array(n).fill(1), new Float64Array(n)],
  [
    'pairs of values that nearly coincide',
    randomReal(n, 3).map((_, i) => 1 + (i % (n / 2))),
    new Float64Array(n).fill(1e-9, 0, n - 1),
  ],
  [
    'values over fifteen powers of ten',
    new Float64Array(n).map((_, i) => 10 ** (-15 * (i / n))),
    new Float64Array(n).map((_, i) => (i + 1 < n ? 10 ** (-15 * (i / n)) / 2 : 0)),
  ],
]

test.each(cases)('%s: the vectors are orthonormal, and belong to their values', (_name, d, e) => {
  const values = largestSingularValues({ d, e }, n / 2, 1e-15)
  const u = leftVectors({ d, e }, values)
  for (const [t, value] of values.entries()) {
    for (let other = 0; other <= t; other++)
      expect(Math.abs(dot(u, t * n, u, other * n, n) - (t === other ? 1 : 0))).toBeLessThan(1e-13)
    // |Bᵀ·u| = σ for a vector of σ.
    let squared = 0
    for (let i = 0; i < n; i++) squared += (d[i]! * u[t * n + i]! + (i > 0 ? e[i - 1]! * u[t * n + i - 1]! : 0)) ** 2
    expect(Math.abs(Math.sqrt(squared) - value)).toBeLessThan(1e-13 * values[0]!)
  }
})
