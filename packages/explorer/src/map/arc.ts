import type { Point } from './map-data.ts'

const steps = 32
/** How far an arc leaves the straight line, as a share of its length. */
const bend = 0.16

/**
 * A bent line between two points of a flat map, the shorter way around the world. It bends away from the equator, as
 * the ways of aircraft do, but less, so that it stays on the map. Across the antimeridian it goes on beyond 180°.
 */
export function arcBetween(from: Point, to: Point): Point[] {
  const start = [from[0], toMercator(from[1])] as const
  const end = [to[0] + 360 * Math.round((from[0] - to[0]) / 360), toMercator(to[1])] as const
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]]
  const side = (start[1] + end[1] < 0 ? -1 : 1) * (dx < 0 ? -1 : 1)
  // Control point of the quadratic Bézier curve.
  const [x, y] = [start[0] + dx / 2 - dy * bend * side, start[1] + dy / 2 + dx * bend * side]
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const t = step / steps
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2]
    return [a * start[0] + b * x + c * end[0], fromMercator(a * start[1] + b * y + c * end[1])]
  })
}

const radians = Math.PI / 180

/** Web Mercator: the height of a latitude in the same unit as degrees of longitude. */
function toMercator(latitude: number): number {
  return Math.log(Math.tan(Math.PI / 4 + (latitude * radians) / 2)) / radians
}

function fromMercator(height: number): number {
  return (2 * Math.atan(Math.exp(height * radians)) - Math.PI / 2) / radians
}
