/**
 * Numbers of the format's four floating types, and back: F64 and F32 of IEEE 754, F16 its half (5 bits of exponent, 10 of
 * fraction), BF16 the upper half of an F32. Rounding is to nearest, ties to even, straight from float64.
 */
import type { FloatDtype } from './dtypes.ts'

interface Codec {
  readonly bytes: number
  readonly read: (view: DataView, at: number) => number
  readonly write: (view: DataView, at: number, value: number) => void
}

const codecs: { readonly [D in FloatDtype]: Codec } = {
  F64: {
    bytes: 8,
    read: (view, at) => view.getFloat64(at, true),
    write: (view, at, value) => view.setFloat64(at, value, true),
  },
  F32: {
    bytes: 4,
    read: (view, at) => view.getFloat32(at, true),
    write: (view, at, value) => view.setFloat32(at, value, true),
  },
  F16: {
    bytes: 2,
    read: (view, at) => halfToNumber(view.getUint16(at, true)),
    write: (view, at, value) => view.setUint16(at, roundToBits(value, 5, 10), true),
  },
  BF16: {
    bytes: 2,
    read: (view, at) => upperHalfToNumber(view.getUint16(at, true)),
    write: (view, at, value) => view.setUint16(at, roundToBits(value, 8, 7), true),
  },
}

/** Exact: float64 holds every number of all four types. */
export function decodeFloats(dtype: FloatDtype, bytes: Uint8Array): Float64Array {
  return decodeInto(new Float64Array(bytes.length / codecs[dtype].bytes), dtype, bytes)
}

/** As `decodeFloats`, F64 rounded to float32. */
export function decodeFloat32s(dtype: FloatDtype, bytes: Uint8Array): Float32Array {
  return decodeInto(new Float32Array(bytes.length / codecs[dtype].bytes), dtype, bytes)
}

/** What is too large for the type becomes infinity. */
export function encodeFloats(dtype: FloatDtype, values: Float64Array | Float32Array): Uint8Array {
  const { bytes: size, write } = codecs[dtype]
  const bytes = new Uint8Array(values.length * size)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < values.length; i++) write(view, i * size, values[i]!)
  return bytes
}

function decodeInto<Numbers extends Float64Array | Float32Array>(
  values: Numbers,
  dtype: FloatDtype,
  bytes: Uint8Array,
): Numbers {
  const { bytes: size, read } = codecs[dtype]
  // A view, for the bytes of a file need not lie where a typed array may begin.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let i = 0; i < values.length; i++) values[i] = read(view, i * size)
  return values
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}

const float = new Float32Array(1)
const floatBits = new Uint32Array(float.buffer)

function upperHalfToNumber(bits: number): number {
  floatBits[0] = bits << 16
  return float[0]!
}

const double = new Float64Array(1)
const doubleBits = new BigUint64Array(double.buffer)

/** The bits of the nearest number with a sign, so many bits of exponent and so many of fraction. */
function roundToBits(value: number, exponentBits: number, fractionBits: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 2 ** (exponentBits + fractionBits) : 0
  const infinity = (2 ** exponentBits - 1) * 2 ** fractionBits
  if (Number.isNaN(value)) return infinity + 2 ** (fractionBits - 1)
  const least = 2 - 2 ** (exponentBits - 1)
  const exponent = Math.max(least, exponentOf(value))
  // Adding and taking away 2^52 leaves a whole number: float64 itself rounds, ties to even.
  const steps = Math.abs(value) / 2 ** (exponent - fractionBits) + 2 ** 52 - 2 ** 52
  // The leading one of a normal number counts up the exponent, and so does a carry out of rounding.
  return sign + Math.min(infinity, (exponent - least) * 2 ** fractionBits + steps)
}

function exponentOf(value: number): number {
  double[0] = value
  return Number((doubleBits[0]! >> 52n) & 0x7ffn) - 1023
}
