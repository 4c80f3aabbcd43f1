export type ScheduleKind = 'cosine' | 'linear' | 'constant'

export interface Schedule {
  readonly kind: ScheduleKind
  /** The highest learning rate. */
  readonly peak: number
  /** Steps in which it rises to the peak, in equal parts. */
  readonly warmup: number
  /** All steps of the run. */
  readonly steps: number
  /** What `cosine` and `linear` end at, as a share of the peak. */
  readonly final: number
}

/**
 * The learning rate of a step.
 * @param step from 1
 */
export function learningRateAt({ kind, peak, warmup, steps, final }: Schedule, step: number): number {
  if (step < warmup) return (peak * step) / warmup
  const done = steps > warmup ? Math.min(1, (step - warmup) / (steps - warmup)) : 1
  switch (kind) {
    case 'cosine':
      return peak * (final + ((1 - final) * (1 + Math.cos(Math.PI * done))) / 2)
    case 'linear':
      return peak * (1 - (1 - final) * done)
    case 'constant':
      return peak
    default:
      return kind satisfies never
  }
}
