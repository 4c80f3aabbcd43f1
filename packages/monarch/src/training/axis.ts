/** A stretch of numbers and where it lies on a drawing. */
export interface Axis {
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
  /** Pixels. */
  place(value: number): number
}

/** From round number to round number, with about `count` marks, drawn between the two pixels. */
export function makeAxis(lowest: number, highest: number, count: number, start: number, end: number): Axis {
  const step = roundStep((highest - lowest || Math.abs(highest) || 1) / count)
  const [first, last] = [Math.floor(lowest / step + 1e-9), Math.ceil(highest / step - 1e-9)]
  const [from, to] = [first * step, Math.max(last, first + 1) * step]
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => (first + index) * step)
  return { from, to, ticks, place: (value) => start + ((value - from) / (to - from)) * (end - start) }
}

/** 1, 2 or 5 times a power of ten, not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10
  return factor * power
}

/** As short as the ticks can be told apart. */
export function labelTick(value: number): string {
  return Number(value.toPrecision(6)).toLocaleString('en', { maximumFractionDigits: 4 })
}
