import type { Outcome } from './part.ts'

/** The part of Vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numTotalTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

/**
 * Counts the tests of a run. A file that could not even be loaded counts as a failure, and so does
 * a run that ended badly or tested nothing: silence must not pass for success.
 */
export function countTests(report: string | undefined, succeeded: boolean): Outcome {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numTotalTests, testResults } = JSON.parse(report) as Report
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failed = numFailedTests + unloaded.length
  const unexplained = failed === 0 && (!succeeded || numTotalTests === 0) ? 1 : 0
  return {
    passed: numPassedTests,
    failed: failed + unexplained,
    skipped: numTotalTests - numPassedTests - numFailedTests,
  }
}
