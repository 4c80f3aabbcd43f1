/** Numbers by cost, the cheapest first; of equal cost the smaller number. A binary heap. */
export class PriorityQueue {
  readonly #nodes: number[] = []
  readonly #costs: number[] = []

  get size(): number {
    return this.#nodes.length
  }

  /** The lowest cost; undefined when there is none. */
  get top(): number | undefined {
    return this.#costs[0]
  }

  /** The first `count` as the heap keeps them: the cheapest among them, and mostly cheap ones. */
  peek(count: number): readonly number[] {
    return this.#nodes.slice(0, count)
  }

  push(node: number, cost: number): void {
    let place = this.#nodes.length
    this.#nodes.push(node)
    this.#costs.push(cost)
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!this.#isBefore(place, parent)) return
      this.#swap(place, parent)
      place = parent
    }
  }

  pop(): number | undefined {
    const last = this.#nodes.length - 1
    if (last < 0) return undefined
    this.#swap(0, last)
    const node = this.#nodes.pop()
    this.#costs.pop()
    this.#sink()
    return node
  }

  #sink(): void {
    for (let place = 0; ;) {
      const left = 2 * place + 1
      let first = place
      for (const child of [left, left + 1])
        if (child < this.#nodes.length && this.#isBefore(child, first)) first = child
      if (first === place) return
      this.#swap(place, first)
      place = first
    }
  }

  #isBefore(a: number, b: number): boolean {
    const difference = (this.#costs[a] ?? 0) - (this.#costs[b] ?? 0)
    return difference < 0 || (difference === 0 && (this.#nodes[a] ?? 0) < (this.#nodes[b] ?? 0))
  }

  #swap(a: number, b: number): void {
    for (const list of [this.#nodes, this.#costs]) {
      const held = list[a] ?? 0
      list[a] = list[b] ?? 0
      list[b] = held
    }
  }
}
