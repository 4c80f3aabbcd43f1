import { type Dataset, loadDataset } from '../data/load-dataset.ts'
import { byteTokenizer } from '../data/tokenizer.ts'
import { sizeOf } from '../graph/shape.ts'
import type { ParameterSpec } from '../layers/scope.ts'
import { assertBytesFit } from '../runtime/memory.ts'
import { openBackend } from '../runtime/open-backend.node.ts'
import type { History } from './history.ts'
import { lossPlot } from './loss-plot.ts'
import { bytesToFit } from './input-moments.ts'
import { type Phase, planMeasurement, planPhases } from './phase.ts'
import type { Progress } from './progress.ts'
import { exists, type RunFolder, runFolderAt, writeInFolder } from './run-folder.ts'
import { assertSameRun, findOrigin, startProgress, startState } from './start-run.ts'
import type { TrainConfig } from './train-config.ts'
import type { DataEvent, EndEvent, EndReason, TrainEvent } from './train-event.ts'
import { assertStepFits } from './train-step.ts'
import { stepOptionsOf, TrainingRun } from './training-run.ts'

export interface TrainOptions {
  /** Goes on with the run in `out`; where there is none, one begins. Without it, a run that is there is an error. */
  readonly resume?: boolean
  readonly onEvent?: (event: TrainEvent) => void
  /** Ends the run after the step that it is in, with a checkpoint. */
  readonly signal?: AbortSignal
}

export interface TrainResult {
  readonly reason: EndReason
  readonly history: History
  readonly best: { readonly step: number; readonly loss: number } | null
}

/**
 * Trains a language model as the config says, to its end or until asked to stop.
 * @throws {DataError} when the texts cannot be read or are too few.
 * @throws {OutOfMemoryError} before the first step, when one of its models does not fit.
 * @throws {DivergedError} at NaN or infinity; the last good checkpoint stays.
 * @throws {CheckpointError} when a checkpoint is damaged or is another run's.
 * @throws {UnwritableFileError} when the system does not take a file, as when the disk is full.
 */
export async function train(config: TrainConfig, options: TrainOptions = {}): Promise<TrainResult> {
  const { resume = false, onEvent = () => undefined, signal } = options
  const origin = await findOrigin(config, resume)
  assertFit(config, origin.tokenizer?.vocabulary ?? mostTokensOf(config.data), origin.dense !== undefined)
  const dataset = await loadDataset(config.data, config.model.context, origin.tokenizer)
  onEvent(dataEvent(dataset))
  if (origin.held !== undefined) assertSameRun(origin.held, config, dataset)
  const folder = runFolderAt(config.out)
  await writeInFolder(folder.tokenizer, JSON.stringify(dataset.tokenizer))
  const phases = planPhases(config, dataset.tokenizer.vocabulary)
  const run = new TrainingRun({
    config,
    folder,
    dataset,
    phases,
    backend: await openBackend(config.backend),
    progress: startProgress(origin, config),
    state: () => startState(origin, phases[0] as Phase, config),
    isProjected: origin.dense !== undefined,
    onEvent,
    signal,
  })
  const reason = await toEndWithPlot(run, folder, nameOf(config, phases))
  onEvent(await endEvent(folder, reason, run.progress))
  return { reason, history: run.progress.history, best: run.progress.best }
}

/** However a run ends, what it came to is drawn. */
async function toEndWithPlot(run: TrainingRun, { plot }: RunFolder, name: string): Promise<EndReason> {
  try {
    return await run.toEnd()
  } finally {
    await writeInFolder(plot, lossPlot([{ name, history: run.progress.history }]))
  }
}

/** Said before the texts are read, which takes a while. */
function assertFit(config: TrainConfig, vocabulary: number, isProjected: boolean): void {
  assertBytesFit(leastBytes(config, vocabulary))
  for (const phase of planPhases(config, vocabulary)) {
    assertStepFits(phase.loss, phase.parameters, stepOptionsOf(config))
    if (!isProjected) continue
    const { loss, layers, parameters } = planMeasurement(config, vocabulary, phase)
    assertBytesFit(bytesOfState(parameters) + bytesToFit(loss, layers) + bytesOfState(phase.parameters))
  }
}

/** With both moments of each parameter. */
function bytesOfState(parameters: readonly ParameterSpec[]): number {
  const [perNumber, tensorsEach] = [4, 3]
  return perNumber * tensorsEach * parameters.reduce((total, { shape }) => total + sizeOf(shape), 0)
}

/** What a step takes at the least, by arithmetic: a graph of sizes beyond all measure could not even be built. */
function leastBytes({ model: { width, heads, context }, sequences }: TrainConfig, vocabulary: number): number {
  const [perNumber, setsOfState] = [4, 6]
  const parameters = width * (vocabulary + context)
  const [mask, scores] = [context ** 2, heads * sequences * context ** 2]
  const logits = sequences * context * vocabulary
  return perNumber * (setsOfState * parameters + mask + scores + logits)
}

function mostTokensOf({ tokenizer, vocabulary }: TrainConfig['data']): number {
  return tokenizer === 'byte' ? byteTokenizer.vocabulary : vocabulary
}

function dataEvent({ tokenizer, training, validation, report }: Dataset): DataEvent {
  const { vocabulary } = tokenizer
  return { kind: 'data', report, vocabulary, trainingTokens: training.length, validationTokens: validation.length }
}

async function endEvent({ plot, last, best }: RunFolder, reason: EndReason, progress: Progress): Promise<EndEvent> {
  return {
    kind: 'end',
    reason,
    step: progress.step,
    seconds: progress.seconds,
    best: progress.best,
    plot,
    ...((await exists(last)) ? { last } : {}),
    ...((await exists(best)) ? { bestCheckpoint: best } : {}),
  }
}

/** As `Monarch (e2e), width 256, depth 4, 1.32 million parameters`. */
function nameOf({ model, method }: TrainConfig, [first]: readonly Phase[]): string {
  const count = (first?.parameters ?? []).reduce((total, { shape }) => total + sizeOf(shape), 0)
  const layers = first?.isDense === true ? 'dense' : 'Monarch'
  return `${layers} (${method}), width ${model.width}, depth ${model.depth}, ${(count / 1e6).toFixed(2)} million parameters`
}
