import type { Point } from '../../src/index.node.ts'

/** What a step of a kind takes, in ms. */
export interface StepTimes {
  readonly dense: number
  readonly monarch: number
}

/** How long the first steps of a run take, in seconds, of which the first `sparse` have Monarch layers and the others dense ones. */
export function secondsOf(step: number, sparse: number, { dense, monarch }: StepTimes): number {
  return (Math.min(step, sparse) * monarch + Math.max(0, step - sparse) * dense) / 1000
}

/** The step at which a run's validation is first as low as this loss, between two validations by a straight line. */
export function stepAtLoss(validation: readonly Point[], loss: number): number | undefined {
  const after = validation.findIndex((point) => point.loss <= loss)
  const [low, high] = [validation[after], validation[after - 1]]
  if (low === undefined || high === undefined) return low?.step
  return low.step - ((low.step - high.step) * (loss - low.loss)) / (high.loss - low.loss)
}

export interface Spread {
  readonly mean: number
  /** Sample standard deviation; 0 for one value. */
  readonly deviation: number
}

export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 }
}
