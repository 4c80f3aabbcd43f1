import { expect, test } from 'vitest'
import { findDuplicateKey } from './find-duplicate-key.ts'

test.each([
  ['{}', undefined],
  ['{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}', undefined],
  ['{"a":"a","b":["a","a"],"c":"b"}', undefined],
  ['{"a":1,"a":2}', 'a'],
  ['{"x":{"a" :1,"b":{},"a"\n: 2}}', 'a'],
  ['{"a":1,"\\u0061":2}', 'a'],
  [String.raw`{"a\"":1,"b":"\\","a\"":2}`, 'a"'],
  ['{"b":"}{\\":","c":1,"b":2}', 'b'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
])('%s has the duplicate key %s', (json, key) => {
  expect(findDuplicateKey(json)).toBe(key)
})
