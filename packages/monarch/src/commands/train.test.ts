import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as ort from 'onnxruntime-node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { prepareTinyRun, tinyModel, type TinyRun } from '../training/tiny-run.test-kit.ts'
import { parseTrainConfig } from '../training/train-config.ts'
import { trainCommand } from './train.ts'
import { UsageError } from './usage-error.ts'

let tiny: TinyRun
let printed = ''
let onPrint: (text: string) => void = () => undefined

beforeAll(async () => {
  tiny = await prepareTinyRun()
})

afterAll(() => rm(tiny.folder, { recursive: true }))
afterEach(() => {
  vi.restoreAllMocks()
  printed = ''
  onPrint = () => undefined
})

async function runCommand(...args: string[]): Promise<string> {
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    onPrint(String(text))
    return true
  })
  await trainCommand.run(args)
  return printed
}

async function writeConfig(name: string, changes: object = {}): Promise<string> {
  const path = join(tiny.folder, `${name}.json`)
  const config = {
    data: { path: 'texts.jsonl', validationOneIn: 10 },
    model: tinyModel,
    steps: 6,
    sequences: 2,
    threads: 1,
  }
  await writeFile(path, JSON.stringify({ ...config, ...changes }))
  return path
}

test('train tells what it reads, how it goes, and where all lies', async () => {
  const out = await runCommand(await writeConfig('plain'))
  expect(out).toMatch(/400 documents: [\d,]+ tokens to train on, [\d,]+ to validate, vocabulary 257\n/)
  expect(out).toMatch(/Monarch model of [\d,]+ parameters\n/)
  expect(out).toMatch(/step 6 of 6: loss \d\.\d{4}, [\d,]+ tokens\/s, 0 s left\n/)
  expect(out).toMatch(/Done at step 6/)
  expect(out).toContain(`Last checkpoint: ${join(tiny.folder, 'plain', 'last.safetensors')}`)
  expect(out).toContain(`Plot: ${join(tiny.folder, 'plain', 'loss.svg')}`)
})

test('with --json every line is an object', async () => {
  const out = await runCommand(await writeConfig('json'), '--json')
  const events = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string })
  expect(events.filter(({ kind }) => kind === 'step')).toHaveLength(6)
  expect(events.at(-1)).toMatchObject({ kind: 'end', reason: 'done', step: 6 })
})

test('the exported model is loaded by ONNX Runtime and says what comes next for a whole context', async () => {
  const model = join(tiny.folder, 'model.onnx')
  const out = await runCommand(await writeConfig('exported'), '--export', model)
  expect(out).toContain(`ONNX model of step `)
  const session = await ort.InferenceSession.create(await readFile(model))
  expect(session.inputNames).toEqual(['ids'])
  const ids = new ort.Tensor('int32', new Int32Array(tinyModel.context).fill(97), [tinyModel.context])
  const { logits } = await session.run({ ids })
  expect(logits?.dims).toEqual([tinyModel.context, 257])
  await session.release()
})

test('a place that no model can be written to is said before the run', async () => {
  const path = await writeConfig('unexported', { data: { path: 'nowhere' } })
  await expect(runCommand(path, '--export', tiny.folder)).rejects.toThrow(/--export .* got the folder/)
  await expect(runCommand(path, '--export', join(path, 'model.onnx'))).rejects.toThrow(/--export .* is a file, not/)
})

test('a run is resumed where it is there, and refused without --resume', async () => {
  const path = await writeConfig('again')
  await runCommand(path)
  await expect(runCommand(path)).rejects.toThrow(/--resume/)
  printed = ''
  expect(await runCommand(path, '--resume')).toMatch(/Done at step 6/)
})

test('SIGTERM ends a run with a checkpoint that it can be gone on from', async () => {
  const path = await writeConfig('stopped')
  onPrint = (text) => {
    if (text.includes('"kind":"step","step":3,')) process.emit('SIGTERM')
  }
  const events = (await runCommand(path, '--json')).trimEnd().split('\n')
  expect(process.exitCode).toBe(130)
  process.exitCode = undefined
  expect(JSON.parse(events.at(-1) ?? '')).toMatchObject({ kind: 'end', reason: 'interrupted', step: 3 })
  printed = ''
  expect(await runCommand(path, '--json', '--resume')).toMatch(/"kind":"model".*"step":3}\n{"kind":"step","step":4,/)
})

test.each([
  [[], /takes one CONFIG\.json/],
  [['a.json', 'b.json'], /takes one CONFIG\.json/],
  [['nowhere.json'], /nowhere\.json: there is no such file/],
])('wrong usage is said to be so: %j', async (args, message) => {
  const run = runCommand(...args)
  await expect(run).rejects.toThrow(message)
  await expect(run).rejects.toBeInstanceOf(UsageError)
})

test('a config that is no JSON, or has a field wrong, is answered by name', async () => {
  const path = join(tiny.folder, 'broken.json')
  await writeFile(path, '{')
  await expect(runCommand(path)).rejects.toThrow(/broken\.json: it is not JSON/)
  await expect(runCommand(await writeConfig('odd', { stepz: 3 }))).rejects.toThrow(
    'stepz: there is no such field. Did you mean steps?',
  )
})

test('the example of the package is a config', async () => {
  const path = new URL('../../examples/train-abstracts.json', import.meta.url)
  const config = parseTrainConfig(JSON.parse(await readFile(path, 'utf8')), 'train-abstracts')
  expect(config).toMatchObject({ model: { width: 256, depth: 4, heads: 4, context: 256 } })
})
