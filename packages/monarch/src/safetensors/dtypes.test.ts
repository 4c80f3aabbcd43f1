import { expect, test } from 'vitest'
import { byteLengthOf, isFloatDtype, isSafetensorsDtype } from './dtypes.ts'

test('types are known by their names in the format', () => {
  expect(['F64', 'BF16', 'I64', 'BOOL', 'F8_E4M3', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ'].every(isSafetensorsDtype)).toBe(true)
  expect(['f64', 'F128', 'toString', '', 7, null].some(isSafetensorsDtype)).toBe(false)
  expect(['F64', 'F32', 'F16', 'BF16', 'I64', 'C64'].map(isFloatDtype)).toEqual([true, true, true, true, false, false])
})

test('a tensor takes the bytes of its elements', () => {
  expect(byteLengthOf('x', 'F32', [2, 3])).toBe(24)
  expect(byteLengthOf('x', 'BF16', [])).toBe(2)
  expect(byteLengthOf('x', 'F4', [6])).toBe(3)
  expect(byteLengthOf('x', 'F64', [2 ** 52, 0, 2 ** 52])).toBe(0)
})

test.each([
  ['F4', [3]],
  ['F64', [2 ** 30, 2 ** 30]],
  ['U8', [Number.MAX_SAFE_INTEGER, 3]],
] as const)('%s of shape %o is no whole number of bytes that can be counted', (dtype, shape) => {
  expect(() => byteLengthOf('x', dtype, shape)).toThrow('Tensor "x": a shape of whole bytes that can be counted')
})
