/**
 * Which neighbours stand in a slice of the graph, when there are more than it has room for.
 *
 * 1. Score. A tie scores `0.65 · √(strength / strongest) + 0.35 · recency`, among ties between the same two kinds.
 *    Strength is that of the tie (works that two people share, each divided by its byline), never the size of the
 *    neighbour: a famous name with a weak tie stays behind. The root keeps the strongest from hiding all others.
 *    Recency halves every six years before the latest tie offered, so that an old field has its own present; a tie
 *    without a year counts as one half.
 * 2. Distance. What is reached over a neighbour scores the product of both steps, less the more works that neighbour
 *    has: `score / ln(e + works)`, after Adamic and Adar (2003). Who meets in a topic of twenty thousand works has little
 *    in common; who meets in one person's three has. Reached over several, it scores as much as if each were an
 *    independent chance: `1 − ∏ (1 − score)`.
 * 3. Variety. The best of each kind comes first. Then the best of all, where a kind wears off with each one taken of it,
 *    and so does the neighbour over which it is reached: `score / ((1 + 0.12 · taken of kind) · (1 + 0.25 · taken over it))`.
 *
 * Equal values are told apart by id, so the same offers always give the same slice.
 */
export interface NeighbourOffer {
  /** Public id of who is offered: `A123`. Its letter is its kind. */
  readonly id: string
  /** Public id of the node it is tied to. */
  readonly via: string
  /** What that node passes on: 1 for the focus, {@link scorePassedOn} for others. */
  readonly carried: number
  readonly strength: number
  readonly lastYear: number | null
}

export interface ChosenNeighbour {
  readonly id: string
  readonly via: string
  /** Above 0, at most 1. */
  readonly score: number
}

const strengthShare = 0.65
const recencyHalvesInYears = 6
const recencyOfUnknown = 0.5
const kindWear = 0.12
const viaWear = 0.25

/** What a neighbour passes on to what lies behind it. `works`: those it has, or that cite it. */
export function scorePassedOn(score: number, works: number): number {
  return score / Math.log(Math.E + works)
}

/** At most `room` of the offered, in the order in which they were chosen. */
export function chooseNeighbours(offers: readonly NeighbourOffer[], room: number): ChosenNeighbour[] {
  const queues = queuesOf(joinOffers(scoreOffers(offers)))
  const taken = new Map<string, number>()
  const chosen: ChosenNeighbour[] = []
  const take = (queue: ChosenNeighbour[]): void => {
    const next = queue.shift()
    if (next === undefined) return
    chosen.push(next)
    for (const facet of [kindOf(next), next.via]) taken.set(facet, (taken.get(facet) ?? 0) + 1)
  }
  for (const queue of firstOfEachKind(queues)) if (chosen.length < room) take(queue)
  const worth = ([head]: readonly ChosenNeighbour[]): number =>
    head === undefined
      ? 0
      : head.score / (1 + kindWear * (taken.get(kindOf(head)) ?? 0)) / (1 + viaWear * (taken.get(head.via) ?? 0))
  while (chosen.length < room) {
    const best = bestOf(queues, worth)
    if (best === undefined) break
    take(best)
  }
  return chosen
}

const kindOf = ({ id }: { readonly id: string }): string => id.charAt(0)

/** Strengths compare among ties between the same two kinds. */
const sortOf = ({ id, via }: NeighbourOffer): string => id.charAt(0) + via.charAt(0)

function scoreOffers(offers: readonly NeighbourOffer[]): ChosenNeighbour[] {
  const strongest = new Map<string, number>()
  let latest = -Infinity
  for (const offer of offers) {
    strongest.set(sortOf(offer), Math.max(strongest.get(sortOf(offer)) ?? 0, offer.strength))
    latest = Math.max(latest, offer.lastYear ?? -Infinity)
  }
  return offers.map((offer) => {
    const { id, via, carried, strength, lastYear } = offer
    const most = strongest.get(sortOf(offer)) ?? 0
    const byStrength = most > 0 ? Math.sqrt(strength / most) : 0
    const recency = lastYear === null ? recencyOfUnknown : 2 ** ((lastYear - latest) / recencyHalvesInYears)
    return { id, via, score: carried * (strengthShare * byStrength + (1 - strengthShare) * recency) }
  })
}

/** Each id once, over the neighbour that speaks for it most. Sorted first: a product depends on the order of its factors. */
function joinOffers(scored: readonly ChosenNeighbour[]): ChosenNeighbour[] {
  const groups = Map.groupBy(scored.toSorted(byScore), ({ id }) => id)
  return [...groups.values()].flatMap((ways) => {
    const score = 1 - ways.reduce((missed, way) => missed * (1 - way.score), 1)
    return ways.slice(0, 1).map((best) => ({ ...best, score }))
  })
}

/** Of each kind over each neighbour, the best first: only heads are ever compared. */
function queuesOf(joined: readonly ChosenNeighbour[]): ChosenNeighbour[][] {
  const groups = Map.groupBy(joined.toSorted(byScore), (each) => `${kindOf(each)} ${each.via}`)
  return [...groups.values()]
}

function firstOfEachKind(queues: readonly ChosenNeighbour[][]): ChosenNeighbour[][] {
  const best = new Map<string, ChosenNeighbour[]>()
  for (const queue of queues.toSorted(([a], [b]) => (a && b ? byScore(a, b) : 0))) {
    const [head] = queue
    if (head !== undefined && !best.has(kindOf(head))) best.set(kindOf(head), queue)
  }
  return [...best.values()]
}

function bestOf(
  queues: readonly ChosenNeighbour[][],
  worth: (queue: readonly ChosenNeighbour[]) => number,
): ChosenNeighbour[] | undefined {
  let best: ChosenNeighbour[] | undefined
  let most = 0
  for (const queue of queues) {
    const value = worth(queue)
    const isBetter = value > most || (value === most && value > 0 && isBefore(queue[0], best?.[0]))
    if (isBetter) [best, most] = [queue, value]
  }
  return best
}

function isBefore(a: ChosenNeighbour | undefined, b: ChosenNeighbour | undefined): boolean {
  return a !== undefined && (b === undefined || a.id < b.id)
}

function byScore(a: ChosenNeighbour, b: ChosenNeighbour): number {
  return b.score - a.score || compareText(a.id, b.id) || compareText(a.via, b.via)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
