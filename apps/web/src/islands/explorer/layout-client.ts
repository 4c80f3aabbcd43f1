import {
  endsOf,
  type JoinedGraph,
  type LayoutAnswer,
  type LayoutRequest,
  placeNodes,
  type Point,
  relativeWeights,
  type ShownGraph,
} from '@bzpeer/explorer/graph'

interface LayoutTask {
  readonly id: number
  readonly ids: readonly string[]
  /** Number of the one who stands at the origin; -1 where some keep their places. */
  readonly middle: number
  readonly resolve: () => void
}

interface LayoutHandlers {
  /** Hears of each state of a layout that is still moving. */
  readonly onPlaced: (isDone: boolean) => void
  /** The worker does not load, or breaks. */
  readonly onFailed: () => void
}

/** Places nodes by way of a worker, and remembers where each one stands: whoever has a place keeps it. */
export class LayoutClient {
  readonly #workerUrl: string
  #worker: Worker
  readonly #handlers: LayoutHandlers
  #places: Map<string, Point> = new Map()
  #task: LayoutTask | undefined
  /** Where those stood who were moved by hand: there they go back once they are pinned no longer. */
  readonly #origins = new Map<string, Point>()
  readonly #groups = new Map<number, (membership: Uint16Array) => void>()
  #asked = 0

  constructor(workerUrl: string, handlers: LayoutHandlers) {
    this.#handlers = handlers
    this.#workerUrl = workerUrl
    this.#worker = this.#startWorker()
  }

  #startWorker(): Worker {
    const worker = new Worker(this.#workerUrl, { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => this.#take(data))
    worker.addEventListener('error', () => this.#handlers.onFailed())
    return worker
  }

  /** Begins with a worker anew; nobody has a place then. */
  restart(): void {
    this.#worker.terminate()
    this.#worker = this.#startWorker()
    this.#task?.resolve()
    this.#task = undefined
    this.#groups.clear()
    this.forget()
  }

  get places(): ReadonlyMap<string, Point> {
    return this.#places
  }

  /** Moves a node by hand; where it is not pinned there, it goes back. */
  put(id: string, place: Point): void {
    this.#hold(id, place)
  }

  #hold(id: string, place: Point): void {
    const origin = this.#places.get(id)
    if (origin !== undefined && !this.#origins.has(id)) this.#origins.set(id, origin)
    this.#places.set(id, place)
  }

  /** Another graph altogether. */
  forget(): void {
    this.#places = new Map()
    this.#origins.clear()
  }

  get isEmpty(): boolean {
    return this.#places.size === 0
  }

  /** Gives the nodes that have none a place to start from, and says which those are; those who are held have theirs. */
  seat(graph: JoinedGraph, held: ReadonlyMap<string, Point>): ReadonlySet<string> {
    const before = new Set(this.#places.keys())
    for (const [id, origin] of this.#origins) {
      if (held.has(id)) continue
      this.#places.set(id, origin)
      this.#origins.delete(id)
    }
    for (const [id, place] of held) this.#hold(id, place)
    this.#places = placeNodes(graph, this.#places)
    return new Set([...graph.nodes.keys()].filter((id) => !before.has(id) && !held.has(id)))
  }

  /**
   * Lets these find their places among the others, who stay; resolves once they stand, at the latest when a newer layout
   * begins. Where all are moved, all are put so that the one in the `middle` stands at the origin.
   */
  async settle(graph: JoinedGraph, added: ReadonlySet<string>, middle: string | null): Promise<void> {
    if (added.size === 0) return
    const ids = [...graph.nodes.keys()]
    const edges = [...graph.edges.values()]
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#task?.resolve()
    this.#asked += 1
    this.#task = { id: this.#asked, ids, middle: middle === null ? -1 : ids.indexOf(middle), resolve }
    this.#send({
      kind: 'layout',
      id: this.#asked,
      x: Float32Array.from(ids, (id) => this.#places.get(id)?.x ?? 0),
      y: Float32Array.from(ids, (id) => this.#places.get(id)?.y ?? 0),
      isFixed: Uint8Array.from(ids, (id) => Number(!added.has(id))),
      radius: new Float32Array(ids.length).fill(11),
      ends: endsOf(edges, new Map(ids.map((id, index) => [id, index]))),
      weight: relativeWeights(edges).map((weight) => 0.4 + weight),
    })
    await promise
  }

  /** In which community each node of what is shown stands. */
  communities({ nodes, edges }: ShownGraph): Promise<Uint16Array> {
    const { promise, resolve } = Promise.withResolvers<Uint16Array>()
    this.#asked += 1
    this.#groups.set(this.#asked, resolve)
    this.#send({
      kind: 'communities',
      id: this.#asked,
      nodes: nodes.length,
      ends: endsOf(edges, new Map(nodes.map(({ id }, index) => [id, index]))),
      weight: relativeWeights(edges),
    })
    return promise
  }

  #send(request: LayoutRequest): void {
    this.#worker.postMessage(request, [])
  }

  #take(answer: LayoutAnswer): void {
    if (answer.kind === 'communities') {
      this.#groups.get(answer.id)?.(answer.membership)
      this.#groups.delete(answer.id)
      return
    }
    const task = this.#task
    if (task === undefined || task.id !== answer.id) return
    const [dx, dy] = [answer.x[task.middle] ?? 0, answer.y[task.middle] ?? 0]
    for (const [index, id] of task.ids.entries())
      this.#places.set(id, { x: (answer.x[index] ?? 0) - dx, y: (answer.y[index] ?? 0) - dy })
    if (answer.isDone) {
      this.#task = undefined
      task.resolve()
    }
    this.#handlers.onPlaced(answer.isDone)
  }
}
