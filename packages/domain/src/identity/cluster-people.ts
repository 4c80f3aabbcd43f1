/**
 * Agglomerative clustering of one block: whoever is most likely one person is joined first, until nobody is likely
 * enough. What joins two groups is the mean score of their members, with a share of the best one: a person's first and
 * last works may have nothing in common but the works between.
 */

/** Seeds are numbered from 0; scores are log-odds, `undefined` for two that must never be joined. */
export type SeedScore = (a: number, b: number) => { readonly mean: number; readonly best: number } | undefined

const shareOfMean = 0.8

const never = Number.NEGATIVE_INFINITY

/**
 * @param sizes how many appearances each seed stands for: what the mean is weighted by.
 * @param isEnough log-odds from which two groups are one person.
 * @returns for each seed the smallest seed of its group.
 */
export function clusterPeople(sizes: readonly number[], score: SeedScore, isEnough: number): number[] {
  const block = new Block(sizes, score)
  for (let pair = block.bestPair(isEnough); pair !== undefined; pair = block.bestPair(isEnough)) block.join(...pair)
  return block.groups()
}

/** What likens two groups, of the mean and the best score between their members. */
export function linkOf({ mean, best }: { readonly mean: number; readonly best: number }): number {
  return shareOfMean * mean + (1 - shareOfMean) * best
}

class Block {
  readonly #count: number
  readonly #mean: Float32Array
  readonly #best: Float32Array
  readonly #sizes: number[]
  readonly #joinedTo: number[]
  /** Groups that are left, by their first seed; and of each, whom it is most like. */
  #left: number[]
  readonly #nearest: Int32Array

  constructor(sizes: readonly number[], score: SeedScore) {
    this.#count = sizes.length
    this.#mean = new Float32Array(this.#count ** 2).fill(never)
    this.#best = new Float32Array(this.#count ** 2).fill(never)
    this.#sizes = [...sizes]
    this.#left = Array.from({ length: this.#count }, (_, seed) => seed)
    this.#joinedTo = [...this.#left]
    this.#nearest = new Int32Array(this.#count).fill(-1)
    for (const a of this.#left) {
      for (let b = 0; b < a; b++) {
        const found = score(a, b)
        if (found !== undefined) this.#set(a, b, found.mean, found.best)
      }
    }
    for (const seed of this.#left) this.#findNearest(seed)
  }

  /** The two groups that are most likely one person, where they are likely enough. */
  bestPair(isEnough: number): [number, number] | undefined {
    let found: [number, number] | undefined
    let highest = isEnough
    for (const a of this.#left) {
      const b = this.#nearest[a] ?? -1
      if (b < 0 || this.#link(a, b) <= highest) continue
      highest = this.#link(a, b)
      found = a < b ? [a, b] : [b, a]
    }
    return found
  }

  /** Joins `b` to `a`; groups that either must never be joined with stay apart from both. */
  join(a: number, b: number): void {
    this.#left = this.#left.filter((seed) => seed !== b)
    this.#joinedTo[b] = a
    const [sizeOfA, sizeOfB] = [this.#sizes[a] ?? 0, this.#sizes[b] ?? 0]
    for (const other of this.#left) {
      if (other === a) continue
      const [atA, atB] = [a * this.#count + other, b * this.#count + other]
      const mean = ((this.#mean[atA] ?? 0) * sizeOfA + (this.#mean[atB] ?? 0) * sizeOfB) / (sizeOfA + sizeOfB)
      this.#set(a, other, mean, mean === never ? never : Math.max(this.#best[atA] ?? never, this.#best[atB] ?? never))
    }
    this.#sizes[a] = sizeOfA + sizeOfB
    for (const other of this.#left) {
      const nearest = this.#nearest[other] ?? -1
      if (other === a || nearest === a || nearest === b) this.#findNearest(other)
      else if (nearest < 0 || this.#link(other, a) > this.#link(other, nearest)) this.#nearest[other] = a
    }
  }

  groups(): number[] {
    const firstOf = (seed: number): number => {
      const next = this.#joinedTo[seed] ?? seed
      return next === seed ? seed : firstOf(next)
    }
    return this.#joinedTo.map((_, seed) => firstOf(seed))
  }

  #set(a: number, b: number, mean: number, best: number): void {
    const [there, back] = [a * this.#count + b, b * this.#count + a]
    this.#mean[there] = this.#mean[back] = mean
    this.#best[there] = this.#best[back] = best
  }

  #link(a: number, b: number): number {
    const at = a * this.#count + b
    const mean = this.#mean[at] ?? never
    return mean === never ? never : linkOf({ mean, best: this.#best[at] ?? never })
  }

  #findNearest(seed: number): void {
    let nearest = -1
    let highest = never
    for (const other of this.#left) {
      if (other === seed) continue
      const link = this.#link(seed, other)
      if (link > highest) {
        highest = link
        nearest = other
      }
    }
    this.#nearest[seed] = nearest
  }
}
