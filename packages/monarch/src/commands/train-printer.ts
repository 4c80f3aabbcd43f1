import type {
  DataEvent,
  EndEvent,
  MeasurementEvent,
  ModelEvent,
  ProjectionEvent,
  StepEvent,
  TrainEvent,
} from '../training/train-event.ts'

/** `json`: an object a line. `terminal`: one line that is written over. `lines`: now and then one. */
export type PrintStyle = 'json' | 'terminal' | 'lines'

const msBetween: Readonly<Record<PrintStyle, number>> = { json: 0, terminal: 200, lines: 10_000 }

/** Tells a person, or a program, how a run goes. */
export class TrainPrinter {
  readonly #style: PrintStyle
  readonly #write: (text: string) => void
  /** When progress was last printed. */
  #printedAt = -Infinity
  /** Whether the cursor stands behind a line that is to be written over. */
  #isOpen = false

  constructor(style: PrintStyle, write: (text: string) => void = (text) => void process.stdout.write(text)) {
    this.#style = style
    this.#write = write
  }

  print(event: TrainEvent): void {
    if (this.#style === 'json') return this.#write(`${JSON.stringify(event)}\n`)
    switch (event.kind) {
      case 'data':
        return this.#line(describeData(event))
      case 'measurement':
        return this.#progress(describeMeasurement(event), false)
      case 'projection':
        return this.#progress(describeProjection(event), false)
      case 'model':
        return this.#line(describeModel(event))
      case 'step':
        return this.#progress(describeStep(event), event.step === event.steps)
      case 'validation':
        return this.#line(
          `step ${event.step}: validation loss ${loss(event.loss)}${event.isBest ? ', the lowest so far' : ''}`,
        )
      case 'checkpoint':
        return
      case 'end':
        return this.#line(describeEnd(event))
      default:
        return event satisfies never
    }
  }

  printExport(path: string, step: number): void {
    if (this.#style === 'json') this.#write(`${JSON.stringify({ kind: 'export', path, step })}\n`)
    else this.#line(`ONNX model of step ${step}: ${path}`)
  }

  #progress(text: string, isLast: boolean): void {
    const now = performance.now()
    if (now - this.#printedAt < msBetween[this.#style] && !isLast) return
    this.#printedAt = now
    if (this.#style === 'lines') return this.#line(text)
    this.#write(`\r\u001B[K${text}`)
    this.#isOpen = true
  }

  #line(text: string): void {
    this.#write(`${this.#isOpen ? '\r\u001B[K' : ''}${text}\n`)
    this.#isOpen = false
  }
}

function describeData({ report, trainingTokens, validationTokens, vocabulary }: DataEvent): string {
  const unread = [
    ...(report.withoutText > 0 ? [`Records without a text: ${whole(report.withoutText)}`] : []),
    ...(report.problems > 0 ? [`Lines that could not be read, and were passed over: ${whole(report.problems)}`] : []),
    ...report.firstProblems.map((problem) => `  ${problem}`),
  ]
  return [
    `${whole(report.documents)} documents: ${whole(trainingTokens)} tokens to train on, ${whole(validationTokens)} to validate, vocabulary ${whole(vocabulary)}`,
    ...unread,
  ].join('\n')
}

function describeMeasurement({ batch, batches }: MeasurementEvent): string {
  return `measuring what the layers are given: batch ${batch} of ${batches}`
}

function describeProjection({ layer, layers }: ProjectionEvent): string {
  return `projecting layer ${layer} of ${layers}`
}

function describeModel({ isDense, parameters, step, projectionError }: ModelEvent): string {
  const projected =
    projectionError === undefined ? '' : `, projected with a relative error of ${projectionError.toPrecision(3)}`
  const from = step === 0 ? '' : ` from step ${step} on`
  return `${isDense ? 'dense' : 'Monarch'} model of ${whole(parameters)} parameters${projected}${from}`
}

function describeStep({ step, steps, loss: value, tokensPerSecond, secondsLeft }: StepEvent): string {
  return `step ${step} of ${steps}: loss ${loss(value)}, ${whole(Math.round(tokensPerSecond))} tokens/s, ${duration(secondsLeft)} left`
}

function describeEnd({ reason, step, seconds, best, plot, last, bestCheckpoint }: EndEvent): string {
  const why = { done: 'Done', 'no gain': 'Ended early, the validation loss falls no more', interrupted: 'Stopped' }[
    reason
  ]
  return [
    `${why} at step ${step}, after ${duration(seconds)} of training.`,
    ...(best === null ? [] : [`Lowest validation loss: ${loss(best.loss)}, at step ${best.step}`]),
    ...(last === undefined
      ? []
      : [`Last checkpoint: ${last}${reason === 'interrupted' ? ' (go on with --resume)' : ''}`]),
    ...(bestCheckpoint === undefined ? [] : [`Best checkpoint: ${bestCheckpoint}`]),
    `Plot: ${plot}`,
  ].join('\n')
}

function loss(value: number): string {
  return value.toFixed(4)
}

function whole(value: number): string {
  return value.toLocaleString('en')
}

/** As `1 h 02 min`, `3 min 20 s` or `12 s`. */
function duration(seconds: number): string {
  const total = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  const padded = (value: number): string => `${value}`.padStart(2, '0')
  if (hours > 0) return `${hours} h ${padded(minutes)} min`
  return minutes > 0 ? `${minutes} min ${padded(rest)} s` : `${rest} s`
}
