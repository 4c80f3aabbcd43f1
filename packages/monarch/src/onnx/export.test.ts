import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as node from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { drawn } from '../../tests/gradient-error.ts'
import { interpret } from '../../tests/interpret.ts'
import { readOnnx } from '../../tests/read-onnx.ts'
import { ShapeError } from '../graph/errors.ts'
import { input, mul } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import { Scope } from '../layers/scope.ts'
import { sentenceEmbeddings } from '../models/encoder.ts'
import type { Tensor } from '../runtime/backend.ts'
import { openBackend } from '../runtime/open-backend.node.ts'
import { float32, int32 } from '../runtime/program.ts'
import { readSafetensors } from '../safetensors/read-safetensors.ts'
import { exportOnnx, ModelTooLargeError } from './export.ts'

const scope = new Scope()
const blocks = { attention: 2, feedForward: 'dense' } as const
const config = { vocabulary: 7, width: 8, depth: 1, heads: 2, context: 3, blocks }
const embeddings = sentenceEmbeddings(scope, input('ids', [6], 'int32'), input('mask', [2, 3]), config)
const graph = trace({ embeddings })
const weights = new Map<string, Tensor>(
  scope.parameters.map(({ name, shape }) => [name, float32(drawn(shape, name), shape)]),
)
const feeds = { ids: [1, 2, 3, 4, 5, 6], mask: [1, 1, 1, 1, 1, 0] }
const expected = interpret(graph, {
  ...feeds,
  ...Object.fromEntries([...weights].map(([name, { data }]) => [name, data])),
})['embeddings']!

describe.each([undefined, 'encoder.safetensors'])('a model with its weights in %s', (external) => {
  const { model, externalData } = exportOnnx(graph, weights, external === undefined ? {} : { external })

  test('has only the model’s own inputs left, and every weight under its name', () => {
    const { inputs, initializers } = readOnnx(model)
    expect(inputs.map(({ name }) => name).toSorted()).toEqual(['ids', 'mask'])
    const names = new Set(initializers.map(({ name }) => name))
    for (const { name } of scope.parameters) expect(names).toContain(name)
  })

  test.each(['cpu', 'wasm'] as const)('loads on %s from memory and answers what the graph answers', async (name) => {
    const backend = await openBackend(name)
    const session = await backend.compile(model, { externalData })
    const given = { ids: int32(feeds.ids, [6]), mask: float32(feeds.mask, [2, 3]) }
    const uploaded = new Map(Object.entries(given).map(([key, tensor]) => [key, backend.upload(tensor)]))
    const found = await (await session.run(uploaded)).get('embeddings')!.read()
    expect(found.shape).toEqual([2, 8])
    expected.forEach((value, i) => expect(found.data[i]).toBeCloseTo(value, 4))
    await session.dispose()
  })

  test('loads as files in a folder, by a program that knows only ONNX', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'monarch-onnx-'))
    try {
      await writeFile(join(folder, 'encoder.onnx'), model)
      for (const [name, bytes] of externalData) await writeFile(join(folder, name), bytes)
      const session = await node.InferenceSession.create(join(folder, 'encoder.onnx'))
      const found = await session.run({
        ids: new node.Tensor('int32', Int32Array.from(feeds.ids), [6]),
        mask: new node.Tensor('float32', Float32Array.from(feeds.mask), [2, 3]),
      })
      const answer = found['embeddings']!.data as Float32Array
      expected.forEach((value, i) => expect(answer[i]).toBeCloseTo(value, 4))
      await session.release()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

test('the file beside is safetensors with every weight, and far smaller is the model', () => {
  const { model, externalData } = exportOnnx(graph, weights, { external: 'encoder.safetensors' })
  const { tensors } = readSafetensors(externalData.get('encoder.safetensors')!)
  expect([...tensors.keys()].toSorted()).toEqual(scope.parameters.map(({ name }) => name).toSorted())
  expect(model.length).toBeLessThan(exportOnnx(graph, weights).model.length / 1.2)
})

test('weights without an input are passed over, and inputs without a weight stay inputs', () => {
  const { model } = exportOnnx(
    trace({ y: mul(input('x', [2]), input('w', [2])) }),
    new Map([
      ['w', float32([1, 2], [2])],
      ['first:w', float32([0, 0], [2])],
    ]),
  )
  expect(readOnnx(model).inputs.map(({ name }) => name)).toEqual(['x'])
  expect(readOnnx(model).initializers.map(({ name }) => name)).toEqual(['w'])
})

test('a weight of another shape is refused with its name', () => {
  const small = trace({ y: mul(input('x', [2]), input('w', [2])) })
  expect(() => exportOnnx(small, new Map([['w', float32([1, 2, 3], [3])]]))).toThrow(ShapeError)
  expect(() => exportOnnx(small, new Map([['w', float32([1, 2, 3], [3])]]))).toThrow(
    'exportOnnx expects float32 [2] for the weight "w", and got float32 [3] with 3 elements.',
  )
})

test('more than 2 GiB inside are refused before anything is written, with the way out', () => {
  const large = trace({ y: mul(input('x', [600_000_000]), input('w', [600_000_000])) })
  const absent = new Map([['w', float32([], [600_000_000])]])
  expect(() => exportOnnx(large, absent)).toThrow(ModelTooLargeError)
  expect(() => exportOnnx(large, absent)).toThrow(
    'An ONNX file holds at most 2 GiB, and this model has 2.2 GiB of weights and constants. Name a file for the weights beside it with `external`.',
  )
})
