import { expect, test } from 'vitest'
import { splitOffAbstract } from './inverted-index.ts'

test('an abstract is read off its inverted index, words in their places', () => {
  const index = { 'to': [0, 4], 'be': [1, 5], 'or': [2], 'not': [3], 'say "it"\\': [6], 'é,]}': [7] }
  const text = JSON.stringify({ id: 'W1', abstract_inverted_index: index, topics: [] })
  expect(splitOffAbstract(text)).toEqual({ json: '{"id":"W1","abstract_inverted_index":null,"topics":[]}', abstract: 'to be or not to be say "it"\\ é,]}' })
})

test('an index with spaces, with holes, or empty is read like any other', () => {
  expect(splitOffAbstract('{"abstract_inverted_index": {"a": [0], "c": [3, 5]}}')?.abstract).toBe('a c c')
  expect(splitOffAbstract('{"abstract_inverted_index":{}}')?.abstract).toBe('')
})

test.each([
  ['no index', '{"id":"W1"}'],
  ['null', '{"abstract_inverted_index":null}'],
  ['a list', '{"abstract_inverted_index":[1]}'],
  ['places that are no numbers', '{"abstract_inverted_index":{"a":["0"]}}'],
  ['a negative place', '{"abstract_inverted_index":{"a":[-1]}}'],
  ['a fraction', '{"abstract_inverted_index":{"a":[0.5]}}'],
  ['two numbers without a comma', '{"abstract_inverted_index":{"a":[1 2]}}'],
  ['a place beyond any abstract', '{"abstract_inverted_index":{"a":[999999999]}}'],
  ['a line that is cut off', '{"abstract_inverted_index":{"a":[0],"b'],
  ['its name inside a text', String.raw`{"title":"\"abstract_inverted_index\":{}"}`],
])('%s is left to the reader of the JSON', (_, text) => {
  expect(splitOffAbstract(text)).toBeUndefined()
})
