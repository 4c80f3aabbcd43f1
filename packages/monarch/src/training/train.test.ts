import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../runtime/open-backend.node.ts'
import { int32 } from '../runtime/program.ts'
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { Evaluation } from './evaluate.ts'
import { planPhases } from './phase.ts'
import { prepareTinyRun, tinyModel, type TinyRun, type Told, trainAndListen } from './tiny-run.test-kit.ts'
import type { TrainConfig } from './train-config.ts'
import type { TrainEvent } from './train-event.ts'
import { train } from './train.ts'

let tiny: TinyRun

beforeAll(async () => {
  tiny = await prepareTinyRun()
})

afterAll(() => rm(tiny.folder, { recursive: true }))

function numbersTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1)
}

test('a tiny model learns: its validation loss falls from 5.5, that of guessing, below 1', async () => {
  const changes = { steps: 200, sequences: 8, learningRate: 0.02, evaluateEvery: 200, checkpointEvery: 200 }
  const config = tiny.configOf('learns', changes)
  const { history, best } = await train(config)
  expect(history.validation[0]?.loss).toBeCloseTo(Math.log(257), 0)
  expect(best?.loss).toBeLessThan(1)
  expect(best?.step).toBe(200)
})

test('the same config gives the same losses bit for bit', async () => {
  const [first, second] = [await trainAndListen(tiny.configOf('same-1')), await trainAndListen(tiny.configOf('same-2'))]
  expect(second.losses).toEqual(first.losses)
})

const ways = {
  'e2e, early': [{}, 1],
  'e2e, between two checkpoints': [{}, 7],
  accumulating: [{ accumulation: 2 }, 5],
  's2d, before its switch': [{ method: 's2d', sparseShare: 0.5 }, 5],
  's2d, at its switch': [{ method: 's2d', sparseShare: 0.5 }, 6],
  's2d, after its switch': [{ method: 's2d', sparseShare: 0.5 }, 7],
} as const

test.each(Object.entries(ways))(
  'a run that is stopped and resumed gives the losses of one that was not, bit for bit: %s',
  async (name, [changes, stopAt]) => {
    const whole = await trainAndListen(tiny.configOf(`${name} whole`, changes))
    const config = tiny.configOf(name, changes)
    const before = await trainUntil(stopAt, config)
    const after = await trainAndListen(config, { resume: true })
    expect([...before.losses.keys()]).toEqual(numbersTo(stopAt))
    expect([...whole.losses.keys()]).toEqual(numbersTo(12))
    expect(new Map([...before.losses, ...after.losses])).toEqual(whole.losses)
    const [ended, expected] = [await readLast(name), await readLast(`${name} whole`)]
    expect(ended.state).toEqual(expected.state)
    expect(lossesOf(ended)).toEqual(lossesOf(expected))
  },
)

async function trainUntil(step: number, config: TrainConfig): Promise<Told> {
  const controller = new AbortController()
  const stop = (event: TrainEvent): void =>
    event.kind === 'step' && event.step === step ? controller.abort() : undefined
  return trainAndListen(config, { signal: controller.signal, onEvent: stop })
}

async function readLast(name: string): Promise<Checkpoint> {
  return readCheckpoint(join(tiny.folder, name, 'last.safetensors'))
}

function lossesOf({ progress: { history } }: Checkpoint): number[][] {
  return [history.train, history.validation].map((points) => points.map(({ loss }) => loss))
}

test('a run that is killed between two checkpoints goes on from the last one with the same losses', async () => {
  const whole = await trainAndListen(tiny.configOf('whole'))
  const config = tiny.configOf('killed')
  const killed = trainAndListen(config, {
    onEvent: (event) => {
      if (event.kind === 'step' && event.step === 7) throw new Error('killed')
    },
  })
  await expect(killed).rejects.toThrow('killed')
  const { losses } = await trainAndListen(config, { resume: true })
  expect([...losses.keys()]).toEqual([5, 6, 7, 8, 9, 10, 11, 12])
  expect([...losses].every(([step, loss]) => loss === whole.losses.get(step))).toBe(true)
})

test('a loss that is not finite stops the run and leaves the last good checkpoint as it was', async () => {
  const config = tiny.configOf('diverges')
  await trainUntil(4, config)
  const last = join(config.out, 'last.safetensors')
  const good = await readCheckpoint(last)
  good.state.get('norm.weight')?.data.fill(3e38)
  await writeCheckpoint(last, good)
  const bytes = await readFile(last)
  await expect(train(config, { resume: true })).rejects.toThrow(
    /^The run stopped at step 5: the loss is .* The last good checkpoint is .*last\.safetensors\. Begin anew, with another folder as `out` and a lower learningRate/,
  )
  expect(await readFile(last)).toEqual(bytes)
})

