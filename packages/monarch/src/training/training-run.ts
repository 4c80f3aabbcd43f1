import { type Batch, type BatchShape, countBatches, fixedBatches, sampleBatch } from '../data/batches.ts'
import type { Dataset } from '../data/load-dataset.ts'
import { sizeOf } from '../graph/shape.ts'
import type { Backend, SessionOptions } from '../runtime/backend.ts'
import { writeCheckpoint } from './checkpoint.ts'
import { type ConvertedState, convertState } from './convert-state.ts'
import { Evaluation } from './evaluate.ts'
import { findUnfitTensor } from './find-unfit-tensor.ts'
import { type InputMoments, measureInputs } from './input-moments.ts'
import { type Phase, planMeasurement } from './phase.ts'
import type { Progress } from './progress.ts'
import { exists, type RunFolder } from './run-folder.ts'
import { learningRateAt } from './schedule.ts'
import type { TrainConfig } from './train-config.ts'
import type { EndReason, TrainEvent } from './train-event.ts'
import type { TrainState } from './train-state.ts'
import { type StepResult, TrainStep, type TrainStepOptions } from './train-step.ts'
import { DivergedError } from './training-errors.ts'

export interface RunContext {
  readonly config: TrainConfig
  readonly folder: RunFolder
  readonly dataset: Dataset
  readonly phases: readonly Phase[]
  readonly backend: Backend
  readonly progress: Progress
  /** What it goes on from. */
  readonly state: () => TrainState
  /** Whether that is a dense model, which is to be projected. */
  readonly isProjected: boolean
  readonly onEvent: (event: TrainEvent) => void
  readonly signal: AbortSignal | undefined
}

/** Points that a run's history has of training. */
const historyPoints = 1000
/** Tokens of the training part from which `d2s` takes what layers are given. */
const tokensMeasured = 2 ** 15
/** What the newest step counts in the mean that the time left is told from. */
const newest = 0.1

export function stepOptionsOf(config: TrainConfig): TrainStepOptions {
  const { beta1, beta2, epsilon, weightDecay, accumulation, clipNorm } = config
  return { beta1, beta2, epsilon, weightDecay, accumulation, ...(clipNorm === null ? {} : { clipNorm }) }
}

/** A run from where it stands to its end: phase after phase, step after step. */
export class TrainingRun {
  readonly #context: RunContext
  readonly #shape: BatchShape
  readonly #session: SessionOptions
  #state: () => TrainState
  #secondsAStep: number | undefined
  /** Step of the last checkpoint. */
  #saved = -1
  /** The last step after which the weights gave a finite loss. */
  #sound = -1

  constructor(context: RunContext) {
    const { config, state } = context
    this.#context = context
    this.#shape = { sequences: config.sequences, length: config.model.context }
    this.#session = config.threads === undefined ? {} : { threads: config.threads }
    this.#state = state
  }

  get progress(): Progress {
    return this.#context.progress
  }

  /** @throws {DivergedError} */
  async toEnd(): Promise<EndReason> {
    for (const phase of this.#context.phases) {
      if (this.progress.step >= phase.until) continue
      const reason = await this.#runPhase(phase)
      if (reason !== undefined) return reason
    }
    return 'done'
  }

  /** @returns why the run ends in it; undefined where the next phase follows */
  async #runPhase(phase: Phase): Promise<EndReason | undefined> {
    const { backend, dataset, config } = this.#context
    const count = Math.min(config.evaluationBatches, countBatches(dataset.validation, this.#shape))
    const batches = fixedBatches(dataset.validation, this.#shape, count)
    const step = await this.#prepareUnlessStopped(phase)
    if (step === undefined) return 'interrupted'
    const evaluation = await Evaluation.compile(phase.loss, backend, batches, this.#session)
    try {
      const reason = await this.#steps(phase, step, evaluation)
      if (reason !== undefined || this.progress.step === config.steps) await this.#save(step, evaluation)
      const state = await step.state()
      this.#state = () => state
      return reason
    } finally {
      await evaluation.dispose()
      await step.dispose()
    }
  }

  /** @returns undefined when it was stopped on the way: nothing of a first step is there to be saved yet */
  async #prepareUnlessStopped(phase: Phase): Promise<TrainStep | undefined> {
    const { signal } = this.#context
    try {
      return await this.#prepare(phase)
    } catch (error) {
      if (signal?.aborted === true && error === signal.reason) return undefined
      throw error
    }
  }

  async #prepare(phase: Phase): Promise<TrainStep> {
    const { loss, parameters, isDense } = phase
    const { backend, config, onEvent } = this.#context
    let projectionError: number | undefined
    const begin = async (): Promise<TrainState> => {
      const converted = await this.#convert(phase)
      projectionError = converted.projectionError
      return converted.state
    }
    const step = await TrainStep.compile(loss, parameters, backend, stepOptionsOf(config), begin, this.#session)
    onEvent({
      kind: 'model',
      isDense,
      parameters: parameters.reduce((total, { shape }) => total + sizeOf(shape), 0),
      step: this.progress.step,
      ...(projectionError === undefined ? {} : { projectionError }),
    })
    return step
  }

  async #convert(phase: Phase): Promise<ConvertedState> {
    const { isProjected, onEvent, signal } = this.#context
    const state = this.#state()
    const moments = isProjected ? await this.#measure(phase, state) : undefined
    return convertState(state, phase.parameters, {
      inputs: (layer) => {
        const found = moments?.get(layer)
        // The moments of all layers are more than their weights: each is let go once its layer is fitted.
        moments?.delete(layer)
        return found
      },
      onLayer: (layer, layers) => onEvent({ kind: 'projection', layer, layers }),
      signal,
    })
  }

  /** What the layers of a dense model are given that are to be projected. */
  async #measure(phase: Phase, state: TrainState): Promise<InputMoments> {
    const { config, backend, dataset, onEvent, signal } = this.#context
    const { loss, sequences, layers } = planMeasurement(config, dataset.tokenizer.vocabulary, phase)
    const shape = { ...this.#shape, sequences }
    const batches = Math.ceil(tokensMeasured / (sequences * shape.length))
    return measureInputs(loss, Object.fromEntries(state), backend, fixedBatches(dataset.training, shape, batches), {
      layers,
      session: this.#session,
      onBatch: (batch) => onEvent({ kind: 'measurement', batch, batches }),
      signal,
    })
  }

  async #steps(phase: Phase, step: TrainStep, evaluation: Evaluation): Promise<EndReason | undefined> {
    const { progress } = this
    const { config, signal } = this.#context
    if (progress.step === 0 && progress.history.validation.length === 0) await this.#validate(step, evaluation)
    while (progress.step < phase.until) {
      if (signal?.aborted === true) return 'interrupted'
      if (config.patience !== null && progress.evaluationsWithoutGain >= config.patience) return 'no gain'
      await this.#advance(step)
      const isLast = progress.step === config.steps
      if (isLast || progress.step % config.evaluateEvery === 0) await this.#validate(step, evaluation)
      if (progress.step % config.checkpointEvery === 0) await this.#save(step, evaluation)
    }
    return undefined
  }

