import type { TrainState } from './train-state.ts'

/** The name of a tensor that holds NaN or an infinity; undefined when none does. */
export function findUnfitTensor(state: TrainState): string | undefined {
  for (const [name, { data }] of state) if (!areFinite(data)) return name
  return undefined
}

/** NaN and the infinities minus themselves are NaN; everything else is 0. */
function areFinite(data: ArrayLike<number>): boolean {
  let total = 0
  for (let i = 0; i < data.length; i++) total += (data[i] ?? 0) - (data[i] ?? 0)
  return total === 0
}
