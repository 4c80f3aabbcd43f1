import type { GraphCommon, GraphNode, GraphPath } from '@bzpeer/domain'
import {
  type ExplorerState,
  filterGraph,
  formatState,
  type GraphPart,
  type JoinedGraph,
  joinSlices,
  parseState,
  type ShownGraph,
} from '@bzpeer/explorer/graph'
import { GraphQuestions, GraphRefusedError, type Surroundings } from './ask-graph.ts'

/**
 * What an explorer shows and how it came to: the state stands in the address, each change is an entry of the browser's
 * history, and what a state needs is asked for and joined. Whoever listens hears of each new picture.
 */
export interface Explored {
  readonly state: ExplorerState
  readonly parts: readonly GraphPart[]
  readonly graph: JoinedGraph
  readonly shown: ShownGraph
  /** Neighbours of the focus that were not asked for. */
  readonly more: Surroundings['more']
  readonly way: Answered<GraphPath>
  readonly common: Answered<GraphCommon>
}

/** What was asked about two; without an answer, the sentence of the site that says why, or null where nothing was asked. */
type Answered<Answer> =
  | { readonly answer: Answer; readonly refusal: null }
  | { readonly answer: null; readonly refusal: string | null }

interface Listeners {
  /** `said` tells what changed, for those who do not see it. */
  readonly onChange: (explored: Explored, said: string) => void | Promise<void>
  readonly onWait: () => void
  readonly onFail: (error: unknown) => void
}

const addressMs = 250

const nothing: JoinedGraph = joinSlices([])
const unasked = { answer: null, refusal: null } as const

export class ExplorerModel {
  readonly #questions = new GraphQuestions()
  readonly #listeners: Listeners
  #state: ExplorerState
  #explored: Explored
  #turn = 0
  #timer = 0
  /** Number of the step that is seen, and of the last one that was made: each entry of the history keeps both. */
  #step = numberOf('step')
  #last = Math.max(this.#step, numberOf('last'))

