import type { JoinedGraph } from './join-slices.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Units between nodes that are put side by side. */
const spacing = 26
/** Each next node is turned by it, so that no two stand in a line: 137.5 degrees. */
const goldenAngle = Math.PI * (3 - Math.sqrt(5))

/**
 * Where nodes start before anything moves them, the same each time. The focus stands at the origin and those it brings
 * around it in a spiral, the closest inside; whoever comes later is put around the one who brought it, on the side that
 * leads away from the origin. Nodes that have a place keep it.
 */
export function placeNodes(graph: JoinedGraph, places: ReadonlyMap<string, Point>): Map<string, Point> {
  const placed = new Map(places)
  const brought = new Map<string, number>()
  for (const id of graph.nodes.keys()) {
    if (placed.has(id)) continue
    const parent = graph.parents.get(id)
    const at = parent === undefined ? undefined : placed.get(parent)
    if (parent === undefined || at === undefined) {
      placed.set(id, placed.size === 0 ? { x: 0, y: 0 } : beyond(placed.values()))
      continue
    }
    const index = (brought.get(parent) ?? 0) + 1
    brought.set(parent, index)
    placed.set(id, besides(at, index))
  }
  return placed
}

/** The place of the n-th around another: a full spiral at the origin, a half one elsewhere. */
function besides(at: Point, index: number): Point {
  const distance = spacing * Math.sqrt(index) + spacing
  const isInMiddle = Math.hypot(at.x, at.y) < spacing
  const turn = index * goldenAngle
  const angle = isInMiddle ? turn : Math.atan2(at.y, at.x) + Math.asin(Math.sin(turn))
  return { x: at.x + Math.cos(angle) * distance, y: at.y + Math.sin(angle) * distance }
}

/** A place clear of all others, to the right. */
function beyond(places: Iterable<Point>): Point {
  let right = 0
  for (const { x } of places) right = Math.max(right, x)
  return { x: right + spacing * 6, y: 0 }
}
