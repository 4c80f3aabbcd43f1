/**
 * A slice of the research graph as an SVG: nodes are options of one list, of which one at a time is reached by the
 * tabulator key and the others by the arrows. Colours and faces come from the style sheet, by classes. It draws what it
 * is given at the places it is given, and tells what its readers do; what that means is for its owner.
 */
import type { GraphNode } from '@bzpeer/domain'
import {
  circleOf,
  createSvg,
  drawEdges,
  type DrawnEdge,
  type DrawnNode,
  drawNode,
  labelOf,
  markNode,
  putEdge,
  putLabel,
  putNode,
  radiusOf,
} from './draw-slice.ts'
import { placeLabels } from './place-labels.ts'
import { listenToPicture, type PictureEvents, type SliceChoice } from './picture-events.ts'
import type { WovenSlice } from './slice-ties.ts'
import type { Frame, Places, Point } from './spread-over.ts'

export interface PictureOptions extends PictureEvents {
  /** What a node is, in a few words, for those who do not see it. */
  readonly describe: (slice: WovenSlice, node: GraphNode) => string
  /** The element that tells what can be done by key. */
  readonly describedBy: string
  readonly isStill: boolean
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>
}

/** A slice, drawn and not yet shown. */
export interface Drawing {
  readonly slice: WovenSlice
  readonly places: Places
  readonly frame: Frame
  readonly nodes: ReadonlyMap<string, DrawnNode>
  readonly edges: readonly DrawnEdge[]
}

const glideMs = 450
const labelFont = 13

export class SlicePicture {
  readonly element = document.createElement('div')
  readonly #list = createSvg('svg', { class: 'slice-picture', role: 'listbox' })
  readonly #options: PictureOptions
  readonly #edgeLayer = createSvg('g', { class: 'edges', 'aria-hidden': 'true' })
  readonly #nodeLayer = createSvg('g', { class: 'nodes', role: 'presentation' })
  readonly #labelLayer = createSvg('g', { class: 'labels', 'aria-hidden': 'true' })
  readonly #pen = document.createElement('canvas').getContext('2d')
  #slice: WovenSlice | undefined
  #places: Places = new Map()
  #nodes: ReadonlyMap<string, DrawnNode> = new Map()
  #edges: readonly DrawnEdge[] = []
  #choice: SliceChoice | undefined
  #frame = 0

