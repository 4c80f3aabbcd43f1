import type { Outcome } from './part.ts'

/** The part of Vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numTotalTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

const ended = new Set(['passed', 'failed'])

/**
 * Counts the tests of a run. A file that could not even be loaded counts as a failure, and so does
 * a run that ended badly or tested nothing: silence must not pass for success.
 */
export function countTests(report: string | undefined, succeeded: boolean): Outcome {
  if (report === undefined) return { passed: 0, failed: 1, skipped: [] }
  const { numPassedTests, numFailedTests, numTotalTests, testResults } = JSON.parse(report) as Report
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failed = numFailedTests + unloaded.length
  const unexplained = failed === 0 && (!succeeded || numTotalTests === 0) ? 1 : 0
  return {
    passed: numPassedTests,
    failed: failed + unexplained,
    skipped: testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => !ended.has(status))
      .map(({ fullName }) => reasonIn(fullName)),
  }
}

/** Titles of tests that may be skipped name the reason: `… (skipped: REASON)`, or `… (REASON)` at their end. */
function reasonIn(title: string): string {
  return (/skipped: ([^()]+)\)/.exec(title) ?? /\(([^()]+)\)$/.exec(title))?.[1] ?? title
}
