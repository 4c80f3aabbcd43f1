import { describe, expect, test } from 'vitest'
import { parseHeader, parseHeaderLength } from './parse-header.ts'
import { SafetensorsError } from './safetensors-error.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const f32 = (shape: string, offsets: string): string => `{"dtype":"F32","shape":${shape},"data_offsets":${offsets}}`

function faultOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof SafetensorsError) return error.code
    throw error
  }
  return 'none'
}

test('a header names the tensors in the order of their bytes, and the metadata', () => {
  const json = `{"b":${f32('[2]', '[4,12]')},"__metadata__":{"made by":"hand"},"a":${f32('[]', '[0,4]')},"none":${f32('[0,3]', '[4,4]')}}   `
  const { entries, metadata } = parseHeader(bytesOf(json), 12)
  expect(entries.map(({ name, begin, end }) => [name, begin, end])).toEqual([
    ['a', 0, 4],
    ['none', 4, 4],
    ['b', 4, 12],
  ])
  expect(entries[2]).toEqual({ name: 'b', dtype: 'F32', shape: [2], begin: 4, end: 12 })
  expect([...metadata]).toEqual([['made by', 'hand']])
  expect(parseHeader(bytesOf('{}'), 0)).toEqual({ entries: [], metadata: new Map() })
})

describe('a header is refused', () => {
  const faults: readonly (readonly [what: string, json: string, dataBytes: number, code: string])[] = [
    ['that is no JSON', '{"a":', 0, 'safetensors-header-invalid'],
    ['that is empty', '', 0, 'safetensors-header-invalid'],
    ['that is no object', '[]', 0, 'safetensors-header-invalid'],
    ['that begins with a space', ' {}', 0, 'safetensors-header-invalid'],
    ['that begins with a byte order mark', '\uFEFF{}', 0, 'safetensors-header-invalid'],
    ['with a tensor twice', `{"a":${f32('[1]', '[0,4]')},"a":${f32('[1]', '[0,4]')}}`, 4, 'safetensors-duplicate-key'],
    [
      'with a shape twice',
      '{"a":{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}}',
      1,
      'safetensors-duplicate-key',
    ],
    ['with metadata that are no text', '{"__metadata__":{"a":1}}', 0, 'safetensors-metadata-invalid'],
    ['with metadata that are a list', '{"__metadata__":["a"]}', 0, 'safetensors-metadata-invalid'],
    ['with metadata of null', '{"__metadata__":null}', 0, 'safetensors-metadata-invalid'],
    ['with a tensor that is a number', '{"a":1}', 0, 'safetensors-entry-invalid'],
    ['with a tensor of null', '{"a":null}', 0, 'safetensors-entry-invalid'],
    ['with an unknown dtype', '{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}', 4, 'safetensors-dtype-unknown'],
    [
      'with a dtype that is no text',
      '{"a":{"dtype":["F32"],"shape":[1],"data_offsets":[0,4]}}',
      4,
      'safetensors-dtype-unknown',
    ],
    ['with a part of an element', `{"a":${f32('[1.5]', '[0,6]')}}`, 6, 'safetensors-shape-invalid'],
    ['with a negative size', `{"a":${f32('[-1]', '[0,4]')}}`, 4, 'safetensors-shape-invalid'],
    ['with a size of text', `{"a":${f32('["1"]', '[0,4]')}}`, 4, 'safetensors-shape-invalid'],
    ['with a shape that is no list', `{"a":${f32('1', '[0,4]')}}`, 4, 'safetensors-shape-invalid'],
    [
      'with a shape beyond counting',
      `{"a":${f32('[4294967296,4294967296]', '[0,4]')}}`,
      4,
      'safetensors-shape-invalid',
    ],
    ['with a size beyond counting', `{"a":${f32('[1e300]', '[0,4]')}}`, 4, 'safetensors-shape-invalid'],
    ['without offsets', '{"a":{"dtype":"F32","shape":[1]}}', 4, 'safetensors-offsets-invalid'],
    ['with one offset', `{"a":${f32('[1]', '[4]')}}`, 4, 'safetensors-offsets-invalid'],
    ['with three offsets', `{"a":${f32('[1]', '[0,4,8]')}}`, 8, 'safetensors-offsets-invalid'],
    ['with an end before the begin', `{"a":${f32('[1]', '[4,0]')}}`, 4, 'safetensors-offsets-invalid'],
    ['with a negative offset', `{"a":${f32('[1]', '[-4,0]')}}`, 4, 'safetensors-offsets-invalid'],
    ['with bytes that do not fit the shape', `{"a":${f32('[2]', '[0,4]')}}`, 4, 'safetensors-byte-count-wrong'],
    [
      'with tensors that overlap',
      `{"a":${f32('[2]', '[0,8]')},"b":${f32('[1]', '[4,8]')}}`,
      8,
      'safetensors-offsets-invalid',
    ],
    [
      'with the same bytes for two tensors',
      `{"a":${f32('[1]', '[0,4]')},"b":${f32('[1]', '[0,4]')}}`,
      4,
      'safetensors-offsets-invalid',
    ],
    ['with a gap', `{"a":${f32('[1]', '[0,4]')},"b":${f32('[1]', '[8,12]')}}`, 12, 'safetensors-offsets-invalid'],
    ['with a gap at the start', `{"a":${f32('[1]', '[4,8]')}}`, 8, 'safetensors-offsets-invalid'],
    ['with bytes after the last tensor', `{"a":${f32('[1]', '[0,4]')}}`, 5, 'safetensors-offsets-invalid'],
    ['whose data are cut off', `{"a":${f32('[2]', '[0,8]')}}`, 7, 'safetensors-truncated'],
  ]

  test.each(faults)('%s', (_what, json, dataBytes, code) => {
    expect(faultOf(() => parseHeader(bytesOf(json), dataBytes))).toBe(code)
  })

  test('that is not UTF-8', () => {
    expect(faultOf(() => parseHeader(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d), 0))).toBe(
      'safetensors-header-invalid',
    )
  })

  test('with lists in lists without end, and long names and values are cut short', () => {
    expect(faultOf(() => parseHeader(bytesOf(`{"a":${'['.repeat(1e6)}`), 0))).toBe('safetensors-header-invalid')
    expect(() => parseHeader(bytesOf(`{"a":${f32(`[${'1.5,'.repeat(1e5)}1]`, '[0,4]')}}`), 4)).toThrow(/^.{0,200}$/)
  })
})

