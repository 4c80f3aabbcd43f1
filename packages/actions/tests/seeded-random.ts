/** mulberry32 (Tommy Ettinger, 2017): numbers in [0, 1) that a seed decides. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The items in another order; each order is equally likely. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** A seed that differs from run to run, told so that a failure can be had again: BZPEER_TEST_SEED. */
export function chooseSeed(title: string): number {
  const seed = Number(process.env['BZPEER_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  console.log(`${title}: BZPEER_TEST_SEED=${seed}`)
  return seed
}
