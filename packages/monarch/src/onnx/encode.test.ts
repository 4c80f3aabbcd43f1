import { expect, test } from 'vitest'
import { primitiveCases } from '../../tests/primitive-cases.ts'
import { readOnnx, type ReadModel } from '../../tests/read-onnx.ts'
import type { Node } from '../graph/node.ts'
import { add, constant, input, mul, neg } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import { encodeModel } from './encode.ts'
import { lowerGraph, type Weights } from './lower.ts'
import type { OnnxTensor } from './model.ts'

function encoded(outputs: Record<string, Node>, weights?: Weights): ReadModel {
  return readOnnx(encodeModel(lowerGraph(trace(outputs), 'a graph', weights), 'monarch'))
}

const x = input('x', [2, 3])
const flags = input('a long name with ünïcode and a/slash', [], 'bool')

test('a file states its version of the format, the one set of operators it takes, and who wrote it', () => {
  const { irVersion, opsets, producer, name } = encoded({ y: neg(x) })
  expect({ irVersion, opsets, producer, name }).toEqual({
    irVersion: 10,
    opsets: [{ domain: '', version: 21 }],
    producer: 'monarch',
    name: 'a graph',
  })
})

test('inputs and outputs keep their names, types and shapes, scalars too', () => {
  const ids = input('ids', [0], 'int32')
  const { inputs, outputs } = encoded({ 'out:1': neg(x), flags, ids_again: ids, total: mul(input('s', []), 2) })
  expect(inputs).toEqual([
    { name: 'x', type: 1, dims: [2, 3] },
    { name: flags.attributes.name, type: 9, dims: [] },
    { name: 'ids', type: 6, dims: [0] },
    { name: 's', type: 1, dims: [] },
  ])
  expect(outputs).toEqual([
    { name: 'out:1', type: 1, dims: [2, 3] },
    { name: 'flags', type: 9, dims: [] },
    { name: 'ids_again', type: 6, dims: [0] },
    { name: 'total', type: 1, dims: [] },
  ])
})

test('a weight inside is an initializer under its name, and one beside says where it lies', () => {
  const [inside, beside] = [input('inside', [2, 3]), input('beside', [2, 3])]
  const weights: Weights = new Map<string, OnnxTensor['data']>([
    ['inside', new Uint8Array(24)],
    ['beside', { location: 'weights.safetensors', offset: 128, length: 24 }],
  ])
  const { inputs, initializers } = encoded({ y: add(add(x, inside), beside) }, weights)
  expect(inputs.map(({ name }) => name)).toEqual(['x'])
  expect(initializers).toEqual([
    { name: 'inside', dims: [2, 3], type: 1, bytes: 24, external: {} },
    {
      name: 'beside',
      dims: [2, 3],
      type: 1,
      bytes: 0,
      external: { location: 'weights.safetensors', offset: '128', length: '24' },
    },
  ])
})

test('names that the encoding makes never meet those of the graph', () => {
  const own = input('_0', [2, 3])
  const model = encoded({ _1: neg(neg(add(mul(own, 2), constant(new Float32Array(6), [2, 3], 'float32')))) })
  const given = [...model.inputs, ...model.initializers].map(({ name }) => name)
  const names = [...given, ...model.nodes.flatMap(({ outputs }) => outputs)]
  expect(new Set(names).size).toBe(names.length)
  expect(model.inputs[0]?.name).toBe('_0')
  expect(model.outputs[0]?.name).toBe('_1')
})

test.each(Object.entries(primitiveCases))('every value of %s is made once, before it is used', (_, cases) => {
  for (const { output } of cases) {
    const model = encoded({ y: output, again: output })
    const known = new Set([...model.inputs, ...model.initializers].map(({ name }) => name))
    for (const { inputs, outputs, name } of model.nodes) {
      expect(inputs.filter((used) => !known.has(used))).toEqual([])
      expect(outputs.filter((made) => known.has(made))).toEqual([])
      expect(name).toBe(outputs[0])
      for (const made of outputs) known.add(made)
    }
    expect(model.outputs.filter(({ name }) => !known.has(name))).toEqual([])
  }
})

test('equal small constants are one', () => {
  const model = encoded({ y: add(mul(x, 2), mul(neg(x), 2)) })
  expect(model.initializers).toHaveLength(1)
})
