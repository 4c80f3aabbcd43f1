import { type MapChoice, type MapData, PlaceMap, type WorldTopology } from '@bzpeer/explorer/map'
import { formatView, parseView } from '@bzpeer/explorer/map-view'
import { GPUInitializationError } from 'maplibre-gl'
import type { MapFailure } from './atlas-map.ts'
import { fillCard } from './map-card.ts'
import { readColours } from './map-colours.ts'

/**
 * The map within `<atlas-map>`, whose attributes say what it shows (`data`, or `src` to fetch it from), where it looks
 * first (`at`), and whether the address of the page keeps where it looks (`keeps-view`).
 */
class PlaceMapElement extends HTMLElement {
  readonly #dark = matchMedia('(prefers-color-scheme: dark)')
  readonly #recolour = (): void => this.#map?.recolour(readColours(this))
  readonly #card = document.createElement('section')
  #map: PlaceMap | undefined
  #chosen: string | undefined

  connectedCallback(): void {
    void this.#open()
  }

  disconnectedCallback(): void {
    this.#dark.removeEventListener('change', this.#recolour)
    this.#map?.remove()
  }

  #read(name: string): string {
    return this.parentElement?.getAttribute(name) ?? ''
  }

  async #open(): Promise<void> {
    try {
      const [data, world] = await Promise.all([
        this.#read('data') === '' ? fetchJson<MapData>(this.#read('src')) : (JSON.parse(this.#read('data')) as MapData),
        fetchJson<WorldTopology>(this.#read('world')),
        // MapLibre tells nobody where its worker does not load; whoever has fetched it keeps it.
        fetchFile(this.#read('worker')).then((file) => file.blob()),
      ])
      // It may have been taken away meanwhile.
      if (this.isConnected) this.#draw(data, world)
    } catch (error) {
      this.#fail(error)
    }
  }

  #draw(data: MapData, world: WorldTopology): void {
    const container = document.createElement('div')
    container.className = 'chart'
    this.#card.className = 'map-card'
    this.#card.setAttribute('aria-label', 'Chosen on the map')
    this.#card.hidden = true
    const stage = document.createElement('div')
    stage.className = 'stage'
    stage.append(container, this.#card)
    this.append(stage, this.#buildTools())
    this.#map = new PlaceMap({
      container,
      data,
      world,
      loadFineWorld: () => fetchJson<WorldTopology>(this.#read('fine-world')),
      workerUrl: new URL(this.#read('worker'), location.href).href,
      colours: readColours(this),
      view: parseView(this.#read('at')),
      isStill: matchMedia('(prefers-reduced-motion: reduce)').matches,
      onChoose: (choice) => this.#choose(choice, data),
      onMove: (view) => {
        if (this.parentElement?.hasAttribute('keeps-view') === true) keepView(formatView(view))
      },
    })
    this.#dark.addEventListener('change', this.#recolour)
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.#card.hidden) this.#close()
    })
    for (const line of this.parentElement?.querySelectorAll('[role=status]') ?? []) line.remove()
  }

  #buildTools(): HTMLElement {
    const tools = document.createElement('div')
    tools.className = 'tools'
    for (const [name, sign, act] of [
      ['Zoom in', '+', () => this.#map?.zoomBy(1)],
      ['Zoom out', '−', () => this.#map?.zoomBy(-1)],
      ['Show all places', '⤢', () => this.#map?.showAll()],
    ] as const) {
      const button = document.createElement('button')
      button.type = 'button'
      button.setAttribute('aria-label', name)
      button.title = name
      button.textContent = sign
      button.addEventListener('click', act)
      tools.append(button)
    }
    return tools
  }

  #choose(choice: MapChoice | undefined, data: MapData): void {
    if (choice === undefined) {
      this.#card.hidden = true
      return
    }
    this.#chosen = choice.kind === 'place' ? choice.node.places[0]?.id : undefined
    fillCard(this.#card, choice, data)
    const close = document.createElement('button')
    close.type = 'button'
    close.className = 'close'
    close.setAttribute('aria-label', 'Close')
    close.textContent = '×'
    close.addEventListener('click', () => this.#close())
    this.#card.append(close)
    this.#card.hidden = false
    this.#card.querySelector('a')?.focus({ preventScroll: true })
  }

  #close(): void {
    this.#card.hidden = true
    if (this.#chosen !== undefined) this.#map?.focus(this.#chosen)
  }

  #fail(error: unknown): void {
    const failure: MapFailure =
      error instanceof GPUInitializationError
        ? {
            canRetry: false,
            reason:
              'This browser offers no WebGL, which the map is drawn with; it may be switched off in the settings. The tables say the same.',
          }
        : { canRetry: true, reason: 'The map could not be loaded; the tables say the same.' }
    this.dispatchEvent(new CustomEvent('map-failed', { bubbles: true, detail: failure }))
  }
}

async function fetchJson<Value>(address: string): Promise<Value> {
  return (await (await fetchFile(address)).json()) as Value
}

async function fetchFile(address: string): Promise<Response> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`)
  return response
}

/** The address of the page, and of those that lead on from it, says where the map looks. */
function keepView(view: string): void {
  history.replaceState(history.state, '', withView(location.href, view))
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-keeps-view]'))
    link.href = withView(link.href, view)
}

function withView(address: string, view: string): string {
  const url = new URL(address)
  url.searchParams.set('at', view)
  return url.href
}

customElements.define('place-map', PlaceMapElement)
