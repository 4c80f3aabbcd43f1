import type { Evidence } from '@bzpeer/domain'
import { expect, test } from 'vitest'
import { type Confirmation, countSupported } from './count-supported.ts'

const day = (date: number): string => `2026-01-${String(date).padStart(2, '0')}T00:00:00Z`
const piece = (issuer: string, from: number, until: number | null = null): Evidence => ({
  kind: 'authorship.supported',
  issuer,
  source: '',
  observed_at: day(from),
  expires_at: until === null ? null : day(until),
})
const record: Evidence = { ...piece('this site', 5), supported: 1, total: 4 }
const confirmation = (statement: Evidence, ...workIds: number[]): Confirmation => ({ statement, workIds })

/** What is said on each of these days. */
function countsOn(confirmations: readonly Confirmation[], ...days: number[]) {
  const pieces = countSupported(record, confirmations)
  return days.map((date) => {
    // ISO 8601 in UTC, so that texts compare as instants.
    const valid = pieces.filter(
      (each) => each.observed_at <= day(date) && (each.expires_at === null || day(date) < each.expires_at),
    )
    expect(valid.length).toBeLessThan(2)
    return valid[0] === undefined ? undefined : `${valid[0].supported} of ${valid[0].total} by ${valid[0].issuer}`
  })
}

test('works count while somebody confirms them, each once, and no longer', () => {
  const both = [confirmation(piece('A2', 7, 20), 2, 3), confirmation(piece('A3', 9, 12), 3, 4)]
  expect(countsOn(both, 6, 7, 9, 12, 20)).toEqual([
    undefined,
    '3 of 4 by A2',
    '4 of 4 by A3',
    '3 of 4 by A2',
    undefined,
  ])
  expect(countSupported(record, both)).toEqual(countSupported(record, both.toReversed()))
})

test('what was confirmed before the record was taken over counts from then on, and ends like any other', () => {
  const older = [confirmation(piece('A2', 1, 8), 2), confirmation(piece('A3', 2, 4), 3)]
  expect(countsOn(older, 4, 5, 7, 8)).toEqual([undefined, '2 of 4 by A2', '2 of 4 by A2', undefined])
})

test('what was taken back ends then, and no count is more than there are works', () => {
  const taken = { ...piece('A2', 6), revoked_at: day(7) }
  expect(countsOn([confirmation(taken, 2)], 6, 7)).toEqual(['2 of 4 by A2', undefined])
  expect(countsOn([confirmation(piece('A2', 6), 2, 3, 5, 6, 7)], 9)).toEqual(['4 of 4 by A2'])
  expect(countSupported(record, [])).toEqual([])
})
