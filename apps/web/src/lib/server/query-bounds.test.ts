import { expect, test } from 'vitest'
import {
  isListStart,
  MalformedQueryError,
  parseCursor,
  parseFilters,
  parsePageNumber,
  parseQuery,
  parseSearchType,
} from './query-bounds.ts'

function search(parameters: string): URL {
  return new URL(`http://localhost/search${parameters}`)
}

test('a query is trimmed, composed and rid of null bytes, which no database takes', () => {
  expect(parseQuery(search('?q=%20Re%CC%81%00%20'))).toBe('Ré')
  expect(parseQuery(search(''))).toBe('')
})

test('a query of more than 200 characters is refused', () => {
  expect(parseQuery(search(`?q=${'a'.repeat(200)}`))).toHaveLength(200)
  expect(() => parseQuery(search(`?q=${'a'.repeat(201)}`))).toThrow(MalformedQueryError)
})

test('pages run from 1 to 50', () => {
  expect(parsePageNumber(search(''))).toBe(1)
  expect(parsePageNumber(search('?page=50'))).toBe(50)
})

test.each(['0', '51', '-1', '1e1', 'x', ''])('"%s" is no page', (page) => {
  expect(() => parsePageNumber(search(`?page=${page}`))).toThrow(MalformedQueryError)
})

test('a type is named in the singular or the plural', () => {
  expect(parseSearchType('work')).toBe('work')
  expect(parseSearchType('works')).toBe('work')
  expect(parseSearchType(null)).toBe('all')
  expect(() => parseSearchType('dogs')).toThrow('Expected one of')
})

test('what is not the words, the type or the page of a search is a filter, unless it is empty', () => {
  expect(parseFilters(search('?q=a&type=works&page=2&from_year=2020&to_year='))).toEqual({ from_year: '2020' })
})

test('filters are few, with plain names and short values', () => {
  const many = Array.from({ length: 13 }, (_, index) => `${'a'.repeat(index + 1)}=1`).join('&')
  expect(() => parseFilters(search(`?${many}`))).toThrow(MalformedQueryError)
  expect(() => parseFilters(search('?From=1'))).toThrow(MalformedQueryError)
  expect(() => parseFilters(search(`?a=${'x'.repeat(201)}`))).toThrow(MalformedQueryError)
})

test('of two cursors the one to what follows counts, and neither means the start of the list', () => {
  expect(parseCursor(search('?after=2022-7&before=2024-1'))).toEqual({ after: '2022-7', before: null })
  expect(parseCursor(search('?before=2024-1'))).toEqual({ after: null, before: '2024-1' })
  expect(isListStart(parseCursor(search('?utm_source=x')))).toBe(true)
  expect(() => parseCursor(search(`?after=${'1'.repeat(81)}`))).toThrow(MalformedQueryError)
})
