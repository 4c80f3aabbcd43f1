import { clampLatitude } from './cluster-places.ts'
import type { Point } from './map-data.ts'

/** West, south, east, north, in degrees; east may lie beyond 180. */
export type Frame = readonly [west: number, south: number, east: number, north: number]

/** The smallest frame around the points, over the antimeridian where that is the shorter way; undefined around none. */
export function framePoints(points: readonly Point[]): Frame | undefined {
  if (points.length === 0) return undefined
  const latitudes = points.map(([, latitude]) => clampLatitude(latitude))
  const longitudes = points.map(([longitude]) => longitude).toSorted((a, b) => a - b)
  // The frame begins behind the widest gap between neighbours around the globe.
  let west = longitudes[0] ?? 0
  let widest = west + 360 - (longitudes.at(-1) ?? 0)
  for (const [index, longitude] of longitudes.entries()) {
    const next = longitudes[index + 1]
    if (next === undefined || next - longitude <= widest) continue
    widest = next - longitude
    west = next
  }
  return [west, Math.min(...latitudes), west + 360 - widest, Math.max(...latitudes)]
}
