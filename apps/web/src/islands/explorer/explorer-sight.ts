import {
  type Area,
  buildScene,
  type Community,
  edgeKeyOf,
  faded,
  findNodeTowards,
  fitView,
  freeArea,
  type Direction,
  type GestureHandlers,
  GraphPicture,
  kindOrder,
  type Marks,
  type PictureContent,
  listenToGestures,
  type Point,
  type View,
  viewThatShows,
} from '@bzpeer/explorer/graph'
import type { Explored } from './explorer-model.ts'
import { LayoutClient } from './layout-client.ts'
import { communityColours, readPalette } from './read-palette.ts'

export interface Picture extends PictureContent {
  readonly view: View
  readonly size: GraphPicture['size']
  readonly places: ReadonlyMap<string, Point>
}

interface SightHandlers {
  readonly onChoose: (id: string | null) => void
  readonly onExpand: (id: string) => void
  /** Null where nobody may move anything. */
  readonly onPin: ((id: string, place: Point) => void) | null
  readonly onLook: (view: View) => void
  /** What draws or places does not load, or breaks. */
  readonly onFailed: () => void
}

/** What the picture stands in: its own element, and the card that may cover a part of it. */
interface Stage {
  readonly picture: HTMLElement
  readonly card: HTMLElement
}

/** The picture of what is explored, node by id: where each stands, what stands out, where one looks. */
export class ExplorerSight {
  readonly layout: LayoutClient
  readonly #element: HTMLElement
  readonly #card: HTMLElement
  readonly #picture: GraphPicture
  readonly #dark = matchMedia('(prefers-color-scheme: dark)')
  #explored: Explored | undefined
  #communities: readonly Community[] = []
  #numbers: ReadonlyMap<string, number> = new Map()
  #edgeNumbers: ReadonlyMap<string, number> = new Map()
  #hovered = -1
  #resolveDrawn: (() => void) | undefined
  #hasFailed = false
  /** Nobody has looked around yet, so all of it stays in sight while it finds its places. */
  #isUntouched = true

