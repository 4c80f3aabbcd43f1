import { expect, test } from 'vitest'
import { input } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import { Random } from '../layers/random.ts'
import { type ParameterSpec, Scope } from '../layers/scope.ts'
import type { BlockChoice } from '../layers/transformer-block.ts'
import { decoder } from '../models/decoder.ts'
import { openBackend } from '../runtime/open-backend.node.ts'
import { int32, Program } from '../runtime/program.ts'
import { convertState } from './convert-state.ts'
import { bytesToFit, measureInputs } from './input-moments.ts'
import { firstOf, initialState, secondOf, type TrainState } from './train-state.ts'

const form = { vocabulary: 11, width: 12, depth: 2, heads: 2, context: 8 }
const monarch: BlockChoice = { attention: 2, feedForward: 3 }
const dense: BlockChoice = { attention: 'dense', feedForward: 'dense' }

function model(blocks: BlockChoice) {
  const scope = new Scope()
  const logits = decoder(scope, input('ids', [form.context], 'int32'), 1, { ...form, blocks })
  return { logits, parameters: scope.parameters }
}

async function answer({ logits }: ReturnType<typeof model>, state: TrainState): Promise<ArrayLike<number>> {
  const program = await Program.compile(trace({ logits }), await openBackend('cpu'))
  const ids = int32(
    Int32Array.from({ length: form.context }, (_, index) => (index * 7) % form.vocabulary),
    [form.context],
  )
  const answered = await program.evaluate({ ...program.pick(Object.fromEntries(state)), ids })
  await program.dispose()
  return answered['logits']?.data ?? []
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, index) => Math.abs(value - (b[index] ?? Number.NaN))))
}

/** As after some steps: moments of all sorts. */
function trainedState(parameters: readonly ParameterSpec[]): TrainState {
  const random = Random.from(5)
  return new Map(
    [...initialState(parameters, 3)].map(([name, tensor]) => [
      name,
      name.includes(':') ? { ...tensor, data: Float32Array.from(tensor.data, () => random.uniform()) } : tensor,
    ]),
  )
}

test('multiplied out, the dense model answers as the Monarch one did, within the rounding of float32', async () => {
  const [sparse, whole] = [model(monarch), model(dense)]
  const state = trainedState(sparse.parameters)
  const converted = await convertState(state, whole.parameters)
  const [before, after] = [await answer(sparse, state), await answer(whole, converted.state)]
  expect(before.length).toBe(88)
  expect(largestDifference(before, after)).toBeLessThan(1e-5)
  expect(converted.projectionError).toBeUndefined()
})

test('projecting a dense model whose matrices are Monarch loses nothing', async () => {
  const [sparse, whole] = [model(monarch), model(dense)]
  const state = trainedState(sparse.parameters)
  const there = await convertState(state, whole.parameters)
  const back = await convertState(there.state, sparse.parameters)
  expect(back.projectionError).toBeLessThan(1e-6)
  expect(largestDifference(await answer(sparse, state), await answer(sparse, back.state))).toBeLessThan(1e-5)
})

test('projecting any other dense model says how far it is, and how much it loses', async () => {
  const [sparse, whole] = [model(monarch), model(dense)]
  const told: string[] = []
  const { projectionError } = await convertState(initialState(whole.parameters, 1), sparse.parameters, {
    onLayer: (layer, layers) => told.push(`${layer}/${layers}`),
  })
  // Query, key, value, what joins the heads, up and down: six in each of two blocks.
  expect(told).toEqual(Array.from({ length: 12 }, (_, index) => `${index + 1}/12`))
  expect(projectionError).toBeGreaterThan(0.3)
  expect(projectionError).toBeLessThan(1)
})

test('what both models have keeps its moments, and what is made anew has none', async () => {
  const [sparse, whole] = [model(monarch), model(dense)]
  const state = trainedState(sparse.parameters)
  const { state: converted } = await convertState(state, whole.parameters)
  const [kept, made] = ['blocks.0.up.bias', 'blocks.0.up.weight']
  expect(converted.get(firstOf(kept))).toBe(state.get(firstOf(kept)))
  expect(converted.get(secondOf(kept))).toBe(state.get(secondOf(kept)))
  expect(converted.get(firstOf(made))?.data.every((value) => value === 0)).toBe(true)
  expect([...converted.keys()].filter((name) => /w[12]$/.test(name))).toEqual([])
})

test('a state that fits is taken as it is', async () => {
  const { parameters } = model(monarch)
  const state = trainedState(parameters)
  expect((await convertState(state, parameters)).state).toEqual(state)
})

test('a checkpoint of another form is refused with the name of what does not fit', async () => {
  const whole = model(dense)
  const state = initialState(whole.parameters, 1)
  const deeper = new Scope()
  decoder(deeper, input('ids', [8], 'int32'), 1, { ...form, depth: 3, blocks: monarch })
  await expect(convertState(state, deeper.parameters)).rejects.toThrow(
    /nothing to make the parameter "blocks\.2\.norm1\.weight" \[12, 1\] of/,
  )
  const longer = new Scope()
  decoder(longer, input('ids', [8], 'int32'), 1, { ...form, context: 16, blocks: monarch })
  await expect(convertState(state, longer.parameters)).rejects.toThrow(
    /"positions" is \[12, 8\] in the checkpoint, and \[12, 16\]/,
  )
})

test('projected for what its layers are given, a model answers more like the dense one', async () => {
  const [sparse, whole] = [model(monarch), model(dense)]
  const state = initialState(whole.parameters, 1)
  const inputs = await measureInputs(whole.logits, Object.fromEntries(state), await openBackend('cpu'), drawBatches())
  expect([...inputs.keys()]).toHaveLength(12)
  const expected = await answer(whole, state)
  const [blind, fitted] = [
    await convertState(state, sparse.parameters),
    await convertState(state, sparse.parameters, { inputs: (layer) => inputs.get(layer) }),
  ]
  expect(fitted.projectionError).toBeLessThan(blind.projectionError ?? 0)
  expect(squaredDifference(await answer(sparse, fitted.state), expected)).toBeLessThan(
    0.8 * squaredDifference(await answer(sparse, blind.state), expected),
  )
})

function squaredDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a, (value, index) => (value - (b[index] ?? Number.NaN)) ** 2).reduce((x, y) => x + y, 0)
}

function drawBatches() {
  const random = Random.from(9)
  return Array.from({ length: 8 }, () => ({
    ids: int32(
      Int32Array.from({ length: form.context }, () => random.integer(form.vocabulary)),
      [form.context],
    ),
  }))
}

test('of the dense layers only those that are asked for are measured', async () => {
  const whole = model(dense)
  const state = Object.fromEntries(initialState(whole.parameters, 1))
  const layers = new Set(['blocks.0.up', 'blocks.1.attention.query', 'blocks.1.attention.key'])
  const inputs = await measureInputs(whole.logits, state, await openBackend('cpu'), drawBatches(), { layers })
  expect(new Set(inputs.keys())).toEqual(layers)
  expect(inputs.get('blocks.1.attention.query')).toBe(inputs.get('blocks.1.attention.key'))
})

test('what layers are given is counted in what it takes to fit them, twice for the widest', () => {
  const { logits } = model(dense)
  const [narrow, wide] = ['blocks.0.up', 'blocks.0.down'].map((layer) => bytesToFit(logits, new Set([layer])))
  const ofDoubles = 8
  expect(wide! - narrow!).toBeGreaterThanOrEqual(2 * ofDoubles * ((4 * form.width) ** 2 - form.width ** 2))
})