  constructor(options: PictureOptions) {
    this.#options = options
    this.#list.setAttribute('aria-describedby', options.describedBy)
    this.#list.append(this.#edgeLayer, this.#nodeLayer, this.#labelLayer)
    this.element.append(this.#list)
    // Not to the SVG: browsers let the tabulator key stop at one that listens for focus.
    listenToPicture(this.element, options, {
      slice: () => this.#slice,
      places: () => this.#places,
      choice: () => this.#choice,
    })
  }

  get places(): Places {
    return this.#places
  }

  /** Makes everything of a drawing, in pieces between which the page answers, and shows nothing of it yet. */
  async draw(slice: WovenSlice, places: Places, frame: Frame): Promise<Drawing> {
    const { describe, pause } = this.#options
    const nodes = new Map(slice.nodes.map((node) => [node.id, drawNode(node, describe(slice, node))]))
    await pause()
    const edges = drawEdges(slice)
    await pause()
    this.#name(nodes, slice, places, frame)
    await pause()
    return { slice, places, frame, nodes, edges }
  }

  /** What stood here before glides to its new place, unless readers want things still. */
  show({ slice, places, frame, nodes, edges }: Drawing, name: string): void {
    const before = this.#places
    cancelAnimationFrame(this.#frame)
    this.#slice = slice
    this.#nodes = nodes
    this.#edges = edges
    this.#list.setAttribute('aria-label', name)
    this.#list.setAttribute('viewBox', `${-frame.width / 2} ${-frame.height / 2} ${frame.width} ${frame.height}`)
    this.#edgeLayer.replaceChildren(...edges.flatMap(({ lines }) => lines))
    this.#nodeLayer.replaceChildren(...Array.from(nodes.values(), ({ group }) => group))
    this.#labelLayer.replaceChildren(...Array.from(nodes.values(), ({ label }) => label))
    nodes.get(slice.focus)?.group.setAttribute('tabindex', '0')
    if (before.size === 0 || this.#options.isStill) this.#put(places)
    else this.#glide(startOf(places, before, slice.focus), places)
  }

  /** Makes what is chosen, and what it is tied to, stand out from the rest; undefined for nothing. */
  light(choice: SliceChoice | undefined): void {
    this.#choice = choice
    const lit = this.#litBy(choice)
    const chosen = choice?.kind === 'node' ? choice.node.id : choice?.from
    this.#list.classList.toggle('lit', lit !== undefined)
    for (const [id, drawn] of this.#nodes) markNode(drawn, lit?.has(id) ?? false, id === chosen)
    for (const { lines, source, target } of this.#edges) {
      const isOn =
        choice?.kind === 'node'
          ? source === choice.node.id || target === choice.node.id
          : choice?.edge.source === source && choice.edge.target === target
      lines[0].classList.toggle('on', isOn)
    }
  }

  /** Moves the keyboard's focus to a node. */
  focusNode(id: string): void {
    this.#nodes.get(id)?.group.focus({ preventScroll: true })
  }

  #litBy(choice: SliceChoice | undefined): ReadonlySet<string> | undefined {
    if (choice === undefined) return undefined
    if (choice.kind === 'edge') return new Set([choice.edge.source, choice.edge.target])
    return circleOf(choice.node.id, this.#slice?.tiesOf.get(choice.node.id) ?? [])
  }

  #name(nodes: ReadonlyMap<string, DrawnNode>, slice: WovenSlice, places: Places, frame: Frame): void {
    if (this.#pen !== null) this.#pen.font = `500 ${labelFont}px ${getComputedStyle(this.element).fontFamily}`
    const wishes = slice.nodes.map((node) => ({
      id: node.id,
      // The ring around the focus belongs to it.
      radius: radiusOf(node) + (node.ring === 0 ? 5 : 0),
      width: (this.#pen?.measureText(labelOf(node)).width ?? 0) * (node.ring === 0 ? 1.2 : 1) + 2,
    }))
    const radii = new Map(wishes.map(({ id, radius }) => [id, radius]))
    const labels = placeLabels(wishes, places, (id) => radii.get(id) ?? 0, frame)
    for (const [id, drawn] of nodes) putLabel(drawn, labels.get(id), places.get(id) ?? { x: 0, y: 0 })
  }

  #put(places: Places): void {
    this.#places = places
    for (const [id, drawn] of this.#nodes) putNode(drawn, places.get(id) ?? { x: 0, y: 0 })
    for (const edge of this.#edges) putEdge(edge, places)
  }

  #glide(from: Places, to: Places): void {
    const begun = performance.now()
    const step = (now: number): void => {
      const share = Math.min(1, Math.max(0, (now - begun) / glideMs))
      this.#put(share === 1 ? to : between(from, to, 1 - (1 - share) ** 3))
      if (share < 1) this.#frame = requestAnimationFrame(step)
    }
    step(begun)
  }
}

/** Where each node sets out from: where it stood, or where the new focus stood, from which the others come. */
function startOf(places: Places, before: Places, focus: string): Places {
  const middle = before.get(focus) ?? { x: 0, y: 0 }
  return new Map(Array.from(places.keys(), (id) => [id, before.get(id) ?? middle]))
}

function between(from: Places, to: Places, share: number): Places {
  return new Map(
    Array.from(to, ([id, { x, y }]): [string, Point] => {
      const start = from.get(id) ?? { x, y }
      return [id, { x: start.x + (x - start.x) * share, y: start.y + (y - start.y) * share }]
    }),
  )
}
