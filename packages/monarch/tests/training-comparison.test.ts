import { expect, test } from 'vitest'
import { secondsOf, spreadOf, stepAtLoss } from '../benchmarks/training/compare.ts'

const points = [
  { step: 0, seconds: 0, loss: 7 },
  { step: 100, seconds: 0, loss: 5 },
  { step: 200, seconds: 0, loss: 4 },
  { step: 300, seconds: 0, loss: 4.5 },
]

test('a loss is reached between the validations around it, the first time', () => {
  expect(stepAtLoss(points, 4.5)).toBe(150)
  expect(stepAtLoss(points, 5)).toBe(100)
  expect(stepAtLoss(points, 3.9)).toBeUndefined()
  expect(stepAtLoss(points, 8)).toBe(0)
})

test('steps take the time of their kind', () => {
  const times = { dense: 400, monarch: 200 }
  expect(secondsOf(100, 0, times)).toBe(40)
  expect(secondsOf(100, 100, times)).toBe(20)
  expect(secondsOf(100, 90, times)).toBe(22)
  expect(secondsOf(50, 90, times)).toBe(10)
})

test('a spread is that of a sample', () => {
  expect(spreadOf([1, 2, 3])).toEqual({ mean: 2, deviation: 1 })
  expect(spreadOf([5])).toEqual({ mean: 5, deviation: 0 })
})
