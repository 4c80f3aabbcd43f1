import { expect, test } from 'vitest'
import { findKind, parseRecord, RejectedRecordError } from './parse-record.ts'

const work = (more: object) => JSON.stringify({ id: 'https://openalex.org/W1', title: 'A title', ...more })

function reasonOf(text: string): string {
  try {
    parseRecord(text, null)
  } catch (error) {
    if (error instanceof RejectedRecordError) return error.message
    throw error
  }
  throw new Error('taken over')
}

test.each([
  ['{"id":', /not complete JSON/],
  ['[1]', /Expected a JSON object/],
  ['null', /Expected a JSON object/],
  ['1', /Expected a JSON object/],
  ['{}', /got none/],
  ['{"id":null}', /got null/],
  ['{"id":5}', /got 5/],
  ['{"id":{"a":1}}', /got a list or an object/],
  ['{"id":"W"}', /got "W"/],
  ['{"id":"W-1"}', /got "W-1"/],
  ['{"id":"W1.5"}', /got "W1.5"/],
  ['{"id":"xW1"}', /got "xW1"/],
  ['{"id":"F1"}', /got "F1"/],
  ['{"id":"W0"}', /got "W0"/],
  ['{"id":"https://openalex.org/W1?x=1"}', /got /],
  [`{"id":"W${2 ** 53}"}`, /got /],
  [`{"id":"${'x'.repeat(500)}"}`, /got .{0,90}\.$/],
  [work({ title: 5 }), /^"title"/],
  [work({ title: 'x'.repeat(20_001) }), /^"title"/],
  [work({ type: {} }), /^"type"/],
  [work({ publication_year: 2020.5 }), /^"publication_year"/],
  [work({ publication_year: -1 }), /^"publication_year"/],
  [work({ publication_date: 2020 }), /^"publication_date"/],
  [work({ locations: Array.from({ length: 2_001 }, () => ({})) }), /^"locations"/],
  [work({ authorships: [{ raw_author_name: 'x'.repeat(2_001) }] }), /^"authorships\.0\.raw_author_name"/],
  [work({ authorships: [{ institutions: 'none' }] }), /^"authorships\.0\.institutions"/],
  [work({ topics: [{ id: 'T1' }] }), /^"topics\.0\.display_name"/],
  [work({ topics: [{ id: 'T1', display_name: 'T', score: -1 }] }), /^"topics\.0\.score"/],
  [work({ topics: [{ id: 'T1', display_name: 'T', score: 1e39 }] }), /^"topics\.0\.score"/],
  [work({ keywords: [5] }), /^"keywords\.0"/],
  [work({ referenced_works: [null] }), /^"referenced_works\.0"/],
  [work({ ids: [] }), /^"ids"/],
  [work({ ids: { doi: { a: 1 } } }), /^"ids\.doi"/],
  [work({ abstract_inverted_index: [] }), /^"abstract_inverted_index".*words/],
  [work({ abstract_inverted_index: { a: [0.5] } }), /^"abstract_inverted_index"/],
  [
    work({ abstract_inverted_index: { ['x'.repeat(1_000)]: Array.from({ length: 300 }, (_, place) => place) } }),
    /^"abstract_inverted_index"/,
  ],
  [work({ updated_date: 20_230_101 }), /^"updated_date"/],
  ['{"id":"A1"}', /^"display_name"/],
  ['{"id":"A1","display_name":null}', /^"display_name"/],
  ['{"id":"A1","display_name":"A","affiliations":[{"years":["2020"]}]}', /^"affiliations\.0\.years\.0"/],
  ['{"id":"A1","display_name":"A","affiliations":[{"years":[99999]}]}', /^"affiliations\.0\.years\.0"/],
  ['{"id":"I1","display_name":"I","geo":{"latitude":91}}', /^"geo\.latitude"/],
  ['{"id":"I1","display_name":"I","geo":{"longitude":"east"}}', /^"geo\.longitude"/],
  ['{"id":"I1","display_name":"I","country_code":"DEUTSCHLAND"}', /^"country_code"/],
  ['{"id":"T1","display_name":"T","field":{"id":17}}', /^"field\.display_name"/],
  ['{"id":"S1","display_name":"S","issn":"1234-5678"}', /^"issn"/],
  [String.raw`{"id":"S1","display_name":"\u0000"}`, /null character/],
  [String.raw`{"id":"S1","display_name":"S","\u0000":1}`, /null character/],
  [String.raw`{"id":"S1","display_name":"\uDBFF"}`, /half of a surrogate pair/],
])('a line is put aside with a reason that names the place: %.80s', (text, reason) => {
  expect(reasonOf(text)).toMatch(reason)
  expect(reasonOf(text).length).toBeLessThan(400)
})

