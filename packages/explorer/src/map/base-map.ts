import type { GeoJSONSourceSpecification } from 'maplibre-gl'
import { feature, mesh } from 'topojson-client'

/** What MapLibre takes as a source of shapes. */
export type MapShapes = Exclude<GeoJSONSourceSpecification['data'], string>
type Shape<Type extends string> = Extract<MapShapes, { readonly type: Type }>

type Topology = Parameters<typeof feature>[0]
type TopologyPart = Parameters<typeof feature>[1]

/** Countries as Natural Earth draws them, in the shape of the package `world-atlas`. */
export type WorldTopology = Topology & {
  readonly objects: { readonly countries: TopologyPart; readonly land: TopologyPart }
}

export interface BaseMap {
  readonly land: MapShapes
  /** Between countries alone: coasts are where the land ends, and no line runs along the antimeridian. */
  readonly borders: MapShapes
}

export function toBaseMap(world: WorldTopology): BaseMap {
  const { countries, land } = world.objects
  const shapes: Shape<'Feature'> | Shape<'FeatureCollection'> = feature(world, land)
  const features = shapes.type === 'Feature' ? [shapes] : shapes.features
  return {
    land: { type: 'FeatureCollection', features: features.flatMap(({ geometry }) => unrolled(geometry)) },
    borders: mesh(world, countries as Parameters<typeof mesh>[1], (a, b) => a !== b),
  }
}

/**
 * The topology is one of the globe, on which a coast goes on over the antimeridian; on a flat map it would jump to the
 * other side, and what it encloses run all around the world. Here it goes on beyond 180°.
 */
function unrolled(geometry: Shape<'Feature'>['geometry']): Shape<'Feature'>[] {
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return []
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const coordinates = polygons.map((rings) => rings.map(unrollRing))
  return [{ type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates } }]
}

/** Longitude and latitude, in degrees. */
type Position = number[]

export function unrollRing(ring: readonly Position[]): Position[] {
  const points: Position[] = []
  let turns = 0
  let before: number | undefined
  for (const [longitude = 0, latitude = 0] of ring) {
    if (before !== undefined && Math.abs(longitude - before) > 180) turns += longitude < before ? 360 : -360
    before = longitude
    points.push([longitude + turns, latitude])
  }
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || turns === 0) return points
  // It went once around the world, as the coast of Antarctica does: what it encloses reaches to the pole.
  const pole = (first[1] ?? 0) < 0 ? -90 : 90
  return [...points, [last[0] ?? 0, pole], [first[0] ?? 0, pole], first]
}
