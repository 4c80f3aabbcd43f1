import type { View } from './explorer-state.ts'
import type { Point } from './place-nodes.ts'
import type { Scene } from './scene.ts'
import { nodeScale, type Size, toScreen } from './view.ts'

/** Number of the node at a point of the picture, or of the nearest within reach; -1 where there is none. */
export function findNodeAt(scene: Scene, point: Point, view: View, size: Size, reach: number): number {
  const scale = nodeScale(view.zoom)
  let [best, nearest] = [-1, Infinity]
  for (let n = 0; n < scene.x.length; n++) {
    const { x, y } = toScreen({ x: scene.x[n] ?? 0, y: scene.y[n] ?? 0 }, view, size)
    const distance = Math.hypot(x - point.x, y - point.y) - (scene.radius[n] ?? 1) * scale
    if (distance > reach || distance >= nearest) continue
    best = n
    nearest = distance
  }
  return best
}

export type Direction = 'left' | 'right' | 'up' | 'down'

const towards: Readonly<Record<Direction, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
}

/** The next node in a direction: near, and not far to the side; -1 where there is none. */
export function findNodeTowards(scene: Scene, from: number, direction: Direction): number {
  const [x0, y0, way] = [scene.x[from] ?? 0, scene.y[from] ?? 0, towards[direction]]
  let [best, least] = [-1, Infinity]
  for (let n = 0; n < scene.x.length; n++) {
    const [dx, dy] = [(scene.x[n] ?? 0) - x0, (scene.y[n] ?? 0) - y0]
    const along = dx * way.x + dy * way.y
    const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x)
    const cost = along + 2 * aside
    if (n === from || along <= 0 || aside > along * 2 || cost >= least) continue
    best = n
    least = cost
  }
  return best
}
