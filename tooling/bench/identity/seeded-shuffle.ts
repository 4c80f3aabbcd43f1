/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Fisher-Yates, on a copy. */
export function seededShuffle<T>(items: readonly T[], seed: number): T[] {
  const random = seededNumbers(seed)
  const shuffled = [...items]
  for (let at = shuffled.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const [here, there] = [shuffled[at], shuffled[other]]
    if (here !== undefined && there !== undefined) [shuffled[at], shuffled[other]] = [there, here]
  }
  return shuffled
}
