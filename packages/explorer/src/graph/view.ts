import { stateBounds, type View } from './explorer-state.ts'
import type { Point } from './place-nodes.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** From the units of the layout to pixels of a picture, and back. */
export function toScreen({ x, y }: Point, view: View, { width, height }: Size): Point {
  return { x: width / 2 + (x - view.x) * view.zoom, y: height / 2 + (y - view.y) * view.zoom }
}

export function toWorld({ x, y }: Point, view: View, { width, height }: Size): Point {
  return { x: view.x + (x - width / 2) / view.zoom, y: view.y + (y - height / 2) / view.zoom }
}

export function panBy(view: View, dx: number, dy: number): View {
  return boundView({ ...view, x: view.x - dx / view.zoom, y: view.y - dy / view.zoom })
}

/** Closer or further by a factor, while the point under `at` stays where it is. */
export function zoomAt(view: View, factor: number, at: Point, size: Size): View {
  const before = toWorld(at, view, size)
  const zoomed = boundView({ ...view, zoom: view.zoom * factor })
  const after = toWorld(at, zoomed, size)
  return boundView({ ...zoomed, x: zoomed.x + before.x - after.x, y: zoomed.y + before.y - after.y })
}

/** A part of a picture, in pixels from its upper left corner. */
export interface Area {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** What a card leaves free of a picture: above it where it takes most of the width, otherwise to the right of it. */
export function freeArea({ width, height }: Size, card: Area | undefined): Area {
  const whole = { left: 0, top: 0, right: width, bottom: height }
  if (card === undefined) return whole
  const isBelow = card.right - card.left > width * 0.6
  return isBelow ? { ...whole, bottom: Math.max(0, card.top) } : { ...whole, left: Math.min(width, card.right) }
}

const marginShare = 0.05

/** The same view where a place is seen in an area already; otherwise one with the place in the middle of it. */
export function viewThatShows(place: Point, view: View, size: Size, area: Area): View {
  const { x, y } = toScreen(place, view, size)
  const [marginX, marginY] = [(area.right - area.left) * marginShare, (area.bottom - area.top) * marginShare]
  const isSeen =
    x >= area.left + marginX && x <= area.right - marginX && y >= area.top + marginY && y <= area.bottom - marginY
  if (isSeen) return view
  const [middleX, middleY] = [(area.left + area.right) / 2, (area.top + area.bottom) / 2]
  return boundView({
    ...view,
    x: place.x - (middleX - size.width / 2) / view.zoom,
    y: place.y - (middleY - size.height / 2) / view.zoom,
  })
}

const closestFit = 2

/** A view of all these places, with room at the sides for names. */
export function fitView(places: readonly Point[], { width, height }: Size): View {
  if (places.length === 0) return { x: 0, y: 0, zoom: 1 }
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { x, y } of places) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  const room = { width: Math.max(width * 0.84, 40), height: Math.max(height * 0.84, 40) }
  const zoom = Math.min(room.width / Math.max(right - left, 1), room.height / Math.max(bottom - top, 1), closestFit)
  return boundView({ x: (left + right) / 2, y: (top + bottom) / 2, zoom })
}

function boundView({ x, y, zoom }: View): View {
  const within = (value: number): number => Math.min(stateBounds.place, Math.max(-stateBounds.place, value))
  return { x: within(x), y: within(y), zoom: Math.min(stateBounds.mostZoom, Math.max(stateBounds.leastZoom, zoom)) }
}

/** How large nodes are drawn: they grow more slowly than what lies between them, and neither vanish nor cover it. */
export function nodeScale(zoom: number): number {
  return Math.min(2.2, Math.max(0.35, Math.sqrt(zoom)))
}
