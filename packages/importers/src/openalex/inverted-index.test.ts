import { expect, test } from 'vitest'
import { splitOffAbstract } from './inverted-index.ts'
import { parseRecord, RejectedRecordError } from './parse-record.ts'

test('an abstract is read off its inverted index, words in their places', () => {
  const index = { to: [0, 4], be: [1, 5], or: [2], not: [3], 'say "it"\\': [6], 'é,]}': [7] }
  const text = JSON.stringify({ id: 'W1', abstract_inverted_index: index, topics: [] })
  expect(splitOffAbstract(text)).toEqual({
    json: '{"id":"W1","abstract_inverted_index":null,"topics":[]}',
    abstract: 'to be or not to be say "it"\\ é,]}',
  })
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
  ['a comma too many', '{"abstract_inverted_index":{"a":[0],}}'],
  ['a comma too few', '{"abstract_inverted_index":{"a":[0] "b":[1]}}'],
  ['a comma before all', '{"abstract_inverted_index":{,"a":[0]}}'],
  ['a comma behind the last place', '{"abstract_inverted_index":{"a":[0,]}}'],
  ['a comma before the first place', '{"abstract_inverted_index":{"a":[,0]}}'],
  ['a number with a zero before it', '{"abstract_inverted_index":{"a":[00]}}'],
  ['a raw control character in a word', '{"abstract_inverted_index":{"a\u0001":[0]}}'],
  ['an index of a part of the record', '{"part":{"abstract_inverted_index":{"a":[0]}},"abstract_inverted_index":null}'],
  ['its name inside a text', String.raw`{"title":"\"abstract_inverted_index\":{}"}`],
])('%s is left to the reader of the JSON', (_, text) => {
  expect(splitOffAbstract(text)).toBeUndefined()
})

/** What is read off the text, and what the reader of the JSON makes of it: the escape hides the key from the former. */
function readBothWays(text: string): [unknown, unknown] {
  return [text, text.replaceAll('"abstract_inverted_index"', String.raw`"abstract_inverted_inde\u0078"`)].map(
    (line) => {
      try {
        return { ...parseRecord(line, null), contentHash: '' }
      } catch (error) {
        if (error instanceof RejectedRecordError) return 'put aside'
        throw error
      }
    },
  ) as [unknown, unknown]
}

test.each([
  '{"id":"W1","abstract_inverted_index":{"a":[0],"b":[1]}}',
  '{"abstract_inverted_index":{"a":[0]},"id":"W1","abstract":"As text"}',
  '{"abstract_inverted_index":{"a":[0]},"id":"W1","abstract":null}',
  '{"id":"W1","part":{"abstract_inverted_index":{"a":[0]}},"abstract_inverted_index":null}',
  '{"id":"W1","part":{"abstract_inverted_index":{"a":[0]}},"abstract_inverted_index":{"b":[0]}}',
  '{"id":"W1","part":{"abstract_inverted_index":{"a":[0]}}}',
  '{"id":"W1","abstract_inverted_index":{"a":[0]},"abstract_inverted_index":null}',
  '{"id":"W1","abstract_inverted_index" : {"a":[0]},"title":"abstract_inverted_index"}',
  String.raw`{"id":"W1","abstract_inverted_index":{"\ud83d\ude00":[0],"a\\":[1],"\"":[2],"\u00e9":[3]}}`,
  String.raw`{"id":"W1","abstract_inverted_index":{"a\u0000":[0]}}`,
  String.raw`{"id":"W1","abstract_inverted_index":{"a\ud83d":[0]}}`,
  String.raw`{"id":"W1","abstract_inverted_index":{"a\x":[0]}}`,
  '{"id":"W1","abstract_inverted_index":{"a":[1e2,200000]}}',
  '{"id":"W1","abstract_inverted_index":{"a":[200001]}}',
  `{"id":"W1","abstract_inverted_index":{"${'x'.repeat(150_000)}":[0,1]}}`,
  '{"id":"W1","abstract_inverted_index":{"a":[0]}',
  '{"id":"W1","abstract_inverted_index":{"a":[0]}}}',
  '{"id":"A1","display_name":"A","abstract_inverted_index":{"a":[0]}}',
])('a record reads the same whether its index is read off the text or as JSON: %.90s', (text) => {
  const [offText, asJson] = readBothWays(text)
  expect(offText).toEqual(asJson)
})

test('every cut through a record, and every character of it left out, reads the same both ways', () => {
  const text =
    '{"id":"W1","abstract_inverted_index":{"to":[0, 4],"be":[1,5] , "o\\"r":[2]},"part":{"x":[{}]},"title":"T"}'
  for (let at = 0; at < text.length; at++) {
    for (const changed of [
      text.slice(0, at),
      text.slice(0, at) + text.slice(at + 1),
      `${text.slice(0, at)},${text.slice(at)}`,
      `${text.slice(0, at)}0${text.slice(at)}`,
    ]) {
      const [offText, asJson] = readBothWays(changed)
      expect({ changed, record: offText }).toEqual({ changed, record: asJson })
    }
  }
})

test('a long word in thousands of places is not put together before it is refused', () => {
  const places = Array.from({ length: 100_000 }, (_, place) => place)
  const line = JSON.stringify({
    id: 'https://openalex.org/W1',
    abstract_inverted_index: { ['中'.repeat(2_600)]: places },
  })
  expect(splitOffAbstract(line)).toBeUndefined()
  expect(() => parseRecord(line, null)).toThrow(RejectedRecordError)
})
