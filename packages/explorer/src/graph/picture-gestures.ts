import { findNodeAt } from './find-node.ts'
import type { GraphPicture } from './graph-picture.ts'
import type { Point } from './place-nodes.ts'
import { panBy, toWorld, zoomAt } from './view.ts'

/** What somebody does with pointers in a picture. Nodes are told by their number. */
export interface GestureHandlers {
  /** -1 for none. */
  readonly onHover: (node: number) => void
  readonly onChoose: (node: number) => void
  readonly onExpand: (node: number) => void
  /** A node is being dragged, in units of the layout; null where it must stay. */
  readonly onDrag: ((node: number, to: Point) => void) | null
  readonly onDrop: (node: number, to: Point) => void
  readonly onLook: () => void
}

const reach = { mouse: 6, touch: 16 } as const
/** Less is a trembling hand. */
const dragPixels = 4
const doubleMs = 350

/** Lets mouse, pen and fingers work in a picture. */
export function listenToGestures(element: HTMLElement, picture: GraphPicture, handlers: GestureHandlers): void {
  new PictureGestures(element, picture, handlers).listen()
}

/** Mouse, pen and fingers: drag to pan or to move a node, wheel and pinch to zoom, press to choose, twice to expand. */
class PictureGestures {
  readonly #element: HTMLElement
  readonly #picture: GraphPicture
  readonly #handlers: GestureHandlers
  readonly #pointers = new Map<number, Point>()
  #start: Point = { x: 0, y: 0 }
  #grabbed = -1
  #isDragging = false
  #wasPinched = false
  #lastPress = { node: -1, at: 0 }

  constructor(element: HTMLElement, picture: GraphPicture, handlers: GestureHandlers) {
    this.#element = element
    this.#picture = picture
    this.#handlers = handlers
  }

  listen(): void {
    const element = this.#element
    element.addEventListener('pointerdown', (event) => this.#press(event))
    element.addEventListener('pointermove', (event) => this.#move(event))
    element.addEventListener('pointerup', (event) => this.#release(event))
    element.addEventListener('pointercancel', (event) => this.#forget(event))
    element.addEventListener('pointerleave', () => this.#handlers.onHover(-1))
    element.addEventListener('wheel', (event) => this.#turnWheel(event), { passive: false })
  }

  #pointOf(event: MouseEvent): Point {
    const { left, top } = this.#element.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  #nodeAt(point: Point, event: PointerEvent): number {
    const { scene, view, size } = this.#picture
    const within = event.pointerType === 'touch' ? reach.touch : reach.mouse
    return scene === undefined ? -1 : findNodeAt(scene, point, view, size, within)
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return
    const point = this.#pointOf(event)
    this.#element.setPointerCapture(event.pointerId)
    this.#pointers.set(event.pointerId, point)
    this.#wasPinched = this.#pointers.size > 1
    this.#start = point
    this.#isDragging = false
    this.#grabbed = this.#wasPinched ? -1 : this.#nodeAt(point, event)
  }

  #move(event: PointerEvent): void {
    const point = this.#pointOf(event)
    const before = this.#pointers.get(event.pointerId)
    if (before === undefined) {
      const node = this.#nodeAt(point, event)
      this.#element.classList.toggle('over-node', node >= 0)
      this.#handlers.onHover(node)
      return
    }
    if (this.#pointers.size === 2) return this.#pinch(event.pointerId, point)
    if (!this.#isDragging && Math.hypot(point.x - this.#start.x, point.y - this.#start.y) < dragPixels) return
    this.#isDragging = true
    this.#pointers.set(event.pointerId, point)
    if (this.#grabbed >= 0 && this.#handlers.onDrag !== null) {
      this.#handlers.onDrag(this.#grabbed, toWorld(point, this.#picture.view, this.#picture.size))
    } else this.#picture.look(panBy(this.#picture.view, point.x - before.x, point.y - before.y))
  }

  #pinch(pointerId: number, point: Point): void {
    const [a, b] = [...this.#pointers.values()]
    this.#pointers.set(pointerId, point)
    const [c, d] = [...this.#pointers.values()]
    if (a === undefined || b === undefined || c === undefined || d === undefined) return
    const factor = Math.hypot(c.x - d.x, c.y - d.y) / Math.max(1, Math.hypot(a.x - b.x, a.y - b.y))
    const [from, to] = [middleOf(a, b), middleOf(c, d)]
    const panned = panBy(this.#picture.view, to.x - from.x, to.y - from.y)
    this.#picture.look(zoomAt(panned, factor, to, this.#picture.size))
  }

  #release(event: PointerEvent): void {
    if (!this.#pointers.has(event.pointerId)) return
    const point = this.#pointOf(event)
    this.#pointers.delete(event.pointerId)
    if (this.#wasPinched) {
      if (this.#pointers.size === 0) this.#handlers.onLook()
      return
    }
    if (!this.#isDragging) return this.#pressedOn(this.#grabbed, event.timeStamp)
    this.#isDragging = false
    if (this.#grabbed >= 0 && this.#handlers.onDrag !== null)
      this.#handlers.onDrop(this.#grabbed, toWorld(point, this.#picture.view, this.#picture.size))
    else this.#handlers.onLook()
  }

  #pressedOn(node: number, at: number): void {
    const isSecond = node >= 0 && node === this.#lastPress.node && at - this.#lastPress.at < doubleMs
    this.#lastPress = { node: isSecond ? -1 : node, at }
    if (isSecond) this.#handlers.onExpand(node)
    else this.#handlers.onChoose(node)
  }

  #forget(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId)
    this.#isDragging = false
  }

  /** The page scrolls on until somebody has turned to the picture. */
  #turnWheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey && !this.#element.contains(document.activeElement)) return
    event.preventDefault()
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY
    const factor = Math.exp(-Math.min(200, Math.max(-200, pixels)) * (event.ctrlKey ? 0.01 : 0.002))
    this.#picture.look(zoomAt(this.#picture.view, factor, this.#pointOf(event), this.#picture.size))
    this.#handlers.onLook()
  }
}

function middleOf(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}