test.each(['[', '{', '[{"id":"W1"},', '[{"id":"W1"}', '{"meta":{"count":3},"results":['])(
  'a line that opens a document of many lines is put aside with what is expected instead: %s',
  (text) => {
    expect(reasonOf(text)).toMatch(/not complete JSON .*Expected JSON Lines: one record a line/)
  },
)

test('text that only looks like a bad escape is good', () => {
  const record = parseRecord(String.raw`{"id":"S1","display_name":"\\u0000 and \\ud83d and \ud83d\ude00"}`, null)
  expect(record).toMatchObject({ name: String.raw`\u0000 and \ud83d and ` + '\u{1F600}' })
})

test.each([
  'https://openalex.org/W1',
  'http://openalex.org/W1',
  'W1',
  'w1',
  'https://api.openalex.org/works/W1',
  'https://openalex.org/W0001',
])('an id is read whatever stands before it: %s', (id) => {
  expect(parseRecord(JSON.stringify({ id }), null)).toMatchObject({ kind: 'work', id: 1 })
})

test.each([
  ['https://openalex.org/W1', 'openalex.org'],
  ['W1', 'openalex.org'],
  ['https://corpus.example:8080/W1', 'corpus.example:8080'],
  ['urn:x/W1', 'openalex.org'],
])('the source of %s is %s', (id, source) => {
  expect(parseRecord(JSON.stringify({ id }), null).source).toBe(source)
})

const folderDate = new Date('2023-05-16T00:00:00Z')

test.each([
  [{ updated_date: '2024-06-06T13:12:22.324231' }, '2024-06-06T13:12:22.324Z'],
  [{ updated_date: '2024-06-06 13:12:22' }, '2024-06-06T13:12:22.000Z'],
  [{ updated_date: '2024-06-06' }, '2024-06-06T00:00:00.000Z'],
  [{ updated_date: '2024-06-06T13:12:22+02:00' }, '2024-06-06T11:12:22.000Z'],
  [{ updated: '2024-06-06' }, '2024-06-06T00:00:00.000Z'],
  [{}, folderDate.toISOString()],
  [{ updated_date: null }, folderDate.toISOString()],
  [{ updated_date: 'last week' }, folderDate.toISOString()],
  [{ updated_date: '0000-01-01' }, folderDate.toISOString()],
  [{ updated_date: '0001-01-01T00:00:00+01:00' }, folderDate.toISOString()],
  [{ updated_date: '+012024-01-01T00:00:00Z' }, folderDate.toISOString()],
])(
  '%j was last changed %s, in whatever zone this runs; the folder speaks for a record that does not',
  (more, instant) => {
    expect(parseRecord(work(more), folderDate).updatedAt?.toISOString()).toBe(instant)
  },
)

test('equal text has an equal digest, in the form of a UUID; other text another', () => {
  const digests = [work({}), work({}), `${work({})} `].map((text) => parseRecord(text, null).contentHash)
  expect(digests[0]).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/)
  expect(digests[1]).toBe(digests[0])
  expect(digests[2]).not.toBe(digests[0])
})

test('the kind of a line can be asked for before anything else about it is known to be right', () => {
  expect(findKind('{"id":"T1"}')).toBe('topic')
  expect(findKind('{"id":"F1"}')).toBeUndefined()
  expect(findKind('{"id":')).toBeUndefined()
})