test('weights that are finite and give no finite loss are not taken for a good checkpoint', async () => {
  const changes = { steps: 200, learningRate: 5, weightDecay: 50, evaluateEvery: 100, checkpointEvery: 1 }
  const config = tiny.configOf('lost', changes)
  await expect(train(config)).rejects.toThrow(/the validation loss is NaN\. The last good checkpoint is/)
  const { state } = await readLast('lost')
  const [phase] = planPhases(config, 257)
  const tokens = Int32Array.from({ length: config.sequences * tinyModel.context }, (_, index) => 97 + (index % 20))
  const batch = { ids: int32(tokens, [tokens.length]), targets: int32(tokens, [tokens.length]) }
  const evaluation = await Evaluation.compile(phase!.loss, await openBackend('cpu'), [batch])
  expect(await evaluation.run(Object.fromEntries(state))).toBeGreaterThan(0)
  await evaluation.dispose()
})

test('a learning rate beyond all measure stops the run before it has a checkpoint', async () => {
  const run = train(tiny.configOf('too-fast', { learningRate: 1e30, warmup: 0 }))
  await expect(run).rejects.toThrow(/There is no checkpoint yet/)
})

test('a run that is there is not written over', async () => {
  await train(tiny.configOf('there', { steps: 1 }))
  await expect(train(tiny.configOf('there', { steps: 1 }))).rejects.toThrow(
    /holds a run already\. Go on with it \(--resume\)/,
  )
})

test('a run is not resumed with another config or on other texts', async () => {
  const config = tiny.configOf('mine', { steps: 2 })
  await train(config)
  await expect(train({ ...config, learningRate: 0.5 }, { resume: true })).rejects.toThrow(
    /learningRate was 0\.01 and is 0\.5/,
  )
  const texts = join(tiny.folder, 'other.jsonl')
  await writeFile(texts, `{"text":"other words"}\n${await readFile(config.data.path, 'utf8')}`)
  await expect(train({ ...config, data: { ...config.data, path: texts } }, { resume: true })).rejects.toThrow(
    /a run on other texts/,
  )
})

test('a run is resumed from texts and into a folder that were moved', async () => {
  const config = tiny.configOf('moves', { steps: 2 })
  await train(config)
  const texts = join(tiny.folder, 'moved.jsonl')
  await copyFile(config.data.path, texts)
  const { losses } = await trainAndListen({ ...config, data: { ...config.data, path: texts } }, { resume: true })
  expect(losses.size).toBe(0)
})

test('a run ends early when validation gains no more', async () => {
  const config = tiny.configOf('patient', { steps: 100, learningRate: 1e-12, warmup: 0, evaluateEvery: 1, patience: 3 })
  const { reason, history } = await train(config)
  expect(reason).toBe('no gain')
  expect(history.validation.length).toBeLessThan(20)
})

test('a learned vocabulary lies beside the checkpoints and is used again', async () => {
  const config = tiny.configOf('pairs', {
    steps: 2,
    data: { path: join(tiny.folder, 'texts.jsonl'), validationOneIn: 10, tokenizer: 'bpe', vocabulary: 280 },
  })
  const { events } = await trainAndListen(config)
  expect(events[0]).toMatchObject({ kind: 'data', vocabulary: 280 })
  expect(JSON.parse(await readFile(join(config.out, 'tokenizer.json'), 'utf8'))).toMatchObject({ kind: 'bpe' })
  await trainAndListen(config, { resume: true })
})

test('dense training, then projection and fine-tuning: the projected model begins near the dense one', async () => {
  const dense = tiny.configOf('dense', { steps: 60, model: { ...tinyModel, blocks: 'dense' } })
  const { best } = await train(dense)
  const { events } = await trainAndListen(tiny.configOf('projected', { method: 'd2s', from: dense.out, steps: 20 }))
  const model = events.find((event) => event.kind === 'model')
  const before = events.slice(
    0,
    events.findIndex((event) => event === model),
  )
  expect(before.findLast(({ kind }) => kind === 'projection')).toEqual({ kind: 'projection', layer: 6, layers: 6 })
  expect(before.filter(({ kind }) => kind === 'measurement')).toHaveLength(16)
  expect(model?.projectionError).toBeGreaterThan(0)
  expect(model?.projectionError).toBeLessThan(1)
  const validations = events.filter((event) => event.kind === 'validation')
  expect(validations[0]).toMatchObject({ step: 0 })
  expect(validations[0]?.loss).toBeLessThan(Math.log(257))
  expect(validations.at(-1)?.loss).toBeLessThan((best?.loss ?? 0) * 1.3)
})

