import { type GeoJSONSource, Map as Chart, type MapLayerMouseEvent, Marker, setWorkerUrl } from 'maplibre-gl'
import { arcBetween } from './arc.ts'
import { toBaseMap, type WorldTopology } from './base-map.ts'
import { chooseLabels } from './choose-labels.ts'
import { joinLines, type NodeLine, PlaceClusters, type PlaceNode } from './cluster-places.ts'
import { framePoints } from './frame-points.ts'
import type { MapData } from './map-data.ts'
import { colouredProperties, type MapColours, styleOf } from './map-style.ts'
import { type MapView, zoomLimits } from './map-view.ts'
import { createPlaceButton } from './place-button.ts'

/** What was chosen on the map: a circle with the lines that end there, or a line. */
export type MapChoice =
  | { readonly kind: 'place'; readonly node: PlaceNode; readonly lines: readonly NodeLine[] }
  | { readonly kind: 'line'; readonly line: NodeLine }

export interface PlaceMapOptions {
  readonly container: HTMLElement
  readonly data: MapData
  readonly world: WorldTopology
  /** The same in finer lines, for when one looks closer. */
  readonly loadFineWorld: () => Promise<WorldTopology>
  /** Address of MapLibre's worker on this site. */
  readonly workerUrl: string
  readonly colours: MapColours
  /** Where to look at first; without it, at all places. */
  readonly view: MapView | undefined
  /** Nothing moves by itself. */
  readonly isStill: boolean
  /** Called with nothing when what was chosen is left. */
  readonly onChoose: (choice: MapChoice | undefined) => void
  readonly onMove: (view: MapView) => void
}

/** Goes along with an event that a reader caused. */
const byReader = { byReader: true }

/** From here on coasts are drawn in finer lines. */
const fineFromZoom = 3.5
/** Pixels around the places that are shown first. */
const widestMargin = 48
const firstZoomAtMost = 6

/** Pixels, about: of a label, of a letter, and of the longest line. */
const labelSize = { height: 28, character: 7.5, widest: 224 } as const

/**
 * Institutions on a map: circles that fall apart as one comes nearer, and lines between them. The land is drawn by
 * WebGL; circles are buttons above it, so that they are reached by key and read aloud.
 * @throws {GPUInitializationError} of MapLibre, where the browser offers no WebGL.
 */
export class PlaceMap {
  readonly #options: PlaceMapOptions
  readonly #chart: Chart
  readonly #clusters: PlaceClusters
  readonly #markers = new Map<string, Marker>()
  readonly #heaviest: number
  #level: number | undefined
  #lines: readonly NodeLine[] = []
  #isFine = false

