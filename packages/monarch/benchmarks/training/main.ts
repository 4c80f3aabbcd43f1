/**
 * `npm run training --workspace @bzpeer/monarch -- TEXTS FOLDER [RUN…]`: trains the runs that are compared, hours of
 * them, or those named, with their files in FOLDER, and keeps their losses in docs/training/. Given again, it goes on
 * where it stopped. docs/training.md and its curves are written from all that is kept.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type History, openBackend, readCheckpoint } from '../../src/index.node.ts'
import { measureModel } from '../../src/bench/model.ts'
import type { StepTimes } from './compare.ts'
import { keepHistory, readHistories } from './kept-histories.ts'
import { writeReport } from './report.ts'
import { blocks, commonConfig, model, type Run, runs, sequences, vocabulary } from './runs.ts'

const [texts, folder, ...names] = process.argv.slice(2)
if (texts === undefined || folder === undefined) {
  console.error('Say which texts and which folder: npm run training --workspace @bzpeer/monarch -- TEXTS FOLDER')
  process.exitCode = 2
} else {
  await trainAll(resolve(texts), resolve(folder))
}

async function trainAll(path: string, out: string): Promise<void> {
  await mkdir(out, { recursive: true })
  for (const run of runs.filter(({ name }) => names.length === 0 || names.includes(name))) {
    if (!isFinished(run, await historyOf(run, out))) await trainOne(run, path, out)
    const history = await historyOf(run, out)
    if (history === undefined) throw new Error(`${run.name} left no checkpoint in ${out}.`)
    await keepHistory(run, history)
  }
  await writeReport(await readHistories(), await measureSteps())
}

function isFinished({ steps }: Run, history: History | undefined): boolean {
  return history?.validation.at(-1)?.step === steps
}

async function historyOf({ name }: Run, out: string): Promise<History | undefined> {
  const checkpoint = await readCheckpoint(join(out, name, 'last.safetensors')).catch(() => undefined)
  return checkpoint?.progress.history
}

async function trainOne({ name, config }: Run, path: string, out: string): Promise<void> {
  console.log(`— ${name}`)
  const file = join(out, `${name}.json`)
  await writeFile(file, JSON.stringify({ ...commonConfig(path), ...config }, undefined, 2))
  const command = join(import.meta.dirname, '../../bin/monarch.js')
  const child = spawn(process.execPath, [command, 'train', file, '--resume'], { stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${name} ended with ${code}.`)
}

/** Beside runs of hours other things happen on a machine: what a step takes is measured for itself, both kinds in turn. */
async function measureSteps(): Promise<StepTimes> {
  const backend = await openBackend('cpu')
  const { dense_ms: dense, monarch_ms: monarch } = await measureModel(backend, {
    config: { vocabulary, ...model },
    sequences,
    blocks,
  })
  return { dense, monarch }
}
