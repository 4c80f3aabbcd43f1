import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type History, lossPlot, type PlottedRun } from '../../src/index.node.ts'
import { secondsOf, spreadOf, stepAtLoss, type StepTimes } from './compare.ts'
import type { Run } from './runs.ts'

const docs = join(import.meta.dirname, '../../docs')
const [begin, end] = ['<!-- figures: training -->', '<!-- /figures -->']

/** Writes the figures into docs/training.md, and the curves over steps and over time beside it. */
export async function writeReport(histories: ReadonlyMap<Run, History>, times: StepTimes): Promise<void> {
  const page = join(docs, 'training.md')
  const [before = '', after = ''] = (await readFile(page, 'utf8')).split(new RegExp(`${begin}[^]*${end}`))
  await writeFile(page, `${before}${begin}\n\n${report(histories, times)}\n\n${end}${after}`)
  const plotted = [...histories].filter(([{ name }]) => name.endsWith('-1'))
  const draw = (over: 'step' | 'seconds'): string =>
    lossPlot(
      plotted.map(([run, history]): PlottedRun => ({ name: run.name, history: retimed(run, history, times) })),
      { title: 'Validation loss of the same model, dense and Monarch', over },
    )
  await writeFile(join(docs, 'training-steps.svg'), draw('step'))
  await writeFile(join(docs, 'training-seconds.svg'), draw('seconds'))
}

/** A table, a row a run, and what the runs over several seeds come to. */
function report(histories: ReadonlyMap<Run, History>, times: StepTimes): string {
  const dense = [...histories].filter(([{ name }]) => name.startsWith('dense'))
  const goal = spreadOf(dense.map(([, history]) => finalLoss(history))).mean
  const whole = Math.max(...dense.map(([run]) => secondsOf(run.steps, 0, times)))
  const rows = [...histories].map(([run, history]) => row(run, history, { goal, whole, times }))
  return [
    `A dense step takes ${times.dense.toFixed(0)} ms, a Monarch step ${times.monarch.toFixed(0)} ms: ${(times.dense / times.monarch).toFixed(2)} times faster.`,
    '',
    '| run | steps | minutes | validation loss at the end | by the dense mean | dense mean reached after | times sooner |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    ...['dense', 'monarch'].flatMap((kind) => summary(kind, histories)),
  ].join('\n')
}

interface Goal {
  /** Mean final loss of the dense runs. */
  readonly goal: number
  /** Seconds that a dense run takes. */
  readonly whole: number
  readonly times: StepTimes
}

function row(run: Run, history: History, { goal, whole, times }: Goal): string {
  const sparse = run.steps * run.sparseShare
  const loss = finalLoss(history)
  const at = stepAtLoss(history.validation, goal)
  const seconds = at === undefined ? undefined : secondsOf(at, sparse, times)
  const cells = [
    run.name,
    run.steps,
    (secondsOf(run.steps, sparse, times) / 60).toFixed(1),
    loss.toFixed(4),
    `${loss > goal ? '+' : ''}${(100 * (loss / goal - 1)).toFixed(2)} %`,
    seconds === undefined ? 'not reached' : `${(seconds / 60).toFixed(1)} minutes (step ${Math.round(at ?? 0)})`,
    seconds === undefined ? '' : (whole / seconds).toFixed(2),
  ]
  return `| ${cells.join(' | ')} |`
}

/** As a line, where there are several seeds of the kind. */
function summary(kind: string, histories: ReadonlyMap<Run, History>): string[] {
  const losses = [...histories].filter(([{ name }]) => name.startsWith(kind)).map(([, history]) => finalLoss(history))
  if (losses.length < 2) return []
  const { mean, deviation } = spreadOf(losses)
  return [
    `- ${kind}, ${losses.length} seeds: ${mean.toFixed(4)} ± ${deviation.toFixed(4)} (mean and standard deviation)`,
  ]
}

function finalLoss({ validation }: History): number {
  return validation.at(-1)?.loss ?? Number.NaN
}

/** The points at the times that their steps take. */
function retimed({ steps, sparseShare }: Run, history: History, times: StepTimes): History {
  const set = (points: History['train']): History['train'] =>
    points.map((point) => ({ ...point, seconds: secondsOf(point.step, steps * sparseShare, times) }))
  return { train: set(history.train), validation: set(history.validation) }
}
