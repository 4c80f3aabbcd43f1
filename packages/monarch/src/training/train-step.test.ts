import { expect, test } from 'vitest'
import { input, mul, reshape } from '../graph/primitives.ts'
import { Random } from '../layers/random.ts'
import { Scope } from '../layers/scope.ts'
import { decoder, languageModelLoss } from '../models/decoder.ts'
import { openBackend } from '../runtime/open-backend.node.ts'
import { type Feeds, float32, int32 } from '../runtime/program.ts'
import { adamWDefaults } from './adamw.ts'
import { Evaluation } from './evaluate.ts'
import { initialState, TrainStep, type TrainState, type TrainStepOptions } from './train-step.ts'

const length = 8
const form = {
  vocabulary: 11,
  width: 8,
  depth: 1,
  heads: 2,
  context: length,
  blocks: { attention: 2, feedForward: 'dense' },
} as const

function tinyModel(sequences: number) {
  const scope = new Scope()
  const [ids, targets] = ['ids', 'targets'].map((name) => input(name, [sequences * length], 'int32'))
  if (ids === undefined || targets === undefined) throw new Error('internal: two inputs')
  return { loss: languageModelLoss(decoder(scope, ids, sequences, form), targets), parameters: scope.parameters }
}

async function stepOf(sequences: number, options: Partial<TrainStepOptions>): Promise<TrainStep> {
  const { loss, parameters } = tinyModel(sequences)
  const backend = await openBackend('cpu')
  return TrainStep.compile(
    loss,
    parameters,
    backend,
    { ...adamWDefaults, clipNorm: 0.5, ...options },
    () => initialState(parameters, 1),
    { threads: 1 },
  )
}

function drawBatch(sequences: number, random: Random): Record<'ids' | 'targets', number[]> {
  const draw = (): number[] => Array.from({ length: sequences * length }, () => random.integer(form.vocabulary))
  return { ids: draw(), targets: draw() }
}

function feedsOf({ ids, targets }: Record<'ids' | 'targets', number[]>): Feeds {
  return { ids: int32(ids, [ids.length]), targets: int32(targets, [targets.length]) }
}

function largestDifference(a: TrainState, b: TrainState): number {
  let largest = 0
  for (const [name, { data }] of a) {
    const other = b.get(name)?.data ?? []
    for (let i = 0; i < data.length; i++)
      largest = Math.max(largest, Math.abs((data[i] ?? 0) - (other[i] ?? Number.NaN)))
  }
  return largest
}

test('three batches that are accumulated make the step of one that is three times as large', async () => {
  // What is 0 but for rounding, as the gradient of a key's bias, would else become a step of full length.
  const epsilon = 1e-4
  const [accumulated, whole] = [await stepOf(2, { accumulation: 3, epsilon }), await stepOf(6, { epsilon })]
  const random = Random.from(1)
  for (let number = 1; number <= 4; number++) {
    const parts = [drawBatch(2, random), drawBatch(2, random), drawBatch(2, random)]
    const joined = { ids: parts.flatMap(({ ids }) => ids), targets: parts.flatMap(({ targets }) => targets) }
    const inParts = await accumulated.run(number, 0.01, parts.map(feedsOf))
    const atOnce = await whole.run(number, 0.01, feedsOf(joined))
    expect(inParts.loss).toBeCloseTo(atOnce.loss, 5)
    expect(inParts.gradientNorm).toBeCloseTo(atOnce.gradientNorm, 5)
  }
  expect(largestDifference(await accumulated.state(), await whole.state())).toBeLessThan(1e-5)
  await accumulated.dispose()
  await whole.dispose()
})

test('the sums of a step begin anew', async () => {
  const step = await stepOf(1, { accumulation: 2 })
  const random = Random.from(2)
  const good = [feedsOf(drawBatch(1, random)), feedsOf(drawBatch(1, random))]
  const first = await step.run(1, 0, good)
  const second = await step.run(2, 0, good)
  expect(second).toEqual(first)
  await step.dispose()
})

