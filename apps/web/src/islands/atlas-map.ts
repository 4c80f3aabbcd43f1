/**
 * A map that is fetched when it comes into view, and not before. What draws it is a module of its own, which defines
 * `<place-map>`; this element says what is under way, and what to do where it fails.
 */
export class AtlasMap extends HTMLElement {
  readonly #observer = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) void this.#load()
  })
  #attempts = 0

  connectedCallback(): void {
    this.#observer.observe(this)
    this.addEventListener('map-failed', (event) => this.#tell((event as CustomEvent<MapFailure>).detail))
  }

  disconnectedCallback(): void {
    this.#observer.disconnect()
  }

  async #load(): Promise<void> {
    this.#observer.disconnect()
    this.#say('Drawing the map', true)
    // A browser keeps the failure to fetch a module under the address it had.
    const again = this.#attempts === 0 ? '' : `?again=${this.#attempts}`
    try {
      if (customElements.get('place-map') === undefined)
        await import(/* @vite-ignore */ (this.getAttribute('module') ?? '') + again)
      this.append(document.createElement('place-map'))
    } catch {
      // Expected of any network.
      this.#attempts += 1
      this.#tell({ canRetry: true, reason: 'The map could not be loaded; the tables say the same.' })
    }
  }

  #tell({ reason, canRetry }: MapFailure): void {
    this.#say(reason, false)
    this.classList.toggle('without', !canRetry)
    if (!canRetry) return
    const again = document.createElement('button')
    again.className = 'button'
    again.textContent = 'Try again'
    again.addEventListener('click', () => void this.#load())
    this.append(again)
  }

  #say(text: string, waiting: boolean): void {
    const line = document.createElement('p')
    line.setAttribute('role', 'status')
    line.classList.toggle('waiting', waiting)
    line.textContent = text
    this.replaceChildren(line)
  }
}

/** Why there is no map, as a sentence; whether trying again may help. */
export interface MapFailure {
  readonly reason: string
  readonly canRetry: boolean
}
