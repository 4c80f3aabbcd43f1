/** Two neighbouring tokens as one number, so that maps and arrays can hold it. */
export function pairKey(left: number, right: number): number {
  return left * pairBase + right
}

export function splitPair(key: number): [left: number, right: number] {
  return [Math.floor(key / pairBase), key % pairBase]
}

/** More than any vocabulary has tokens; its square is below 2^53. */
const pairBase = 2 ** 20

/** A binary heap of pairs: the most frequent first, among equals the one with the smaller key. */
export class PairQueue {
  readonly #keys: number[] = []
  readonly #counts: number[] = []

  push(key: number, count: number): void {
    let at = this.#keys.length
    for (let above = (at - 1) >> 1; at > 0 && this.#isBefore(key, count, above); above = (at - 1) >> 1) {
      this.#set(at, this.#keys[above] ?? 0, this.#counts[above] ?? 0)
      at = above
    }
    this.#set(at, key, count)
  }

  pop(): { readonly key: number; readonly count: number } | undefined {
    const [key, count] = [this.#keys[0], this.#counts[0]]
    const [lastKey, lastCount] = [this.#keys.pop(), this.#counts.pop()]
    if (key === undefined || count === undefined) return undefined
    if (this.#keys.length > 0) this.#sink(lastKey ?? 0, lastCount ?? 0)
    return { key, count }
  }

  #sink(key: number, count: number): void {
    let at = 0
    for (;;) {
      const below = this.#firstBelow(at)
      if (below === undefined || this.#isBefore(key, count, below)) break
      this.#set(at, this.#keys[below] ?? 0, this.#counts[below] ?? 0)
      at = below
    }
    this.#set(at, key, count)
  }

  #firstBelow(at: number): number | undefined {
    const [left, right] = [2 * at + 1, 2 * at + 2]
    if (left >= this.#keys.length) return undefined
    if (right >= this.#keys.length) return left
    return this.#isBefore(this.#keys[left] ?? 0, this.#counts[left] ?? 0, right) ? left : right
  }

  #isBefore(key: number, count: number, other: number): boolean {
    const otherCount = this.#counts[other] ?? 0
    return count > otherCount || (count === otherCount && key < (this.#keys[other] ?? 0))
  }

  #set(at: number, key: number, count: number): void {
    this.#keys[at] = key
    this.#counts[at] = count
  }
}
