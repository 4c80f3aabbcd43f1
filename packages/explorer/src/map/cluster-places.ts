import Supercluster from 'supercluster'
import type { MapLine, MapPlace, Point } from './map-data.ts'

/** One circle of the map: an institution, or several that stand too near to each other at this zoom. */
export interface PlaceNode {
  readonly key: string
  readonly at: Point
  /** Heaviest first. */
  readonly places: readonly MapPlace[]
  /** Of all its places together. */
  readonly weight: number
  /** At which zoom it falls apart; undefined for a single institution, and for several at one point. */
  readonly opensAt: number | undefined
}

/** The lines between two circles, drawn as one. */
export interface NodeLine {
  readonly source: PlaceNode
  readonly target: PlaceNode
  /** Heaviest first. */
  readonly lines: readonly MapLine[]
  readonly weight: number
}

/** Circles nearer than this, in pixels, are one. */
const clusterRadius = 44
/** Beyond this zoom nothing is put together but what stands at one point. */
export const lastClusterZoom = 10

/** What the map shows at each whole zoom; each is worked out once. */
export class PlaceClusters {
  readonly #index: Supercluster<{ place: MapPlace }, object>
  readonly #nodes = new Map<number, readonly PlaceNode[]>()

  constructor(places: readonly MapPlace[]) {
    this.#index = new Supercluster<{ place: MapPlace }, object>({ radius: clusterRadius, maxZoom: lastClusterZoom })
    this.#index.load(
      places.map((place) => ({
        type: 'Feature',
        properties: { place },
        geometry: { type: 'Point', coordinates: [place.longitude, clampLatitude(place.latitude)] },
      })),
    )
  }

  /** All circles of the world, heaviest first. */
  nodesAt(zoom: number): readonly PlaceNode[] {
    const level = Math.max(0, Math.min(lastClusterZoom + 1, Math.floor(zoom)))
    let nodes = this.#nodes.get(level)
    if (nodes === undefined) {
      nodes = joinCoincident(this.#clustersAt(level)).toSorted((a, b) => b.weight - a.weight)
      this.#nodes.set(level, nodes)
    }
    return nodes
  }

  #clustersAt(level: number): PlaceNode[] {
    return this.#index.getClusters([-180, -90, 180, 90], level).map((feature) => {
      const { properties, geometry } = feature
      const [longitude = 0, latitude = 0] = geometry.coordinates
      if (!('cluster_id' in properties)) return toNode([properties.place], [longitude, latitude], undefined)
      const id = properties.cluster_id
      const places = this.#index.getLeaves(id, Infinity).map((leaf) => leaf.properties.place)
      const opensAt = this.#index.getClusterExpansionZoom(id)
      return toNode(places, [longitude, latitude], opensAt > lastClusterZoom ? undefined : opensAt)
    })
  }
}

/** Where circles are no longer put together, institutions at the very same point still share one. */
function joinCoincident(nodes: readonly PlaceNode[]): PlaceNode[] {
  const groups = Map.groupBy(nodes, ({ at }) => at.join(' '))
  return Array.from(groups.values(), (group) => {
    const [first] = group
    if (first !== undefined && group.length === 1) return first
    return toNode(
      group.flatMap(({ places }) => places),
      first?.at ?? [0, 0],
      undefined,
    )
  })
}

function toNode(places: readonly MapPlace[], at: Point, opensAt: number | undefined): PlaceNode {
  const heaviestFirst = places.toSorted((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
  return {
    key: `${heaviestFirst[0]?.id ?? ''} ${places.length}`,
    at,
    places: heaviestFirst,
    weight: places.reduce((sum, { weight }) => sum + weight, 0),
    opensAt: places.length === 1 ? undefined : opensAt,
  }
}

/** Lines joined to the circles that hold their ends, heaviest first; one within a circle is not drawn. */
export function joinLines(nodes: readonly PlaceNode[], lines: readonly MapLine[]): NodeLine[] {
  const holders = new Map(nodes.flatMap((node) => node.places.map(({ id }) => [id, node] as const)))
  const joined = new Map<string, { source: PlaceNode; target: PlaceNode; lines: MapLine[] }>()
  for (const line of lines) {
    const [source, target] = [holders.get(line.source), holders.get(line.target)]
    if (source === undefined || target === undefined || source === target) continue
    const [first, second] = source.key < target.key ? [source, target] : [target, source]
    const key = `${first.key}|${second.key}`
    const pair = joined.get(key) ?? { source: first, target: second, lines: [] }
    pair.lines.push(line)
    joined.set(key, pair)
  }
  return Array.from(joined.values(), ({ source, target, lines: all }) => ({
    source,
    target,
    lines: all.toSorted((a, b) => b.weight - a.weight),
    weight: all.reduce((sum, { weight }) => sum + weight, 0),
  })).toSorted((a, b) => b.weight - a.weight)
}

/** Web Mercator ends before the poles: what stands beyond is shown at its edge. */
const mercatorEdge = 85

export function clampLatitude(latitude: number): number {
  return Math.max(-mercatorEdge, Math.min(mercatorEdge, latitude))
}