describe('the length of the header', () => {
  const prefix = (length: bigint): Uint8Array => new Uint8Array(BigUint64Array.of(length).buffer)

  test('is read from the first eight bytes', () => {
    expect(parseHeaderLength(prefix(2n), 10)).toBe(2)
  })

  test.each([
    [3n, 10, 'safetensors-truncated'],
    [100_000_000n, 10, 'safetensors-truncated'],
    [100_000_001n, 1e9, 'safetensors-header-too-large'],
    [2n ** 64n - 1n, 1e9, 'safetensors-header-too-large'],
    [2n ** 63n, 1e9, 'safetensors-header-too-large'],
  ])('of %s in a file of %s bytes is refused', (length, fileBytes, code) => {
    expect(faultOf(() => parseHeaderLength(prefix(length), fileBytes))).toBe(code)
  })

  test('is missed in a file that is shorter', () => {
    expect(faultOf(() => parseHeaderLength(new Uint8Array(0), 0))).toBe('safetensors-truncated')
    expect(() => parseHeaderLength(new Uint8Array(7), 7)).toThrow(
      'begins with 8 bytes of header length, and this one has 7',
    )
  })
})

test('an entry that is nested without end is refused like any other that is none', () => {
  const deep = 2_000_000
  const json = `{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`
  expect(faultOf(() => parseHeader(bytesOf(json), 0))).toBe('safetensors-entry-invalid')
  expect(() => parseHeader(bytesOf(json), 0)).toThrow('and something nested too deep to be shown came.')
})
