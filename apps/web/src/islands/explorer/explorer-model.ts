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
import { GraphQuestions, GraphRefusedError } from './ask-graph.ts'

/**
 * What an explorer shows and how it came to: the state stands in the address, each change is an entry of the browser's
 * history, and what a state needs is asked for and joined. Whoever listens hears of each new picture.
 */
export interface Explored {
  readonly state: ExplorerState
  readonly parts: readonly GraphPart[]
  readonly graph: JoinedGraph
  readonly shown: ShownGraph
  readonly way: GraphPath | null
  readonly common: GraphCommon | null
}

interface Listeners {
  /** `said` tells what changed, for those who do not see it. */
  readonly onChange: (explored: Explored, said: string) => void | Promise<void>
  readonly onWait: () => void
  readonly onFail: (error: unknown) => void
}

const addressMs = 250

const nothing: JoinedGraph = joinSlices([])

export class ExplorerModel {
  readonly #questions = new GraphQuestions()
  readonly #listeners: Listeners
  #state: ExplorerState
  #explored: Explored
  #turn = 0
  #timer = 0
  #step = stepOf(history.state)
  #last = stepOf(history.state)

  constructor(state: ExplorerState, listeners: Listeners) {
    this.#state = state
    this.#listeners = listeners
    this.#explored = { state, parts: [], graph: nothing, shown: { nodes: [], edges: [] }, way: null, common: null }
    addEventListener('popstate', () => this.#readAddress())
  }

  get state(): ExplorerState {
    return this.#state
  }

  get explored(): Explored {
    return this.#explored
  }

  get canUndo(): boolean {
    return stepOf(history.state) > 0
  }

  get canRedo(): boolean {
    return stepOf(history.state) < this.#last
  }

  nodeOf(id: string): GraphNode | undefined {
    return this.#explored.graph.nodes.get(id)
  }

  /** A change that can be undone. */
  change(state: ExplorerState, said: string): void {
    if (formatState(state) === formatState(this.#state)) return
    this.#stopFollowing()
    // Whoever comes back finds what they left, also who was chosen.
    history.replaceState(history.state, '', addressOf(this.#state))
    const step = stepOf(history.state) + 1
    this.#last = step
    this.#step = step
    this.#state = state
    history.pushState({ step }, '', addressOf(state))
    void this.refresh(said)
  }

  /** A change of how one looks, which is no step: the address follows, for browsers refuse more than a few changes a second. */
  adjust(state: ExplorerState): void {
    this.#state = state
    this.#explored = { ...this.#explored, state }
    this.#timer ||= window.setTimeout(() => {
      this.#timer = 0
      history.replaceState({ step: stepOf(history.state) }, '', addressOf(this.#state))
    }, addressMs)
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
    // A way to another part of this page, which is no step either.
    if (history.state === null) history.replaceState({ step: this.#step }, '')
    const state = parseState(new URLSearchParams(location.search))
    if (state === undefined || formatState(state) === formatState(this.#state)) return
    this.#state = state
    const step = stepOf(history.state)
    const said = step < this.#step ? 'Undone' : 'Done again'
    this.#step = step
    void this.refresh(said)
  }

  /** Asks for what the state needs, and tells of the graph it gives; an older question that ends later is passed over. */
  async refresh(said: string): Promise<void> {
    this.#turn += 1
    const [turn, state] = [this.#turn, this.#state]
    const waiting = setTimeout(this.#listeners.onWait, 150)
    try {
      const [parts, way, common] = await this.#load(state)
      if (turn !== this.#turn) return
      const graph = joinSlices(parts)
      const kept = new Set(way?.path?.nodes.map(({ id }) => id))
      // How one looks may have changed meanwhile.
      const current = this.#state
      this.#explored = { state: current, parts, graph, shown: filterGraph(graph, { ...current, kept }), way, common }
      await this.#listeners.onChange(this.#explored, said)
    } catch (error) {
      if (turn === this.#turn) this.#listeners.onFail(error)
    } finally {
      clearTimeout(waiting)
    }
  }

  async #load(state: ExplorerState): Promise<[GraphPart[], GraphPath | null, GraphCommon | null]> {
    const [way, common, focus, ...around] = await Promise.all([
      state.way === null ? null : orNothing(this.#questions.way(state.way)),
      state.common === null ? null : orNothing(this.#questions.common(state.common)),
      this.#questions.around(state.focus, true),
      ...state.expanded.map((id) => orNothing(this.#questions.around(id, false))),
    ])
    const parts: GraphPart[] = [focus, ...around.filter((part) => part !== null)]
    if (way?.path) parts.push({ around: null, ...way.path })
    if (common !== null) parts.push(partOfCommon(common))
    return [parts, way, common]
  }
}

/** What is no longer on this site leaves a gap in a link that names it, and no more. */
async function orNothing<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof GraphRefusedError && error.isFinal) return null
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

function stepOf(value: unknown): number {
  const step = (value as { step?: unknown } | null)?.step
  return typeof step === 'number' ? step : 0
}
