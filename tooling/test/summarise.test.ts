import { expect, test } from 'vitest'
import { summarise } from './summarise.ts'

test('the last line is the figures alone; what was skipped stands before it, with the reasons', () => {
  const outcomes = new Map([
    ['unit', { passed: 7, failed: 0, skipped: ['no data', 'no browser', 'no data'] }],
    ['browser', { passed: 1, failed: 2, skipped: [] }],
  ])
  expect(summarise(outcomes, 61.4)).toEqual([
    '61 s; failed: browser',
    '3 skipped: 2 × no data; 1 × no browser',
    '8 passed, 2 failed',
  ])
  expect(summarise(new Map([['types', { passed: 1, failed: 0, skipped: [] }]]), 2)).toEqual([
    '2 s',
    '1 passed, 0 failed',
  ])
})
