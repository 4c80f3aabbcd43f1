import {
  broughtBy,
  collapse,
  type Direction,
  expand,
  ExplorerFullError,
  type ExplorerState,
  hide,
  panBy,
  pin,
  type Point,
  startAt,
  unpin,
  zoomAt,
} from '@bzpeer/explorer/graph'
import { formatCountOf } from '#lib/figures.ts'
import { GraphRefusedError } from './ask-graph.ts'
import type { KeyActs } from './explorer-keys.ts'
import type { ExplorerModel } from './explorer-model.ts'
import type { ExplorerSight } from './explorer-sight.ts'

const panPixels = 80
const zoomStep = 1.3

const panOf: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [panPixels, 0],
  right: [-panPixels, 0],
  up: [0, panPixels],
  down: [0, -panPixels],
}

/** What an error tells whoever asked. */
function sentenceOf(error: unknown): string {
  if (error instanceof GraphRefusedError || error instanceof ExplorerFullError) return error.message
  return 'The site could not be reached. Try again in a moment.'
}

/** What can be done in an explorer, whoever asks for it: a key, a button, a pointer. */
export class ExplorerActs {
  readonly keys: KeyActs
  readonly #model: ExplorerModel
  readonly #sight: () => ExplorerSight | undefined
  readonly say: (said: string) => void
  /** Called where who is chosen is another. */
  onAdjust: () => void = () => undefined
  onHelp: () => void = () => undefined
  onSearch: () => void = () => undefined

  constructor(model: ExplorerModel, sight: () => ExplorerSight | undefined, say: (said: string) => void) {
    this.#model = model
    this.#sight = sight
    this.say = say
    this.keys = this.#keys()
  }

  #keys(): KeyActs {
    const withChosen = (act: (id: string) => void) => () => act(this.#chosen)
    return {
      move: (direction) => this.#move(direction),
      pan: (direction) => this.#look((view) => panBy(view, ...panOf[direction])),
      zoom: (factor) => this.#zoom(factor),
      fit: () => this.#fit(),
      expand: withChosen((id) => this.expand(id)),
      pin: withChosen((id) => this.pin(id)),
      hide: withChosen((id) => this.hide(id)),
      focus: withChosen((id) => this.focus(id)),
      open: withChosen((id) => location.assign(this.#model.nodeOf(id)?.path ?? location.href)),
      search: () => this.onSearch(),
      help: () => this.onHelp(),
      release: () => this.choose(null),
      undo: () => this.#model.undo(),
      redo: () => this.#model.redo(),
    }
  }

  /** Whoever is chosen and seen; otherwise the focus. */
  get #chosen(): string {
    const { chosen, focus } = this.#model.state
    const isSeen = this.#model.explored.shown.nodes.some(({ id }) => id === chosen)
    return chosen !== null && isSeen ? chosen : focus
  }

  /** A button of the picture, by its name. */
  press(act: string): void {
    const acts: Readonly<Record<string, () => void>> = {
      undo: this.keys.undo,
      redo: this.keys.redo,
      'zoom-in': () => this.#zoom(zoomStep),
      'zoom-out': () => this.#zoom(1 / zoomStep),
      fit: this.keys.fit,
      help: this.keys.help,
    }
    acts[act]?.()
  }

  nameOf(id: string): string {
    return this.#model.nodeOf(id)?.label ?? id
  }

  /** Makes a change, or says why there can be none. */
  change(make: (state: ExplorerState) => ExplorerState, said: string): void {
    try {
      this.#model.change(make(this.#model.state), said)
    } catch (error) {
      if (!(error instanceof ExplorerFullError)) throw error
      this.say(error.message)
    }
  }

  choose(id: string | null): void {
    this.#model.adjust({ ...this.#model.state, chosen: id })
    this.onAdjust()
    if (id === null) return this.say('')
    this.#sight()?.reveal(id)
    const ties = this.#model.explored.shown.edges.filter(({ source, target }) => source === id || target === id)
    const kind = this.#model.nodeOf(id)?.kind ?? ''
    this.say(`${this.nameOf(id)}, ${kind}, ${formatCountOf(ties.length, 'tie')}`)
  }

  /** Shows what is around somebody, or takes it away again. */
  expand(id: string): void {
    const { state, explored } = this.#model
    if (id === state.focus) return this.say(`${this.nameOf(id)} is in focus and stays expanded.`)
    if (!state.expanded.includes(id))
      return this.change((before) => ({ ...expand(before, id), chosen: id }), `${this.nameOf(id)} expanded`)
    const gone = broughtBy(explored.parts, id)
    this.change((before) => ({ ...collapse(before, id, gone), chosen: id }), `${this.nameOf(id)} collapsed`)
  }

  pin(id: string): void {
    const place = this.#sight()?.layout.places.get(id)
    const isPinned = this.#model.state.pinned.some((each) => each.id === id)
    if (isPinned) this.change((state) => unpin(state, id), `${this.nameOf(id)} is no longer pinned`)
    else if (place !== undefined) this.pinAt(id, place)
  }

  pinAt(id: string, { x, y }: Point): void {
    this.change((state) => ({ ...pin(state, { id, x, y }), chosen: id }), `${this.nameOf(id)} pinned`)
  }

  hide(id: string): void {
    if (id === this.#model.state.focus) return this.say(`${this.nameOf(id)} is in focus and cannot be hidden.`)
    const gone = broughtBy(this.#model.explored.parts, id)
    this.change((state) => hide(collapse(state, id, gone), id), `${this.nameOf(id)} hidden`)
  }

  reveal(id: string): void {
    this.change((state) => ({ ...state, hidden: state.hidden.filter((each) => each !== id) }), 'Shown again')
  }

  focus(id: string): void {
    if (id !== this.#model.state.focus) this.change(() => startAt(id), `${this.nameOf(id)} in focus`)
  }

  /** Chooses somebody who is shown, or brings them in; says so where there is nobody, or filters keep them out. */
  async jump(id: string): Promise<void> {
    if (this.#model.explored.shown.nodes.some((node) => node.id === id)) return this.choose(id)
    const bring = (state: ExplorerState, whom: string): ExplorerState => {
      const hidden = state.hidden.filter((each) => each !== whom)
      return { ...expand({ ...state, hidden }, whom), chosen: whom }
    }
    try {
      const { node, isShown } = await this.#model.find(id, bring(this.#model.state, id))
      if (isShown) this.change((state) => bring(state, node.id), `${node.label} added to the picture`)
      else this.say(`${node.label} does not pass the filters. Change or clear them first.`)
    } catch (error) {
      this.say(sentenceOf(error))
    }
  }

  #move(direction: Direction): void {
    const id = this.#sight()?.next(direction)
    if (id === undefined || id === null) this.say('Nothing further that way.')
    else this.choose(id)
  }

  #look(move: (view: ExplorerSight['view']) => ExplorerSight['view']): void {
    const sight = this.#sight()
    if (sight === undefined) return
    sight.lookAt(move(sight.view))
    this.keepView()
  }

  #zoom(factor: number): void {
    const size = this.#sight()?.picture?.size
    if (size !== undefined) this.#look((view) => zoomAt(view, factor, { x: size.width / 2, y: size.height / 2 }, size))
  }

  #fit(): void {
    this.#sight()?.lookAtAll()
    this.keepView()
  }

  lookAt(ids: readonly string[]): void {
    this.#sight()?.lookAtThese(ids)
    this.keepView()
  }

  keepView(): void {
    const view = this.#sight()?.view
    if (view !== undefined) this.#model.adjust({ ...this.#model.state, view })
  }
}
