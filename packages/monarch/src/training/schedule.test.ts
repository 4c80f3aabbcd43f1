import { expect, test } from 'vitest'
import { learningRateAt, type Schedule } from './schedule.ts'

const schedule: Schedule = { kind: 'cosine', peak: 1, warmup: 10, steps: 110, final: 0.1 }

test('the learning rate rises in equal parts to its peak', () => {
  expect([1, 5, 10].map((step) => learningRateAt(schedule, step))).toEqual([0.1, 0.5, 1])
})

test.each([
  ['cosine', [1, 0.868_198, 0.55, 0.1]],
  ['linear', [1, 0.775, 0.55, 0.1]],
  ['constant', [1, 1, 1, 1]],
] as const)('%s goes from the peak to the end as its name says', (kind, expected) => {
  const rates = [10, 35, 60, 110].map((step) => learningRateAt({ ...schedule, kind }, step))
  for (const [index, rate] of rates.entries()) expect(rate).toBeCloseTo(expected[index] ?? Number.NaN, 6)
})

test('a run that is all warm-up ends at its peak, and one without begins at it', () => {
  expect(learningRateAt({ ...schedule, kind: 'constant', warmup: 110 }, 110)).toBe(1)
  expect(learningRateAt({ ...schedule, warmup: 0 }, 0)).toBe(1)
})
