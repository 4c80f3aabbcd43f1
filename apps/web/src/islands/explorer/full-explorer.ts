import { CannotDrawError, type Community, isFilteredEmpty, parseState } from '@bzpeer/explorer/graph'
import { GraphRefusedError } from './ask-graph.ts'
import { ExplorerActs } from './explorer-acts.ts'
import { actOfChord, actOfKey } from './explorer-keys.ts'
import { type Explored, ExplorerModel } from './explorer-model.ts'
import { ExplorerPanels } from './explorer-panels.ts'
import { ExplorerSight } from './explorer-sight.ts'
import { findCommunitiesOf } from './find-communities-of.ts'
import { arrange, manyNodes } from './arrange-graph.ts'
import { buttonOf, partOf } from './make.ts'

/** After so long a layout is shown while it goes on. */
const layoutWaitMs = 350

/**
 * The explorer on its page: the element holds the picture, the panels and the tables, all of them rendered already.
 * Whatever anybody does makes a new state; `#show` brings the page to it.
 */
class FullExplorer extends HTMLElement {
  #model!: ExplorerModel
  #sight: ExplorerSight | undefined
  #cannotDraw: CannotDrawError | undefined
  #acts!: ExplorerActs
  #panels!: ExplorerPanels
  #focus = ''
  #chosen: string | null = null
  #communities: readonly Community[] = []

