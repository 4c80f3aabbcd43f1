import type { ReadReport } from '../data/read-texts.ts'

/** What a run tells of itself, in the order in which it happens. */
export type TrainEvent =
  | DataEvent
  | MeasurementEvent
  | ProjectionEvent
  | ModelEvent
  | StepEvent
  | ValidationEvent
  | CheckpointEvent
  | EndEvent

/** The texts are read. */
export interface DataEvent {
  readonly kind: 'data'
  readonly report: Readonly<ReadReport>
  readonly vocabulary: number
  readonly trainingTokens: number
  readonly validationTokens: number
}

/** `d2s`: a batch is about to go through the dense model, for what its layers are given. */
export interface MeasurementEvent {
  readonly kind: 'measurement'
  /** From 1. */
  readonly batch: number
  readonly batches: number
}

/** `d2s`: a layer's matrix is about to be projected, which takes a while where it is large. */
export interface ProjectionEvent {
  readonly kind: 'projection'
  /** From 1. */
  readonly layer: number
  readonly layers: number
}

/** A model is ready: at the start, and where `s2d` goes over to its dense one. */
export interface ModelEvent {
  readonly kind: 'model'
  readonly isDense: boolean
  readonly parameters: number
  /** Steps that are done. */
  readonly step: number
  /** Where dense matrices were projected: the root mean square of the layers' errors, each relative to what it answered. */
  readonly projectionError?: number
}

export interface StepEvent {
  readonly kind: 'step'
  readonly step: number
  readonly steps: number
  readonly loss: number
  readonly gradientNorm: number
  readonly learningRate: number
  /** Over the last steps. */
  readonly tokensPerSecond: number
  /** At that rate. */
  readonly secondsLeft: number
}

export interface ValidationEvent {
  readonly kind: 'validation'
  readonly step: number
  readonly loss: number
  readonly isBest: boolean
}

export interface CheckpointEvent {
  readonly kind: 'checkpoint'
  readonly step: number
  readonly path: string
}

/** Why a run ended: all steps done, no gain for `patience` validations, or asked to stop. */
export type EndReason = 'done' | 'no gain' | 'interrupted'

export interface EndEvent {
  readonly kind: 'end'
  readonly reason: EndReason
  readonly step: number
  readonly seconds: number
  readonly best: { readonly step: number; readonly loss: number } | null
  readonly plot: string
  /** Undefined before the first. */
  readonly last?: string
  readonly bestCheckpoint?: string
}