  async #advance(step: TrainStep): Promise<void> {
    const { config } = this.#context
    const started = performance.now()
    const number = this.progress.step + 1
    const rate = learningRateAt(
      { ...config, kind: config.schedule, peak: config.learningRate, final: config.finalRate },
      number,
    )
    const result = await step.run(number, rate, this.#drawBatches())
    if (!Number.isFinite(result.loss) || !Number.isFinite(result.gradientNorm))
      throw await this.#diverged(describe(result), number)
    const seconds = (performance.now() - started) / 1000
    this.progress.recordStep(result.loss, seconds, Math.ceil(config.steps / historyPoints))
    this.#tellStep(result, rate, seconds)
  }

  *#drawBatches(): Generator<Batch> {
    const { config, dataset } = this.#context
    for (let i = 0; i < config.accumulation; i++) yield sampleBatch(dataset.training, this.#shape, this.progress.random)
  }

  #tellStep({ loss, gradientNorm }: StepResult, learningRate: number, seconds: number): void {
    const { config, onEvent } = this.#context
    const { step } = this.progress
    const mean = (this.#secondsAStep ?? seconds) * (1 - newest) + seconds * newest
    this.#secondsAStep = mean
    const tokens = this.#shape.sequences * this.#shape.length * config.accumulation
    const pace = { tokensPerSecond: tokens / mean, secondsLeft: (config.steps - step) * mean }
    onEvent({ kind: 'step', step, steps: config.steps, loss, gradientNorm, learningRate, ...pace })
  }

  async #validate(step: TrainStep, evaluation: Evaluation): Promise<void> {
    const { folder, onEvent } = this.#context
    const loss = await this.#evaluate(step, evaluation)
    const isBest = this.progress.recordValidation(loss)
    onEvent({ kind: 'validation', step: this.progress.step, loss, isBest })
    if (isBest && this.progress.step > 0) await this.#write(step, folder.best)
  }

  async #evaluate(step: TrainStep, evaluation: Evaluation): Promise<number> {
    const loss = await evaluation.run(step.parameters())
    if (!Number.isFinite(loss)) throw await this.#diverged(`the validation loss is ${loss}`, this.progress.step)
    this.#sound = this.progress.step
    return loss
  }

  async #save(step: TrainStep, evaluation: Evaluation): Promise<void> {
    if (this.#saved === this.progress.step) return
    // Weights may be finite and lost all the same: the last checkpoint is not given for such.
    if (this.#sound !== this.progress.step) await this.#evaluate(step, evaluation)
    await this.#write(step, this.#context.folder.last)
    this.#saved = this.progress.step
  }

  async #write(step: TrainStep, path: string): Promise<void> {
    const { config, dataset, progress, onEvent } = this.#context
    const state = await step.state()
    const unfit = findUnfitTensor(state)
    if (unfit !== undefined) throw await this.#diverged(`"${unfit}" holds a value that is not finite`, progress.step)
    await writeCheckpoint(path, { config, dataDigest: dataset.digest, progress, state })
    onEvent({ kind: 'checkpoint', step: progress.step, path })
  }

  async #diverged(what: string, step: number): Promise<DivergedError> {
    const { last } = this.#context.folder
    const kept = (await exists(last)) ? `The last good checkpoint is ${last}.` : 'There is no checkpoint yet.'
    return new DivergedError(
      `The run stopped at step ${step}: ${what}. ${kept} Begin anew, with another folder as \`out\` and a lower learningRate, a longer warmup or a smaller clipNorm: a run that is resumed keeps those that it has.`,
    )
  }
}

function describe({ loss, gradientNorm }: StepResult): string {
  return `the loss is ${loss} and the gradients' norm ${gradientNorm}`
}
