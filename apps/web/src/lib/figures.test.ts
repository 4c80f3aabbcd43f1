import { expect, test } from 'vitest'
import { formatCountOf, formatDate, formatPoints, formatYears } from './figures.ts'

test('a date is written out as far as it is known, in UTC', () => {
  expect(formatDate('2022-04-01')).toBe('1 April 2022')
  expect(formatDate('2022-04-01T23:59:59Z')).toBe('1 April 2022')
  expect(formatDate('2022-04')).toBe('April 2022')
  expect(formatDate('2022')).toBe('2022')
  expect(formatDate('in spring')).toBe('in spring')
})

test('points keep one decimal where they have one', () => {
  expect(formatPoints(3)).toBe('3')
  expect(formatPoints(14.4861)).toBe('14.5')
})

test('a span of years names its ends, once where they are the same', () => {
  expect(formatYears(2019, 2022)).toBe('2019 to 2022')
  expect(formatYears(2022, 2022)).toBe('2022')
  expect(formatYears(null, 2022)).toBe('2022')
  expect(formatYears(null, null)).toBeUndefined()
})

test('a count is said with its noun, one apart from many', () => {
  expect(formatCountOf(1, 'work')).toBe('1 work')
  expect(formatCountOf(0, 'work')).toBe('0 works')
  expect(formatCountOf(12_345, 'person', 'people')).toBe('12,345 people')
})