describe('a run that does not fit the dense one that it is to begin with', () => {
  const data = (): object => ({ path: join(tiny.folder, 'nowhere') })
  beforeAll(async () => {
    await train(tiny.configOf('wide', { steps: 1, model: { ...tinyModel, blocks: 'dense' } }))
    await train(tiny.configOf('sparse', { steps: 1 }))
    await mkdir(join(tiny.folder, 'no-run'))
  })

  test.each([
    [{ width: 32 }, 'model.width: expected 32, and got 16'],
    [{ depth: 2 }, 'model.depth: expected 2, and got 1'],
    [{ heads: 4 }, 'model.heads: expected 4, and got 2'],
    [{ context: 8 }, 'model.context: expected 8, and got 16'],
  ])('is refused before texts are read: %j', async (form, message) => {
    const from = join(tiny.folder, 'wide')
    const run = train(tiny.configOf('other', { data: data(), method: 'd2s', from, model: { ...tinyModel, ...form } }))
    await expect(run).rejects.toThrow(expect.objectContaining({ name: 'CheckpointError' }))
    await expect(run).rejects.toThrow(`from: ${from} is no dense run of the config's form. ${message}. Name a run`)
  })

  test.each([
    ['sparse', {}, /layers: expected dense, and got Monarch/],
    ['no-run', {}, /^from: expected .*, a folder without best\.safetensors or last\.safetensors\.$/],
    ['wide', { tokenizer: 'bpe' }, /data\.tokenizer: expected bpe, and got byte\./],
  ])('%s, data %j', async (name, changes, message) => {
    const from = join(tiny.folder, name)
    const run = train(tiny.configOf('other', { data: { ...data(), ...changes }, method: 'd2s', from }))
    await expect(run).rejects.toThrow(message)
  })
})

test.each(['measurement', 'projection'])('a run is stopped during its %s, and begins with it again', async (kind) => {
  const dense = tiny.configOf(`dense-${kind}`, { steps: 1, model: { ...tinyModel, blocks: 'dense' } })
  await train(dense)
  const config = tiny.configOf(`stopped-${kind}`, { method: 'd2s', from: dense.out, steps: 1 })
  const controller = new AbortController()
  const { events } = await trainAndListen(config, {
    signal: controller.signal,
    onEvent: (event) => (event.kind === kind ? controller.abort() : undefined),
  })
  expect(events.filter((event) => event.kind === kind)).toHaveLength(1)
  expect(events.at(-1)).toMatchObject({ kind: 'end', reason: 'interrupted', step: 0 })
  expect((await trainAndListen(config, { resume: true })).losses.size).toBe(1)
})

test('a folder that cannot be made is said before texts are read', async () => {
  const data = { path: join(tiny.folder, 'nowhere') }
  for (const out of [tiny.configOf('a').data.path, join(tiny.configOf('a').data.path, 'inside')])
    await expect(train(tiny.configOf('a', { data, out }))).rejects.toThrow(/^out: expected a folder, .* is a file\.$/)
})

test.each(['tokenizer.json', 'best.safetensors', 'loss.svg'])(
  '%s that cannot be written is told in a sentence',
  async (name) => {
    const config = tiny.configOf(`unwritable-${name}`, { steps: 4, evaluateEvery: 2 })
    const path = join(config.out, name)
    await mkdir(path, { recursive: true })
    await expect(train(config)).rejects.toThrow(`${path} cannot be written: it is a folder.`)
  },
)

test('a last checkpoint that was cut off is refused, and the best one can take its place', async () => {
  const config = tiny.configOf('cut')
  const whole = await trainAndListen(config)
  const [last, best] = [join(config.out, 'last.safetensors'), join(config.out, 'best.safetensors')]
  await writeFile(last, (await readFile(last)).subarray(0, 5000))
  await expect(train(config, { resume: true })).rejects.toThrow(
    /last\.safetensors: the checkpoint is damaged\..* To go on from the best one, put .*best\.safetensors in its place\./,
  )
  await copyFile(best, last)
  const { losses } = await trainAndListen(config, { resume: true })
  expect([...losses].every(([step, loss]) => loss === whole.losses.get(step))).toBe(true)
})

test('a model that is too large for the memory, or has more blocks than features, is refused before texts are read', async () => {
  const data = { path: join(tiny.folder, 'nowhere') }
  const fine = { ...tinyModel, blocks: 17 }
  const large = [
    { width: 65_536, depth: 8 },
    { width: Number.MAX_SAFE_INTEGER, heads: 1 },
    { context: 16_384, heads: 16 },
  ]
  for (const sizes of large) {
    const run = train(tiny.configOf('large', { data, model: { ...tinyModel, ...sizes }, sequences: 100 }))
    await expect(run).rejects.toThrow(expect.objectContaining({ code: 'out-of-memory' }))
  }
  await expect(train(tiny.configOf('fine', { data, model: fine }))).rejects.toThrow(/linear expects 1 to 16 blocks/)
})

test('a plot of the losses lies in the folder of the run', async () => {
  const config = tiny.configOf('plotted', { steps: 4 })
  await train(config)
  expect(await readFile(join(config.out, 'loss.svg'), 'utf8')).toMatch(/^<svg[^]*class="validation"/)
})
