/** One measured figure, as `npm run bench` prints it. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: 's' | 'ms' | 'MB' | 'kB' | 'requests/s' | 'frames/s' | 'authors/s' | 'ratio'
  /** The limit it is held against, in the same unit; `note` says what it is. */
  readonly base?: number
  /** Higher is better. */
  readonly ratio?: number
  readonly note: string
}

export function printFigure({ value, base, ratio, ...rest }: Figure): void {
  console.log(
    JSON.stringify({
      ...rest,
      value: round(value),
      ...(base === undefined ? {} : { base: round(base) }),
      ...(ratio === undefined ? {} : { ratio: round(ratio) }),
    }),
  )
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}

/** Nearest-rank percentile, 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