  constructor(state: ExplorerState, listeners: Listeners) {
    this.#state = state
    this.#listeners = listeners
    const shown = { nodes: [], edges: [] }
    const more = { count: 0, isExact: true }
    this.#explored = { state, parts: [], graph: nothing, shown, more, way: unasked, common: unasked }
    this.#mark(location.href)
    addEventListener('popstate', () => this.#readAddress())
  }

  get state(): ExplorerState {
    return this.#state
  }

  get explored(): Explored {
    return this.#explored
  }

  get canUndo(): boolean {
    return this.#step > 0
  }

  get canRedo(): boolean {
    return this.#step < this.#last
  }

  nodeOf(id: string): GraphNode | undefined {
    return this.#explored.graph.nodes.get(id)
  }

  /** A change that can be undone. */
  change(state: ExplorerState, said: string): void {
    if (formatState(state) === formatState(this.#state)) return
    this.#stopFollowing()
    this.#last = this.#step + 1
    // Whoever comes back finds what they left, also who was chosen.
    this.#mark(addressOf(this.#state))
    this.#step = this.#last
    this.#state = state
    history.pushState({ step: this.#step, last: this.#last }, '', addressOf(state))
    void this.refresh(said)
  }

  /** A change of how one looks, which is no step: the address follows, for browsers refuse more than a few changes a second. */
  adjust(state: ExplorerState): void {
    this.#state = state
    this.#explored = { ...this.#explored, state }
    this.#timer ||= window.setTimeout(() => {
      this.#timer = 0
      this.#mark(addressOf(this.#state))
    }, addressMs)
  }

  /** The entry of the history that is seen says which step it is: so undoing and redoing outlast a reload. */
  #mark(address: string): void {
    history.replaceState({ step: this.#step, last: this.#last }, '', address)
  }

  #stopFollowing(): void {
    clearTimeout(this.#timer)
    this.#timer = 0
  }

  undo(): void {
    if (this.canUndo) history.back()
  }

  redo(): void {
    if (this.canRedo) history.forward()
  }

  #readAddress(): void {
    this.#stopFollowing()
    // A way to another part of this page, which is no step, and after which nothing can be done again.
    if (history.state === null) this.#last = this.#step
    const before = this.#step
    if (history.state !== null) this.#step = numberOf('step')
    this.#mark(location.href)
    const state = parseState(new URLSearchParams(location.search))
    if (state === undefined || formatState(state) === formatState(this.#state)) return
    this.#state = state
    void this.refresh(this.#step < before ? 'Undone' : 'Done again')
  }

  /** Asks for what the state needs, and tells of the graph it gives; an older question that ends later is passed over. */
  async refresh(said: string): Promise<void> {
    this.#turn += 1
    const [turn, state] = [this.#turn, this.#state]
    const waiting = setTimeout(this.#listeners.onWait, 150)
    try {
      const loaded = await this.#load(state)
      if (turn !== this.#turn) return
      // How one looks may have changed meanwhile.
      this.#explored = exploredOf(this.#state, loaded)
      await this.#listeners.onChange(this.#explored, said)
    } catch (error) {
      if (turn === this.#turn) this.#listeners.onFail(error)
    } finally {
      clearTimeout(waiting)
    }
  }

  /**
   * Who has this id, and whether a state would show them.
   * @throws {GraphRefusedError} where the site has nobody of this id
   */
  async find(id: string, state: ExplorerState): Promise<{ node: GraphNode; isShown: boolean }> {
    const [node] = (await this.#questions.around(id, false)).nodes
    if (node === undefined) throw new Error(`internal: what surrounds ${id} is without ${id}`)
    const { shown } = exploredOf(state, await this.#load(state))
    return { node, isShown: shown.nodes.some((each) => each.id === node.id) }
  }

  async #load(state: ExplorerState): Promise<Loaded> {
    const [way, common, focus, ...around] = await Promise.all([
      state.way === null ? unasked : orRefusal(this.#questions.way(state.way)),
      state.common === null ? unasked : orRefusal(this.#questions.common(state.common)),
      this.#questions.around(state.focus, true),
      ...state.expanded.map((id) => orRefusal(this.#questions.around(id, false))),
    ])
    // Who is no longer on this site leaves a gap in a link that names them, and no more.
    const parts: GraphPart[] = [focus, ...around.flatMap(({ answer }) => answer ?? [])]
    if (way.answer?.path) parts.push({ around: null, ...way.answer.path })
    if (common.answer !== null) parts.push(partOfCommon(common.answer))
    return { parts, more: focus.more, way, common }
  }
}

type Loaded = Pick<Explored, 'parts' | 'more' | 'way' | 'common'>

function exploredOf(state: ExplorerState, loaded: Loaded): Explored {
  const graph = joinSlices(loaded.parts)
  const kept = new Set(loaded.way.answer?.path?.nodes.map(({ id }) => id))
  return { ...loaded, state, graph, shown: filterGraph(graph, { ...state, kept }) }
}

async function orRefusal<Answer>(answer: Promise<Answer>): Promise<Answered<Answer>> {
  try {
    return { answer: await answer, refusal: null }
  } catch (error) {
    if (error instanceof GraphRefusedError && error.isFinal) return { answer: null, refusal: error.message }
    throw error
  }
}

function partOfCommon({ a, b, common }: GraphCommon): GraphPart {
  const nodes = [a, b, ...common.map(({ node }) => ({ ...node, via: a.id }))]
  return { around: null, nodes, edges: common.flatMap(({ to_a, to_b }) => [to_a, to_b]) }
}

function addressOf(state: ExplorerState): string {
  return `${location.pathname}?${formatState(state)}`
}

function numberOf(name: 'step' | 'last'): number {
  const value = (history.state as Partial<Record<string, unknown>> | null)?.[name]
  return typeof value === 'number' ? value : 0
}
