/** For tests: texts that a tiny model learns within seconds, and the config of a run on them. */
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Random } from '../layers/random.ts'
import { parseTrainConfig, type TrainConfig } from './train-config.ts'
import type { StepEvent, TrainEvent } from './train-event.ts'
import { train, type TrainOptions } from './train.ts'

export interface TinyRun {
  readonly folder: string
  configOf(name: string, changes?: Readonly<Record<string, unknown>>): TrainConfig
}

export const tinyModel = { width: 16, depth: 1, heads: 2, context: 16, blocks: 2 }

/** A folder with texts of a few words that follow one another at random. */
export async function prepareTinyRun(): Promise<TinyRun> {
  const folder = await mkdtemp(join(tmpdir(), 'monarch-run-'))
  const random = Random.from(1, 'words')
  const words = ['monarch', 'matrix', 'block', 'learns', 'fast', 'and', 'well']
  const lines = Array.from({ length: 400 }, () => {
    const text = Array.from({ length: 12 }, () => words[random.integer(words.length)]).join(' ')
    return JSON.stringify({ text })
  })
  await writeFile(join(folder, 'texts.jsonl'), lines.join('\n'))
  const base = {
    data: { path: join(folder, 'texts.jsonl'), validationOneIn: 10 },
    model: tinyModel,
    steps: 12,
    sequences: 4,
    learningRate: 0.01,
    evaluateEvery: 4,
    checkpointEvery: 4,
    evaluationBatches: 2,
    threads: 1,
  }
  return { folder, configOf: (name, changes = {}) => parseTrainConfig({ ...base, ...changes }, join(folder, name)) }
}

export interface Told {
  readonly events: readonly TrainEvent[]
  /** Losses of steps by their number. */
  readonly losses: ReadonlyMap<number, number>
}

/** Trains, and gathers what is told of it. */
export async function trainAndListen(config: TrainConfig, options: TrainOptions = {}): Promise<Told> {
  const events: TrainEvent[] = []
  await train(config, {
    ...options,
    onEvent: (event) => {
      events.push(event)
      options.onEvent?.(event)
    },
  })
  const steps = events.filter((event): event is StepEvent => event.kind === 'step')
  return { events, losses: new Map(steps.map(({ step, loss }) => [step, loss])) }
}