test.each([1, 0.25])('one step of AdamW is that of its paper, at %f of the learning rate', async (rate) => {
  const scope = new Scope()
  const w = scope.parameter('w', [1, 1], (target) => void target.fill(3), { decays: true, rate })
  const loss = reshape(mul(mul(w, w), input('scale', [1, 1])), [])
  const options = { beta1: 0.9, beta2: 0.99, epsilon: 1e-3, weightDecay: 0.1 }
  const step = await TrainStep.compile(
    loss,
    scope.parameters,
    await openBackend('cpu'),
    options,
    initialState(scope.parameters, 1),
  )
  let [weight, first, second] = [3, 0, 0]
  for (let t = 1; t <= 5; t++) {
    const scale = t % 2 === 0 ? -0.5 : 1
    const gradient = 2 * weight * scale
    first = 0.9 * first + 0.1 * gradient
    second = 0.99 * second + 0.01 * gradient ** 2
    const move = first / (1 - 0.9 ** t) / (Math.sqrt(second / (1 - 0.99 ** t)) + 1e-3)
    weight = weight * (1 - 0.05 * rate * 0.1) - 0.05 * rate * move
    const { gradientNorm } = await step.run(t, 0.05, {
      scale: { dtype: 'float32', shape: [1, 1], data: Float32Array.of(scale) },
    })
    expect(gradientNorm).toBeCloseTo(Math.abs(gradient), 4)
    expect((await step.state()).get('w')?.data[0]).toBeCloseTo(weight, 5)
  }
  await step.dispose()
})

test('a model that does not fit the memory is refused before anything of it is made', async () => {
  const scope = new Scope()
  const huge = { ...form, width: 65_536, heads: 1, depth: 8, context: 16 }
  const logits = decoder(scope, input('ids', [16], 'int32'), 1, huge)
  const loss = languageModelLoss(logits, input('targets', [16], 'int32'))
  const made = TrainStep.compile(loss, scope.parameters, await openBackend('cpu'), adamWDefaults, () => {
    throw new Error('made all the same')
  })
  await expect(made).rejects.toThrow(expect.objectContaining({ code: 'out-of-memory' }))
})

test.each([1, 2])(
  'parameters that do not decay, or that the loss does not use, are no hindrance: %i batches',
  async (accumulation) => {
    const scope = new Scope()
    const w = scope.parameter('w', [1, 1], (target) => void target.fill(3))
    scope.parameter('unused', [2], (target) => void target.fill(1))
    const loss = reshape(mul(mul(w, w), input('scale', [1, 1])), [])
    const backend = await openBackend('cpu')
    const batch = { scale: float32([2], [1, 1]) }
    const options = { ...adamWDefaults, accumulation }
    const step = await TrainStep.compile(loss, scope.parameters, backend, options, initialState(scope.parameters, 1))
    const evaluation = await Evaluation.compile(loss, backend, [batch])
    expect(await evaluation.run(step.parameters())).toBe(18)
    expect(
      await step.run(
        1,
        0.01,
        Array.from({ length: accumulation }, () => batch),
      ),
    ).toMatchObject({ loss: 18 })
    expect((await step.state()).get('unused')?.data).toEqual(Float32Array.of(1, 1))
    await expect(
      step.run(
        2,
        0.01,
        Array.from({ length: accumulation }, () => ({ ...batch, scales: batch.scale })),
      ),
    ).rejects.toThrow(/^run expects inputs among .*"scale".*, and got "scales"\.$/)
    await evaluation.dispose()
    await step.dispose()
  },
)

test('accumulating, it takes batches one by one, each when it is its turn', async () => {
  const step = await stepOf(1, { accumulation: 1e9 })
  const batch = feedsOf(drawBatch(1, Random.from(3)))
  let taken = 0
  const endless = {
    *[Symbol.iterator]() {
      for (; taken < 3; taken++) yield batch
      throw new Error('enough')
    },
  }
  await expect(step.run(1, 0.01, endless)).rejects.toThrow('enough')
  expect(taken).toBe(3)
  await step.dispose()
})
