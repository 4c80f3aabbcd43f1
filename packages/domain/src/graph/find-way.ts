import { PriorityQueue } from './priority-queue.ts'

/**
 * The cheapest way between two sets of nodes of a graph that is too large to be read: a search of Dijkstra's from both
 * ends at once, which asks for the links of nodes as it comes to them, many at a time. What is asked for in advance is
 * kept and used or not; it changes how often is asked, never what is found.
 *
 * With costs of one and a little (see {@link isLevelled}) that is a breadth-first search, level by level, which of the
 * shortest ways it meets takes the cheapest.
 */
export interface WaySearch {
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** The links of nodes; one without links may be left out. */
  readonly readLinks: (ids: readonly number[]) => Promise<ReadonlyMap<number, readonly WayLink[]>>
  /** Whole numbers of the costs decide: a search for the fewest steps ends where two levels meet. */
  readonly isLevelled: boolean
  /** Links read at most. */
  readonly linksAtMost: number
}

export interface WayLink {
  readonly to: number
  /** Above 0. */
  readonly cost: number
}

export interface FoundWay {
  /** From one of `from` to one of `to`; null where none was found. */
  readonly nodes: readonly number[] | null
  /** There is no cheaper one, or none at all: the search ended before it had read as much as it may. */
  readonly isProven: boolean
}

interface Side {
  readonly costs: Map<number, number>
  readonly before: Map<number, number>
  readonly settled: Set<number>
  readonly queue: PriorityQueue
  /** Whole number of the cost of what was taken last. */
  level: number
}

const askedAtOnce = 2_000
/** Where levels do not say what comes next, few are asked for at first. */
const askedFirst = 16

export async function findWay(search: WaySearch): Promise<FoundWay> {
  const sides: [Side, Side] = [startAt(search.from), startAt(search.to)]
  const links = new LinkCache(search)
  let meeting = bestMeeting(sides, search.from)
  let [side, other] = sides
  for (;;) {
    if (isDone(side, other, meeting?.cost ?? Infinity, search.isLevelled)) return toWay(sides, meeting, true)
    if (isTimeToTurn(side, other, search.isLevelled)) [side, other] = [other, side]
    const node = side.queue.pop()
    if (node === undefined) return toWay(sides, meeting, true)
    if (side.settled.has(node)) continue
    side.level = Math.floor(side.costs.get(node) ?? 0)
    const found = links.find(node) ?? (await links.ask(node, side))
    if (found === undefined) return toWay(sides, meeting, false)
    side.settled.add(node)
    meeting = relax(side, other, node, found, meeting)
  }
}

interface Meeting {
  readonly at: number
  readonly cost: number
}

function startAt(nodes: readonly number[]): Side {
  const queue = new PriorityQueue()
  for (const node of nodes) queue.push(node, 0)
  return { costs: new Map(nodes.map((node) => [node, 0])), before: new Map(), settled: new Set(), queue, level: -1 }
}

function bestMeeting([a, b]: readonly [Side, Side], nodes: readonly number[]): Meeting | undefined {
  const at = nodes.find((node) => a.costs.has(node) && b.costs.has(node))
  return at === undefined ? undefined : { at, cost: 0 }
}

/** The side with less before it goes on; where there are levels, to the end of one. */
function isTimeToTurn(side: Side, other: Side, isLevelled: boolean): boolean {
  const isWithinLevel = isLevelled && Math.floor(side.queue.top ?? 0) === side.level
  return !isWithinLevel && other.queue.size < side.queue.size
}

function isDone(a: Side, b: Side, best: number, isLevelled: boolean): boolean {
  const [topA, topB] = [a.queue.top, b.queue.top]
  if (topA === undefined || topB === undefined) return true
  return isLevelled ? Math.floor(topA) + Math.floor(topB) >= Math.floor(best) : topA + topB >= best
}

/** Takes the links of a node that is as cheap as it will be; the best meeting with the other side so far. */
function relax(side: Side, other: Side, node: number, links: readonly WayLink[], known?: Meeting): Meeting | undefined {
  let meeting = known
  const base = side.costs.get(node) ?? 0
  for (const { to, cost } of links) {
    const reached = base + cost
    if (reached >= (side.costs.get(to) ?? Infinity)) continue
    side.costs.set(to, reached)
    side.before.set(to, node)
    side.queue.push(to, reached)
    const rest = other.costs.get(to)
    if (rest !== undefined && reached + rest < (meeting?.cost ?? Infinity)) meeting = { at: to, cost: reached + rest }
  }
  return meeting
}

function toWay([a, b]: readonly [Side, Side], meeting: Meeting | undefined, isProven: boolean): FoundWay {
  if (meeting === undefined) return { nodes: null, isProven }
  return { nodes: [...trace(a, meeting.at).toReversed(), ...trace(b, meeting.at).slice(1)], isProven }
}

function trace({ before }: Side, from: number): number[] {
  const nodes = [from]
  for (let node = before.get(from); node !== undefined; node = before.get(node)) nodes.push(node)
  return nodes
}

/** Links that have been read, and the count of them. */
class LinkCache {
  readonly #search: WaySearch
  readonly #links = new Map<number, readonly WayLink[]>()
  #read = 0
  #askNext: number

  constructor(search: WaySearch) {
    this.#search = search
    // When the first node of a level comes, all of the level is in the queue, and nothing else.
    this.#askNext = search.isLevelled ? askedAtOnce : askedFirst
  }

  find(node: number): readonly WayLink[] | undefined {
    return this.#links.get(node)
  }

  /** The links of a node, and with them those of the nodes that come next; undefined where as many have been read as may be. */
  async ask(node: number, { queue, settled }: Side): Promise<readonly WayLink[] | undefined> {
    if (this.#read >= this.#search.linksAtMost) return undefined
    const next = queue.peek(this.#askNext - 1).filter((id) => !this.#links.has(id) && !settled.has(id))
    this.#askNext = Math.min(askedAtOnce, this.#askNext * 4)
    const asked = [...new Set([node, ...next])]
    const found = await this.#search.readLinks(asked)
    for (const id of asked) {
      const links = found.get(id) ?? []
      this.#read += links.length
      this.#links.set(id, links)
    }
    return this.#links.get(node)
  }
}
