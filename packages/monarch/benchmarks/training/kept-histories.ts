import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { History, Point } from '../../src/index.node.ts'
import { type Run, runs } from './runs.ts'

/**
 * Losses of finished runs, kept with the documentation as `set,step,loss`: a run takes as long as a meal, and its curve
 * is its result.
 */
const folder = join(import.meta.dirname, '../../docs/training')

const sets = ['train', 'validation'] as const

export async function keepHistory({ name }: Run, history: History): Promise<void> {
  await mkdir(folder, { recursive: true })
  const lines = sets.flatMap((set) => history[set].map(({ step, loss }) => `${set},${step},${loss.toFixed(4)}`))
  await writeFile(join(folder, `${name}.csv`), `set,step,loss\n${lines.join('\n')}\n`)
}

/** Of every run that was kept, in the order of the runs. */
export async function readHistories(): Promise<ReadonlyMap<Run, History>> {
  const kept = new Set(await readdir(folder).catch(() => []))
  const found = runs.filter(({ name }) => kept.has(`${name}.csv`))
  const texts = await Promise.all(found.map(({ name }) => readFile(join(folder, `${name}.csv`), 'utf8')))
  return new Map(found.map((run, index) => [run, parseHistory(texts[index] ?? '')]))
}

/** Times come from what a step takes, measured for itself. */
function parseHistory(text: string): History {
  const rows = text.trim().split('\n').slice(1)
  const pointsOf = (wanted: string): Point[] =>
    rows
      .map((row) => row.split(','))
      .filter(([set]) => set === wanted)
      .map(([, step, loss]) => ({ step: Number(step), loss: Number(loss), seconds: 0 }))
  return { train: pointsOf('train'), validation: pointsOf('validation') }
}
