import { expect, test } from 'vitest'
import { countTests } from './count-tests.ts'

const assertionResults = [
  { status: 'passed', fullName: 'one' },
  { status: 'passed', fullName: 'two' },
  { status: 'passed', fullName: 'three' },
  { status: 'skipped', fullName: 'a database (server; skipped: none is installed) is whole' },
  { status: 'pending', fullName: 'real records (embedded) are taken over (the test data is not here)' },
  { status: 'skipped', fullName: 'a browser opens' },
]
const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numTotalTests: 6,
  testResults: [{ status: 'passed', assertionResults }],
}

test('what is neither passed nor failed is skipped, for the reason that its title names', () => {
  expect(countTests(JSON.stringify(report), true)).toEqual({
    passed: 3,
    failed: 0,
    skipped: ['none is installed', 'the test data is not here', 'a browser opens'],
  })
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
