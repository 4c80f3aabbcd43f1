import { SafetensorsError } from './safetensors-error.ts'

/** Bits of one element, for every element type of the format (safetensors 0.8). */
export const bitsPerElement = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
} as const

export type SafetensorsDtype = keyof typeof bitsPerElement

/** Types whose elements this library reads and writes as numbers; the others pass through as bytes. */
export type FloatDtype = 'F64' | 'F32' | 'F16' | 'BF16'

const floatDtypes: readonly string[] = ['F64', 'F32', 'F16', 'BF16'] satisfies FloatDtype[]

export function isSafetensorsDtype(text: unknown): text is SafetensorsDtype {
  return typeof text === 'string' && Object.hasOwn(bitsPerElement, text)
}

export function isFloatDtype(dtype: string): dtype is FloatDtype {
  return floatDtypes.includes(dtype)
}

/**
 * Bytes of a tensor, for shapes that were checked or are the caller's own.
 * @throws {SafetensorsError} for shapes with more elements than can be counted exactly, or with a part of a byte left.
 */
export function byteLengthOf(name: string, dtype: SafetensorsDtype, shape: readonly number[]): number {
  // A zero anywhere makes the tensor empty, however large the other sizes are.
  const elements = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1)
  const bits = elements * bitsPerElement[dtype]
  if (!Number.isSafeInteger(bits) || bits % 8 !== 0)
    throw new SafetensorsError(
      'safetensors-shape-invalid',
      `Tensor "${name}": a shape of whole bytes that can be counted is expected, and [${shape.join(', ')}] of ${dtype} came.`,
    )
  return bits / 8
}
