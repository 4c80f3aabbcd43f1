import { describe, expect, test } from 'vitest'
import { decodeFloat32s, decodeFloats, encodeFloats } from './float-bytes.ts'

const bitsOf = (dtype: 'F16' | 'BF16', value: number): number => {
  const [low = 0, high = 0] = encodeFloats(dtype, Float64Array.of(value))
  return low + 256 * high
}

describe('F16', () => {
  test.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [1e300, 0x7c00],
    [-Infinity, 0xfc00],
    [NaN, 0x7e00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [2 ** -25 * 1.0001, 0x0001],
    [2 ** -14 - 2 ** -25, 0x0400],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    // Just above the tie: rounding to float32 first would lose it.
    [1 + 2 ** -11 + 2 ** -40, 0x3c01],
    [1e-320, 0x0000],
  ])('%s is %s', (value, bits) => {
    expect(bitsOf('F16', value)).toBe(bits)
  })

  test('every number comes back', () => {
    const bytes = new Uint8Array(Uint16Array.from({ length: 65536 }, (_, i) => i).buffer)
    const values = decodeFloats('F16', bytes)
    const back = new Uint16Array(encodeFloats('F16', values).buffer)
    for (const [bits, value] of values.entries())
      if (Number.isNaN(value)) expect(back[bits]).toBe(0x7e00)
      else if (back[bits] !== bits) expect(back[bits]).toBe(bits)
  })
})

describe('BF16', () => {
  test.each([
    [1, 0x3f80],
    [-3.5, 0xc060],
    [1 + 2 ** -8, 0x3f80],
    [1 + 3 * 2 ** -8, 0x3f82],
    [3.4e38, 0x7f80],
    [2 ** -133, 0x0001],
    [NaN, 0x7fc0],
  ])('%s is %s', (value, bits) => {
    expect(bitsOf('BF16', value)).toBe(bits)
  })

  test('every number comes back', () => {
    const values = decodeFloats('BF16', new Uint8Array(Uint16Array.from({ length: 65536 }, (_, i) => i).buffer))
    const back = new Uint16Array(encodeFloats('BF16', values).buffer)
    expect(values.every((value, bits) => Number.isNaN(value) || back[bits] === bits)).toBe(true)
  })
})

test('float32 and float64 keep every bit', () => {
  const values = Float64Array.of(Math.PI, -0, 5e-324, 1.7e308)
  expect(decodeFloats('F64', encodeFloats('F64', values))).toEqual(values)
  const floats = Float32Array.of(Math.PI, -1e-45, 3e38)
  expect(decodeFloat32s('F32', encodeFloats('F32', floats))).toEqual(floats)
  expect(decodeFloats('F32', encodeFloats('F32', floats))).toEqual(Float64Array.from(floats))
})

test('bytes may begin anywhere', () => {
  const bytes = new Uint8Array(17)
  bytes.set(encodeFloats('F64', Float64Array.of(1.5, -2)), 1)
  expect(decodeFloats('F64', bytes.subarray(1))).toEqual(Float64Array.of(1.5, -2))
})
