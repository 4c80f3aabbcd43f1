import { expect, test } from 'vitest'
import { countTests } from './count-tests.ts'

const report = { numPassedTests: 3, numFailedTests: 0, numTotalTests: 5, testResults: [] }

test('what is neither passed nor failed is skipped', () => {
  expect(countTests(JSON.stringify(report), true)).toEqual({ passed: 3, failed: 0, skipped: 2 })
})

test('a file that could not be loaded is a failure', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }]
  expect(countTests(JSON.stringify({ ...report, testResults }), false).failed).toBe(1)
})

test('a run without a report, without tests, or with a bad end is a failure', () => {
  const empty = { ...report, numPassedTests: 0, numTotalTests: 0 }
  expect(countTests(undefined, true).failed).toBe(1)
  expect(countTests(JSON.stringify(empty), true).failed).toBe(1)
  expect(countTests(JSON.stringify(report), false).failed).toBe(1)
})
