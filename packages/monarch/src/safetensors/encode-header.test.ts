import { expect, test } from 'vitest'
import { encodeHeader } from './encode-header.ts'
import { parseHeader } from './parse-header.ts'

test('a header that was written is read', () => {
  const bytes = encodeHeader([{ name: 'ä"\n', dtype: 'BF16', shape: [2, 1] }], new Map([['a', 'b']]))
  const { entries, metadata } = parseHeader(bytes.subarray(8), 4)
  expect(entries).toEqual([{ name: 'ä"\n', dtype: 'BF16', shape: [2, 1], begin: 0, end: 4 }])
  expect(metadata.get('a')).toBe('b')
})

test('names that are there twice, or stand for something else, are refused', () => {
  const x = { name: 'x', dtype: 'U8', shape: [1] } as const
  expect(() => encodeHeader([x, x], new Map())).toThrow('A file has one tensor "x" at most')
  expect(() => encodeHeader([{ ...x, name: '__metadata__' }], new Map())).toThrow('one tensor "__metadata__" at most')
})
