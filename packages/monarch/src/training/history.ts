/** A loss at a moment of a run. */
export interface Point {
  readonly step: number
  /** Spent in training steps until then; reading, compiling and validating are not counted. */
  readonly seconds: number
  readonly loss: number
}

/** The losses of a run: of training as means over equal stretches of steps, of validation as measured. */
export interface History {
  readonly train: readonly Point[]
  readonly validation: readonly Point[]
}