  connectedCallback(): void {
    const state = parseState(new URLSearchParams(location.search))
    if (state === undefined) return
    this.#focus = state.focus
    this.#model = new ExplorerModel(state, {
      onChange: (explored, said) => this.#show(explored, said),
      onWait: () => {
        if (this.#canDraw) this.#say('Building this graph slice')
      },
      onFail: (error) => this.#fail(error),
    })
    this.#acts = new ExplorerActs(
      this.#model,
      () => this.#sight,
      (said) => this.#say(said),
    )
    this.#acts.onAdjust = () => this.#adjust()
    this.#panels = new ExplorerPanels(this, this.#model, this.#acts, () => this.#sight?.picture)
    this.#panels.onCommunities = () => void this.#recolour()
    this.#open()
    this.#listen()
    void this.#model.refresh('')
  }

  get #isReadOnly(): boolean {
    return this.hasAttribute('read-only')
  }

  #open(): void {
    const urls = { draw: this.#url('draw'), layout: this.#url('layout') }
    try {
      const stage = { picture: partOf(this, 'picture'), card: partOf(this, 'card') }
      this.#sight = new ExplorerSight(stage, urls, {
        onChoose: (id) => this.#acts.choose(id),
        onExpand: (id) => (this.#isReadOnly ? this.#acts.choose(id) : this.#acts.expand(id)),
        onPin: this.#isReadOnly ? null : (id, place) => this.#acts.pinAt(id, place),
        onLook: () => this.#acts.keepView(),
        onFailed: () => this.#tellWhyWithout(),
      })
    } catch (error) {
      if (!(error instanceof CannotDrawError)) throw error
      this.#cannotDraw = error
      this.#tellWhyWithout()
    }
  }

  get #canDraw(): boolean {
    return this.#sight?.hasFailed === false
  }

  #url(name: string): string {
    return new URL(this.getAttribute(name) ?? '', location.href).href
  }

  #listen(): void {
    partOf(this, 'picture').addEventListener('keydown', (event) => {
      const act = actOfKey(event, this.#acts.keys, this.#isReadOnly)
      if (act === undefined) return
      event.preventDefault()
      act()
    })
    addEventListener('keydown', (event) => {
      if (event.defaultPrevented || this.#isReadOnly || (event.target as Element).matches('input, textarea, select'))
        return
      const act = actOfChord(event, this.#acts.keys)
      if (act === undefined) return
      event.preventDefault()
      act()
    })
    for (const button of this.querySelectorAll<HTMLButtonElement>('.tools [data-act]'))
      button.addEventListener('click', () => this.#acts.press(button.dataset['act'] ?? ''))
  }

  /** Brings the whole page to what is explored; `said` is told to those who do not see it. */
  async #show(explored: Explored, said: string): Promise<void> {
    if (explored.state.focus !== this.#focus) this.#sight?.begin()
    this.#focus = explored.state.focus
    await this.#arrange(explored)
    if (explored.shown !== this.#model.explored.shown) return
    const drawn = this.#sight?.show(this.#model.explored, this.#communities)
    // Long tables are written once the picture is there.
    if (explored.shown.nodes.length > manyNodes) await drawn
    if (explored.shown !== this.#model.explored.shown) return
    this.#panels.fill(this.#model.explored)
    this.#revealChosen(said === '')
    this.#markTools()
    if (this.#canDraw) this.#tell(said)
    else this.#tellWhyWithout()
    await this.#recolour()
  }

  /** What was done, and what of it is not seen. */
  #tell(said: string): void {
    const { graph, shown, state } = this.#model.explored
    const isEmpty = isFilteredEmpty(graph, shown, state)
    const notes = [
      graph.isCut ? 'There is more than can be drawn; collapse something to see the rest.' : '',
      isEmpty ? 'Nothing else passes the filters.' : '',
    ].filter((note) => note !== '')
    const done = said === '' || notes.length === 0 ? said : `${said}.`
    this.#say([done, ...notes].join(' ').trim())
    if (isEmpty && !this.#isReadOnly)
      this.#offer(buttonOf('button', 'Clear filters', () => this.#panels.clearFilters()))
  }

  /** Whoever is chosen by what was just done is seen; a page that has just opened looks where its address says. */
  #revealChosen(isFirst: boolean): void {
    const { chosen } = this.#model.state
    if (chosen !== null && chosen !== this.#chosen && !isFirst) this.#sight?.reveal(chosen)
    this.#chosen = chosen
  }

  /** Everybody has a place by then: the one found for them, or, where that takes long, the one they start from. */
  async #arrange(explored: Explored): Promise<void> {
    const layout = this.#sight?.layout
    if (layout === undefined) return
    const arranged = arrange(layout, explored)
    const late = new Promise((resolve) => {
      setTimeout(resolve, layoutWaitMs)
    })
    await Promise.race([arranged, late])
  }

  /** Finds the communities of what is shown, where anybody looks at them. */
  async #recolour(): Promise<void> {
    const { explored } = this.#model
    if (this.#sight === undefined || !this.#panels.wantsCommunities(explored.state)) return
    const communities = await findCommunitiesOf(explored.shown, this.#sight.layout)
    if (explored.shown !== this.#model.explored.shown) return
    this.#communities = communities
    this.#panels.fillCommunities(communities, explored.state)
    void this.#sight.show(this.#model.explored, communities)
  }

  /** Who is chosen, or how one looks, is another; what is shown is the same. */
  #adjust(): void {
    this.#chosen = this.#model.state.chosen
    this.#sight?.choose(this.#model.explored)
    this.#panels.fillChosen(this.#model.explored)
  }

  #markTools(): void {
    const enabled: Readonly<Record<string, boolean>> = { undo: this.#model.canUndo, redo: this.#model.canRedo }
    for (const [act, isEnabled] of Object.entries(enabled)) {
      const button = this.querySelector<HTMLButtonElement>(`.tools [data-act=${act}]`)
      if (button !== null) button.disabled = !isEnabled
    }
  }

  #say(text: string): void {
    partOf(this, 'state').textContent = text
  }

  #offer(button: HTMLElement): void {
    partOf(this, 'state').append(' ', button)
  }

  /** Why there is no picture, and what to do. */
  #tellWhyWithout(): void {
    this.#say(this.#cannotDraw?.message ?? 'The picture could not be drawn; the tables say the same.')
    if (this.#cannotDraw !== undefined) return
    const again = (): void => {
      this.#sight?.restart()
      void this.#model.refresh('')
    }
    this.#offer(buttonOf('button', 'Try again', again))
  }

  #fail(error: unknown): void {
    const isFinal = error instanceof GraphRefusedError && error.isFinal
    const reason =
      error instanceof GraphRefusedError
        ? error.message
        : 'The graph could not be loaded; the tables say what there was.'
    this.#say(reason)
    const again = isFinal
      ? buttonOf('button', 'Undo', () => this.#model.undo())
      : buttonOf('button', 'Try again', () => void this.#model.refresh(''))
    if (!isFinal || this.#model.canUndo) this.#offer(again)
    this.#markTools()
  }
}

customElements.define('full-explorer', FullExplorer)
