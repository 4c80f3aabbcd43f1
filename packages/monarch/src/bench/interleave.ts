/** Median times of several ways to do a thing, measured in turn so that a slow moment of the machine meets all of them. */
export async function interleave<Name extends string>(
  ways: Readonly<Record<Name, () => Promise<{ readonly ms: number }>>>,
  { rounds, warmUps = 1 }: { readonly rounds: number; readonly warmUps?: number },
): Promise<Record<Name, number>> {
  const entries = Object.entries<() => Promise<{ readonly ms: number }>>(ways)
  for (let i = 0; i < warmUps; i++) for (const [, run] of entries) await run()
  const times = new Map<string, number[]>(entries.map(([name]) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of entries) times.get(name)?.push((await run()).ms)
  }
  return Object.fromEntries([...times].map(([name, values]) => [name, median(values)])) as Record<Name, number>
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}
