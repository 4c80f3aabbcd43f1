import type { GraphSlice } from '@bzpeer/domain'

/** Ids of the neighbours over whom the second step of a slice was chosen, at most so many: who brought most, first. */
export function leadersOf({ focus, nodes }: Pick<GraphSlice, 'focus' | 'nodes'>, atMost: number): string[] {
  const brought = new Map<string, number>()
  for (const { via } of nodes) if (via !== null && via !== focus) brought.set(via, (brought.get(via) ?? 0) + 1)
  return [...brought]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, atMost)
    .map(([id]) => id)
}
