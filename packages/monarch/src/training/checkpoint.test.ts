import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Random } from '../layers/random.ts'
import type { Tensor } from '../runtime/backend.ts'
import { encodeSafetensors } from '../safetensors/read-safetensors.ts'
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { Progress } from './progress.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'monarch-checkpoint-'))
})

afterAll(() => rm(folder, { recursive: true }))

function tensor(...values: number[]): Tensor {
  return { dtype: 'float32', shape: [values.length], data: Float32Array.from(values) }
}

function checkpointOf(...values: number[]): Checkpoint {
  const progress = new Progress(Random.from(1))
  progress.recordStep(0.1 + 0.2, 1.5, 1)
  progress.recordStep(1 / 3, 0.1, 5)
  progress.recordValidation(2.5)
  progress.random.next()
  const state = new Map([
    ['a.weight', tensor(...values)],
    ['first:a.weight', tensor(1e-38, 3e38, -0)],
  ])
  return { config: { steps: 3, seed: 1 }, dataDigest: 'digest', progress, state }
}

test('a checkpoint is read as it was written, to the last bit', async () => {
  const path = join(folder, 'whole.safetensors')
  const checkpoint = checkpointOf(Math.fround(0.1), 2, 3)
  await writeCheckpoint(path, checkpoint)
  const read = await readCheckpoint(path)
  expect(read.state).toEqual(checkpoint.state)
  expect(read.progress.toJSON()).toEqual(checkpoint.progress.toJSON())
  expect(read.progress.random.next()).toBe(checkpoint.progress.random.next())
  expect(read.config).toEqual(checkpoint.config)
})

test('writing one leaves nothing beside it', async () => {
  const path = join(folder, 'only.safetensors')
  await writeCheckpoint(path, checkpointOf(1))
  await writeCheckpoint(path, checkpointOf(2))
  expect((await readCheckpoint(path)).state.get('a.weight')?.data[0]).toBe(2)
  expect((await readdir(folder)).filter((name) => name.includes('.part'))).toEqual([])
})

test('a checkpoint that was cut off anywhere is refused', async () => {
  const path = join(folder, 'cut.safetensors')
  await writeCheckpoint(path, checkpointOf(1, 2, 3))
  const bytes = await readFile(path)
  for (const length of [0, 7, 100, bytes.length - 1]) {
    await writeFile(path, bytes.subarray(0, length))
    await expect(readCheckpoint(path)).rejects.toThrow(expect.objectContaining({ code: 'checkpoint' }))
  }
})

test('a checkpoint with NaN is refused, with the name of the tensor', async () => {
  const path = join(folder, 'nan.safetensors')
  await writeCheckpoint(path, checkpointOf(1, Number.NaN))
  await expect(readCheckpoint(path)).rejects.toThrow(/"a\.weight" holds a value that is not finite/)
})

test.each([
  ['no metadata', new Map<string, string>(), /expected a checkpoint of a run/],
  ['another format', new Map([['format', 'pt']]), /and got "pt"/],
  [
    'no progress',
    new Map([
      ['format', 'monarch-checkpoint-1'],
      ['config', '{}'],
    ]),
    /cannot be read/,
  ],
  [
    'hostile progress',
    new Map([
      ['format', 'monarch-checkpoint-1'],
      ['config', '{}'],
      ['progress', '{"step":-1}'],
    ]),
    /cannot be read/,
  ],
])('safetensors that are no checkpoint are refused: %s', async (name, metadata, message) => {
  const path = join(folder, `${name}.safetensors`)
  await writeFile(path, encodeSafetensors(new Map(), metadata))
  await expect(readCheckpoint(path)).rejects.toThrow(message)
})

test('a file that is none, or is not there, is named once', async () => {
  const [text, none] = [join(folder, 'text'), join(folder, 'nowhere')]
  await writeFile(text, 'PK and something else altogether')
  const message = async (path: string): Promise<string> =>
    readCheckpoint(path).then(
      () => '',
      (error: unknown) => String(error),
    )
  expect((await message(text)).split(text)).toHaveLength(2)
  expect(await message(none)).toBe(`CheckpointError: ${none} cannot be read: there is no such file or folder.`)
})