  /** @throws {CannotDrawError} */
  constructor({ picture: element, card }: Stage, urls: { draw: string; layout: string }, handlers: SightHandlers) {
    this.#element = element
    this.#card = card
    this.#picture = new GraphPicture(element, urls.draw)
    this.#picture.onDrawn = () => {
      this.#resolveDrawn?.()
      if (this.#explored === undefined) return
      if (element.dataset['drawn'] === undefined) performance.mark('explorer-drawn')
      element.dataset['drawn'] = String(this.#explored.shown.nodes.length)
    }
    const onFailed = (): void => {
      this.#hasFailed = true
      this.#resolveDrawn?.()
      handlers.onFailed()
    }
    this.#picture.onFailed = onFailed
    this.layout = new LayoutClient(urls.layout, { onPlaced: (isDone) => this.#followLayout(isDone), onFailed })
    listenToGestures(element, this.#picture, this.#gesturesOf(handlers))
    this.#dark.addEventListener('change', () => this.draw())
  }

  #gesturesOf(handlers: SightHandlers): GestureHandlers {
    const idOf = (node: number): string | null => this.#explored?.shown.nodes[node]?.id ?? null
    const withId = (node: number, act: (id: string) => void): void => {
      const id = idOf(node)
      if (id !== null) act(id)
    }
    return {
      onHover: (node) => {
        if (node === this.#hovered) return
        this.#hovered = node
        this.#mark()
      },
      onChoose: (node) => handlers.onChoose(idOf(node)),
      onExpand: (node) => withId(node, handlers.onExpand),
      onDrag:
        handlers.onPin === null
          ? null
          : (node, to) =>
              withId(node, (id) => {
                this.layout.put(id, to)
                this.#move(false)
              }),
      onDrop: (node, to) => withId(node, (id) => handlers.onPin?.(id, to)),
      onLook: () => {
        this.#isUntouched = false
        handlers.onLook(this.#picture.view)
      },
    }
  }

  get hasFailed(): boolean {
    return this.#hasFailed
  }

  /** Begins anew with what draws and what places; the state is to be shown again. */
  restart(): void {
    this.#hasFailed = false
    this.#picture.restart()
    this.layout.restart()
  }

  get view(): View {
    return this.#picture.view
  }

  get isStill(): boolean {
    return matchMedia('(prefers-reduced-motion: reduce)').matches
  }

  /** Resolves once the picture is seen. */
  show(explored: Explored, communities: readonly Community[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#resolveDrawn?.()
    this.#resolveDrawn = resolve
    this.#explored = explored
    this.#communities = communities
    this.#numbers = new Map(explored.shown.nodes.map(({ id }, index) => [id, index]))
    this.#edgeNumbers = new Map(explored.shown.edges.map((edge, index) => [edgeKeyOf(edge), index]))
    this.#hovered = -1
    if (explored.state.view !== null && this.#isUntouched) this.lookAt(explored.state.view)
    else if (this.#isUntouched) this.#picture.look(this.#wholeView())
    this.draw()
    return promise
  }

  /** Draws what is explored anew, as after a change of colours. */
  draw(): void {
    if (this.#explored === undefined) return
    const { shown, state } = this.#explored
    const groups = this.#groups()
    const scene = buildScene(shown, state.focus, this.layout.places, (id, kind) =>
      state.colours === 'communities' ? (groups.get(id) ?? faded) : kindOrder.indexOf(kind),
    )
    const order = shown.nodes.map((_, n) => n).toSorted((a, b) => (scene.radius[b] ?? 0) - (scene.radius[a] ?? 0))
    const labels = shown.nodes.map(({ label }) => label)
    this.#picture.show({ scene, labels, order, marks: this.#marks(), ...readPalette(this.#element) })
  }

  /** Colour of each node by its community. */
  #groups(): ReadonlyMap<string, number> {
    return new Map(
      this.#communities
        .slice(0, communityColours)
        .flatMap(({ nodeIds }, index) => nodeIds.map((id) => [id, kindOrder.length + index] as const)),
    )
  }

  choose(explored: Explored): void {
    this.#explored = explored
    this.#mark()
  }

  #mark(): void {
    this.#picture.mark(this.#marks())
  }

  #marks(): Marks {
    const { state, way } = this.#explored ?? {}
    const path = way?.answer?.path
    const numberOf = (id: string): number => this.#numbers.get(id) ?? -1
    const shown = (ids: readonly string[]): number[] => ids.map(numberOf).filter((n) => n >= 0)
    const wayEdges = path?.edges.flatMap((edge) => this.#edgeNumbers.get(edgeKeyOf(edge)) ?? []) ?? []
    return {
      focus: numberOf(state?.focus ?? ''),
      chosen: numberOf(state?.chosen ?? ''),
      hovered: this.#hovered,
      wayNodes: shown(path?.nodes.map(({ id }) => id) ?? []),
      wayEdges,
      pinned: shown(state?.pinned.map(({ id }) => id) ?? []),
      expanded: shown(state?.expanded ?? []),
    }
  }

  /** A layout that is still moving is shown as it goes. */
  #followLayout(isDone: boolean): void {
    this.#element.toggleAttribute('data-settled', isDone)
    this.#move(false)
    if (this.#isUntouched && this.#explored !== undefined) this.#picture.look(this.#wholeView())
  }

  #move(isSeen: boolean): void {
    if (this.#explored === undefined) return
    const { nodes } = this.#explored.shown
    const place = (axis: 'x' | 'y') => Float32Array.from(nodes, ({ id }) => this.layout.places.get(id)?.[axis] ?? 0)
    this.#picture.moveNodes(place('x'), place('y'), isSeen && !this.isStill)
  }

  #wholeView(): View {
    const nodes = this.#explored?.shown.nodes ?? []
    return this.#viewOf(nodes.map(({ id }) => id))
  }

  #viewOf(ids: readonly string[]): View {
    const places = ids.flatMap((id) => this.layout.places.get(id) ?? [])
    return fitView(places, this.#picture.size)
  }

  lookAt(view: View): void {
    this.#isUntouched = false
    this.#picture.look(view)
  }

  /** Another focus: it stands in the middle of a picture that begins anew. */
  begin(): void {
    this.layout.forget()
    this.#isUntouched = true
  }

  lookAtAll(): View {
    const view = this.#wholeView()
    this.lookAt(view)
    return view
  }

  lookAtThese(ids: readonly string[]): View {
    const view = this.#viewOf(ids)
    this.lookAt(view)
    return view
  }

  /** Moves the picture, where it must, so that a node is seen, and not beneath the card. */
  reveal(id: string): void {
    const place = this.layout.places.get(id)
    if (place === undefined) return
    const { view, size } = this.#picture
    const to = viewThatShows(place, view, size, freeArea(size, this.#cardArea()))
    if (to !== view) this.lookAt(to)
  }

  #cardArea(): Area | undefined {
    if (this.#card.hidden) return undefined
    const [picture, card] = [this.#element.getBoundingClientRect(), this.#card.getBoundingClientRect()]
    const [dx, dy] = [picture.left, picture.top]
    return { left: card.left - dx, top: card.top - dy, right: card.right - dx, bottom: card.bottom - dy }
  }

  /** The next in a direction from the one that is chosen, or the focus where none is. */
  next(direction: Direction): string | null {
    const { scene } = this.#picture
    const { state, shown } = this.#explored ?? {}
    if (scene === undefined || state === undefined) return null
    const from = this.#numbers.get(state.chosen ?? '')
    if (from === undefined) return shown?.nodes[0]?.id ?? null
    return shown?.nodes[findNodeTowards(scene, from, direction)]?.id ?? null
  }

  /** What is seen at the moment, for whoever draws it elsewhere. */
  get picture(): Picture | undefined {
    const { content, view, size } = this.#picture
    return content === undefined ? undefined : { ...content, view, size, places: this.layout.places }
  }
}