  constructor(options: PlaceMapOptions) {
    const { container, data, world, workerUrl, colours, isStill } = options
    this.#options = options
    this.#clusters = new PlaceClusters(data.places)
    this.#heaviest = this.#clusters.nodesAt(2)[0]?.weight ?? 1
    setWorkerUrl(workerUrl)
    this.#chart = new Chart({
      container,
      style: styleOf(toBaseMap(world), colours),
      ...this.#startOf(container),
      // Until all of the world is in sight, which at zoom 0 is a square of 512 pixels.
      minZoom: Math.max(zoomLimits.least, Math.log2(Math.min(container.clientWidth, container.clientHeight) / 512)),
      maxZoom: zoomLimits.most,
      attributionControl: false,
      // A page is scrolled over the map, not stuck in it.
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: isStill ? 0 : 200,
      locale: { 'Map.Title': 'Map of institutions: arrow keys move it, plus and minus zoom' },
    })
    this.#chart.touchZoomRotate.disableRotation()
    this.#chart.keyboard.disableRotation()
    this.#listen()
    this.#draw()
  }

  /** Steps nearer (positive) or farther. */
  zoomBy(steps: number): void {
    this.#chart.easeTo({ zoom: this.#chart.getZoom() + steps, duration: this.#duration() }, byReader)
  }

  showAll(): void {
    const frame = framePoints(this.#options.data.places.map(({ longitude, latitude }) => [longitude, latitude]))
    if (frame === undefined) return
    const fit = { ...fitWithin(this.#chart.getContainer()), duration: this.#duration() }
    this.#chart.fitBounds([...frame], fit, byReader)
  }

  recolour(colours: MapColours): void {
    for (const [layer, property, colour] of colouredProperties)
      this.#chart.setPaintProperty(layer, property, colours[colour])
  }

  /** Gives the focus back to the circle of a place. */
  focus(placeId: string): void {
    const holder = this.#clusters
      .nodesAt(this.#level ?? 0)
      .find(({ places }) => places.some(({ id }) => id === placeId))
    if (holder !== undefined) this.#markers.get(holder.key)?.getElement().focus()
  }

  remove(): void {
    this.#chart.remove()
  }

  #startOf(container: HTMLElement) {
    const { view, data } = this.#options
    if (view !== undefined) return { center: [view.longitude, view.latitude] as [number, number], zoom: view.zoom }
    const frame = framePoints(data.places.map(({ longitude, latitude }) => [longitude, latitude]))
    if (frame === undefined) return { center: [10, 25] as [number, number], zoom: 0 }
    return { bounds: [...frame] as [number, number, number, number], fitBoundsOptions: fitWithin(container) }
  }

  #duration(): number {
    return this.#options.isStill ? 0 : 400
  }

  #listen(): void {
    const chart = this.#chart
    chart.on('load', () => this.#draw())
    chart.on('zoom', () => this.#draw())
    chart.on('moveend', (event) => {
      this.#draw()
      // A map moves by itself too, when its page changes its size.
      if (!('byReader' in event) && event.originalEvent === undefined) return
      const { lng, lat } = chart.getCenter().wrap()
      this.#options.onMove({ longitude: lng, latitude: lat, zoom: chart.getZoom() })
    })
    chart.on('mousemove', 'reach', (event) => this.#light(this.#lineAt(event)))
    chart.on('mouseleave', 'reach', () => this.#light(undefined))
    chart.on('click', (event) => {
      const [touched] =
        chart.getLayer('reach') === undefined ? [] : chart.queryRenderedFeatures(event.point, { layers: ['reach'] })
      const line = this.#lines.find((each) => keyOf(each) === touched?.properties['key'])
      this.#light(line)
      this.#options.onChoose(line === undefined ? undefined : { kind: 'line', line })
    })
  }

  #lineAt({ features }: MapLayerMouseEvent): NodeLine | undefined {
    const key: unknown = features?.[0]?.properties['key']
    return this.#lines.find((line) => keyOf(line) === key)
  }

  /** Brings circles and lines to what is looked at now. */
  #draw(): void {
    const level = Math.floor(this.#chart.getZoom())
    if (level !== this.#level) {
      this.#level = level
      this.#lines = joinLines(this.#clusters.nodesAt(level), this.#options.data.lines)
    }
    this.#placeButtons(this.#clusters.nodesAt(level))
    this.#drawLines()
    this.#nameLargest(this.#clusters.nodesAt(level))
    if (!this.#isFine && this.#chart.getZoom() >= fineFromZoom) void this.#drawFine()
  }

  #drawnLevel: number | undefined
  #drawLines(): void {
    const source = this.#chart.getSource<GeoJSONSource>('lines')
    if (source === undefined || this.#drawnLevel === this.#level) return
    this.#drawnLevel = this.#level
    void source.setData({
      type: 'FeatureCollection',
      features: this.#lines.map((line) => ({
        type: 'Feature',
        properties: { key: keyOf(line), weight: line.weight },
        geometry: {
          type: 'LineString',
          coordinates: arcBetween(line.source.at, line.target.at).map((point) => [...point]),
        },
      })),
    })
  }

  /** Buttons for the circles in view, in the order of their weight; the others are taken away. */
  #placeButtons(nodes: readonly PlaceNode[]): void {
    const bounds = this.#chart.getBounds()
    const shown = new Map(
      nodes
        .filter(({ at: [longitude, latitude] }) =>
          [0, 360, -360].some((turn) => bounds.contains([longitude + turn, latitude])),
        )
        .map((node) => [node.key, node]),
    )
    const focused = Array.from(this.#markers).find(([, marker]) => marker.getElement() === document.activeElement)?.[0]
    for (const [key, marker] of this.#markers) {
      if (shown.has(key)) continue
      marker.remove()
      this.#markers.delete(key)
    }
    for (const [key, node] of shown) if (!this.#markers.has(key)) this.#markers.set(key, this.#addButton(node))
    // Who opened a circle by key goes on from the largest of what came out of it.
    const heir = focused === undefined || shown.has(focused) ? undefined : focused.split(' ')[0]
    if (heir !== undefined) this.focus(heir)
  }

  /** Once most of what is in view stands apart, names stand beside the largest circles, as far as there is room. */
  #nameLargest(nodes: readonly PlaceNode[]): void {
    const shown = nodes.filter(({ key }) => this.#markers.has(key))
    const apart = shown.filter(({ places, opensAt }) => places.length === 1 || opensAt === undefined)
    const isNear = countPlaces(apart) * 2 > countPlaces(shown)
    const { clientWidth } = this.#chart.getContainer()
    const sites = new Map(shown.map((node) => [node.key, this.#chart.project([...node.at] as [number, number])]))
    const circles = Array.from(sites, ([key, { x, y }]) => ({ key, x, y: y - 14, width: 28, height: 28 }))
    const labels = apart.flatMap(({ key, places }) => {
      const { x = 0, y = 0 } = sites.get(key) ?? {}
      const width = Math.min(labelSize.widest, (places[0]?.name.length ?? 0) * labelSize.character)
      return x > width / 2 && x + width / 2 < clientWidth
        ? [{ key, x, y: y + 15, width, height: labelSize.height }]
        : []
    })
    const named = isNear ? chooseLabels(labels, circles) : new Set<string>()
    for (const [key, marker] of this.#markers) marker.getElement().classList.toggle('named', named.has(key))
  }

  #addButton(node: PlaceNode): Marker {
    const button = createPlaceButton(node, this.#heaviest)
    button.addEventListener('click', (event) => {
      event.stopPropagation()
      this.#choose(node)
    })
    for (const type of ['pointerenter', 'focus']) button.addEventListener(type, () => this.#lightNode(node))
    for (const type of ['pointerleave', 'blur']) button.addEventListener(type, () => this.#light(undefined))
    return new Marker({ element: button }).setLngLat([...node.at] as [number, number]).addTo(this.#chart)
  }

  #choose(node: PlaceNode): void {
    if (node.opensAt !== undefined) {
      this.#options.onChoose(undefined)
      this.#chart.easeTo(
        { center: [...node.at] as [number, number], zoom: node.opensAt, duration: this.#duration() },
        byReader,
      )
      return
    }
    this.#options.onChoose({ kind: 'place', node, lines: this.#linesOf(node) })
  }

  #linesOf(node: PlaceNode): readonly NodeLine[] {
    return this.#lines.filter(({ source, target }) => source.key === node.key || target.key === node.key)
  }

  #lightNode(node: PlaceNode): void {
    this.#lightKeys(this.#linesOf(node).map(keyOf))
  }

  #light(line: NodeLine | undefined): void {
    this.#chart.getCanvas().classList.toggle('on-line', line !== undefined)
    this.#lightKeys(line === undefined ? [] : [keyOf(line)])
  }

  #lightKeys(keys: readonly string[]): void {
    if (this.#chart.getLayer('lit') !== undefined)
      this.#chart.setFilter('lit', ['in', ['get', 'key'], ['literal', [...keys]]])
  }

  async #drawFine(): Promise<void> {
    this.#isFine = true
    try {
      const { land, borders } = toBaseMap(await this.#options.loadFineWorld())
      void this.#chart.getSource<GeoJSONSource>('land')?.setData(land)
      void this.#chart.getSource<GeoJSONSource>('borders')?.setData(borders)
    } catch {
      // Expected of any network: the coarse coasts stay, and the next step nearer asks again.
      this.#isFine = false
    }
  }
}

function keyOf({ source, target }: NodeLine): string {
  return `${source.key}|${target.key}`
}

/** All places are seen, with some room around them. */
function fitWithin({ clientWidth, clientHeight }: HTMLElement) {
  return { padding: Math.min(widestMargin, clientWidth / 8, clientHeight / 8), maxZoom: firstZoomAtMost }
}

function countPlaces(nodes: readonly PlaceNode[]): number {
  return nodes.reduce((sum, { places }) => sum + places.length, 0)
}
