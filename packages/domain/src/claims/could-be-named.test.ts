import { expect, test } from 'vitest'
import { couldBeNamed } from './could-be-named.ts'

test.each([
  ['Christopher Ré', 'Christopher Re'],
  ['C. Re', 'Christopher Ré'],
  ['Re, Christopher', 'Christopher Ré'],
  ['Chris Re', 'Christopher Ré'],
  ['Stephen G. Eick', 'S.G. Eick'],
  ['Arjun Desai', 'Arjun D. Desai'],
  ['王小明', '王小明'],
])('%s could be %s', (name, other) => {
  expect(couldBeNamed(name, ['Somebody Else', other])).toBe(true)
})

test.each([
  ['Christopher Manning', 'Christopher Ré'],
  ['Tri Dao', 'Tri Nguyen'],
  ['Li Wang', 'Lin Wang'],
  ['A B', 'A B'],
  ['', 'Christopher Ré'],
  ['Re', 'Tri Dao'],
  ['A. Desai', 'Bharat Desai'],
])('%s could not be %s', (name, other) => {
  expect(couldBeNamed(name, [other])).toBe(false)
})
