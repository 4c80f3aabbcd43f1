import { expect, test } from 'vitest'
import { decodeFloats, encodeFloats } from './float-bytes.ts'
import { encodeSafetensors, readSafetensors, type StoredTensor } from './read-safetensors.ts'
import { referenceFile } from './reference-file.test-kit.ts'
import { fileOf } from './test-file.test-kit.ts'

const { tensors, metadata } = readSafetensors(referenceFile())

function numbersOf(name: string): readonly number[] {
  const tensor = tensors.get(name)
  switch (tensor?.dtype) {
    case 'F64':
    case 'F32':
    case 'F16':
    case 'BF16':
      return [...decodeFloats(tensor.dtype, tensor.bytes)]
    default:
      throw new Error(`"${name}" has no floats`)
  }
}

test('names, types, shapes and metadata of the format’s own library are read as they are', () => {
  expect([...tensors].map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual([
    ['long', 'I64', [2]],
    ['float64', 'F64', [2, 2]],
    ['empty', 'F32', [0, 3]],
    ['float32', 'F32', [1, 2, 3]],
    ['scalar', 'F32', []],
    ['brain', 'BF16', [3]],
    ['half', 'F16', [3]],
    ['naïve/β', 'U8', [1]],
    ['bool', 'BOOL', [3]],
  ])
  expect(Object.fromEntries(metadata)).toEqual({ format: 'np', note: 'a "quoted" line\n' })
})

test('numbers of the format’s own library are read to the last bit', () => {
  expect(numbersOf('float64')).toEqual([0.1, -2.5, 1e300, Infinity])
  expect(numbersOf('float32')).toEqual([0, 0.25, 0.5, 0.75, 1, 1.25])
  expect(numbersOf('scalar')).toEqual([3.25])
  expect(numbersOf('empty')).toEqual([])
  expect(numbersOf('half')).toEqual([1.5, -65504, 2 ** -24])
  expect(numbersOf('brain')).toEqual([1.5, -50, Infinity])
  const long = tensors.get('long')?.bytes ?? new Uint8Array(16)
  expect([...new BigInt64Array(long.slice().buffer)]).toEqual([-(2n ** 63n), 2n ** 63n - 1n])
  expect([...(tensors.get('bool')?.bytes ?? [])]).toEqual([1, 0, 1])
})

test('what the format’s own library wrote is written again byte for byte', () => {
  expect(encodeSafetensors(tensors, metadata)).toEqual(referenceFile())
})

test('a file is 8 bytes of length, the header padded with spaces, and the bytes of the tensors without a gap', () => {
  const written = encodeSafetensors(
    new Map<string, StoredTensor>([
      ['b', { dtype: 'BOOL', shape: [1], bytes: Uint8Array.of(1) }],
      ['none', { dtype: 'F64', shape: [2, 0], bytes: new Uint8Array(0) }],
      ['h', { dtype: 'BF16', shape: [], bytes: encodeFloats('BF16', Float64Array.of(-2)) }],
      ['i', { dtype: 'I64', shape: [1], bytes: Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255) }],
    ]),
    new Map([['k', 'v']]),
  )
  const header = [
    '{"__metadata__":{"k":"v"}',
    '"none":{"dtype":"F64","shape":[2,0],"data_offsets":[0,0]}',
    '"i":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}',
    '"h":{"dtype":"BF16","shape":[],"data_offsets":[8,10]}',
    '"b":{"dtype":"BOOL","shape":[1],"data_offsets":[10,11]}}',
  ].join(',')
  expect(header.length).toBe(247)
  expect([...written.subarray(0, 8)]).toEqual([248, 0, 0, 0, 0, 0, 0, 0])
  expect(new TextDecoder().decode(written.subarray(8, 256))).toBe(`${header} `)
  expect([...written.subarray(256)]).toEqual([255, 255, 255, 255, 255, 255, 255, 255, 0x00, 0xc0, 1])
})

test('a header may be padded with as many spaces as its writer likes, and name tensors in any order', () => {
  const entries =
    '"late":{"dtype":"F16","shape":[1],"data_offsets":[1,3]},"early":{"dtype":"BOOL","shape":[],"data_offsets":[0,1]}'
  const file = fileOf(`{${entries}}${' '.repeat(1000)}`, 3)
  file.set([1, 0x00, 0x3e], file.length - 3)
  const read = readSafetensors(file).tensors
  // Two bytes that begin at an odd place.
  expect([...decodeFloats('F16', read.get('late')?.bytes ?? new Uint8Array(0))]).toEqual([1.5])
  expect([...(read.get('early')?.bytes ?? [])]).toEqual([1])
})
