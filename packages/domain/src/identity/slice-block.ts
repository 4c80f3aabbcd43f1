import type { Seed } from './resolve-block.ts'

/** Two thousand are compared in four million pairs: some seconds, and 32 MB. */
const seedsAtMost = 2_000

/**
 * Parts of a block that are small enough to be compared each with all. A block that is too large is cut in the order of
 * its names, so that people of one name stay together as far as they can; what lies in two parts is not compared.
 */
export function sliceBlock(seeds: readonly Seed[]): (readonly Seed[])[] {
  if (seeds.length <= seedsAtMost) return [seeds]
  const ordered = seeds
    .map((seed) => ({ seed, key: keyOf(seed) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return Array.from({ length: Math.ceil(seeds.length / seedsAtMost) }, (_, part) =>
    ordered.slice(part * seedsAtMost, (part + 1) * seedsAtMost).map(({ seed }) => seed),
  )
}

function keyOf(seed: Seed): string {
  const [appearance] = seed.kind === 'record' ? seed.appearances : [seed.appearance]
  return appearance?.name.key ?? ''
}
