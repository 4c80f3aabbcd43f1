import { expect, test } from 'vitest'
import { readOnnx } from '../../tests/read-onnx.ts'
import { ShapeError } from '../graph/errors.ts'
import { input } from '../graph/primitives.ts'
import { Scope } from '../layers/scope.ts'
import { decoder } from '../models/decoder.ts'
import { float32 } from '../runtime/program.ts'
import { exportDecoder } from './export-decoder.ts'
import { initialState } from './train-state.ts'

const blocks = { attention: 2, feedForward: 'dense' } as const
const form = { vocabulary: 7, width: 8, depth: 1, heads: 2, context: 4, blocks }
const scope = new Scope()
decoder(scope, input('ids', [form.context], 'int32'), 1, form)
const state = initialState(scope.parameters, 1)

test('an exported decoder takes ids alone, and carries its parameters without their moments', () => {
  const { inputs, outputs, initializers } = readOnnx(exportDecoder(form, state))
  expect([...inputs, ...outputs].map(({ name }) => name)).toEqual(['ids', 'logits'])
  const names = initializers.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(scope.parameters.map(({ name }) => name)))
  expect(names.filter((name) => name.includes(':'))).toEqual([])
})

test('a parameter of another shape than the model has it is refused by name', () => {
  const other = new Map([...state, ['norm.weight', float32([1, 2], [2, 1])]])
  expect(() => exportDecoder(form, other)).toThrow(ShapeError)
  expect(() => exportDecoder(form, other)).toThrow('float32 [8, 1] for the weight "norm.weight"')
})
