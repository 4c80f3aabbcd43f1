import { expect, test } from 'vitest'
import { randomReal } from '../random-matrices.test-kit.ts'
import { factoriseShifted } from './shifted-tridiagonal.ts'

test('what is solved for gives the right-hand side again', () => {
  const n = 9
  const [d, e, b] = [randomReal(n, 1), randomReal(n, 2).fill(0, n - 1), randomReal(2 * n, 3)]
  const x = b.slice()
  factoriseShifted({ d, e }, 0.7, 5)(x)
  const beside = (i: number): number => (i % 2 === 0 ? d[i / 2]! : e[(i - 1) / 2]!)
  for (let i = 0; i < 2 * n; i++) {
    const before = i > 0 ? beside(i - 1) * x[i - 1]! : 0
    const after = i + 1 < 2 * n ? beside(i) * x[i + 1]! : 0
    expect(before + after - 0.7 * x[i]!).toBeCloseTo(b[i]!, 11)
  }
})

test('an eigenvalue as the shift is solved with, to a vector of great length', () => {
  const x = Float64Array.of(1, 0.5)
  factoriseShifted({ d: Float64Array.of(2), e: new Float64Array(1) }, 2, 2)(x)
  expect(Math.hypot(...x)).toBeGreaterThan(1e14)
  expect(x[0]! / x[1]!).toBeCloseTo(1, 12)
})
