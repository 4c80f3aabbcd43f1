import { expect, test } from 'vitest'
import { encodeFloats } from './float-bytes.ts'
import { encodeSafetensors, readSafetensors, type StoredTensor } from './read-safetensors.ts'
import { fileOf } from './test-file.test-kit.ts'

const tensors = new Map<string, StoredTensor>([
  ['bytes', { dtype: 'U8', shape: [3], bytes: Uint8Array.of(1, 2, 3) }],
  ['__proto__', { dtype: 'F64', shape: [1, 2], bytes: encodeFloats('F64', Float64Array.of(4, 5)) }],
  ['empty', { dtype: 'I64', shape: [0, 7], bytes: new Uint8Array(0) }],
  ['halves', { dtype: 'F16', shape: [], bytes: encodeFloats('F16', Float64Array.of(0.5)) }],
])

test('what is written is read, of every type, with metadata', () => {
  const file = encodeSafetensors(tensors, new Map([['format', 'pt']]))
  const read = readSafetensors(file)
  expect(read.tensors).toEqual(tensors)
  expect([...read.metadata]).toEqual([['format', 'pt']])
})

test('wider elements lie first, so that all lie at multiples of their size', () => {
  const file = encodeSafetensors(tensors)
  expect([...readSafetensors(file).tensors.values()].map(({ dtype }) => dtype)).toEqual(['F64', 'I64', 'F16', 'U8'])
  expect(Number(new DataView(file.buffer).getBigUint64(0, true)) % 8).toBe(0)
})

test('a file that another program wrote is read', () => {
  const file = fileOf('{"x":{"dtype":"I16","shape":[2],"data_offsets":[0,4]}}  ', 4)
  file.set([1, 0, 255, 255], file.length - 4)
  expect(readSafetensors(file).tensors.get('x')).toEqual({
    dtype: 'I16',
    shape: [2],
    bytes: Uint8Array.of(1, 0, 255, 255),
  })
})

test('every file that is cut off is refused', () => {
  const file = encodeSafetensors(tensors)
  for (let length = 0; length < file.length; length++)
    expect(() => readSafetensors(file.subarray(0, length))).toThrow(/safetensors|header|Tensor|tensors/)
})

test('bytes that do not fit their shape are refused', () => {
  const wrong = new Map<string, StoredTensor>([['x', { dtype: 'F32', shape: [2], bytes: new Uint8Array(4) }]])
  expect(() => encodeSafetensors(wrong)).toThrow('Tensor "x": [2] of F32 takes 8 bytes, and 4 came.')
})
