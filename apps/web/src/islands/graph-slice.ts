/**
 * The place of a slice of the research graph on a page, which keeps its size from the first paint on. What draws the
 * slice is a module of its own, `<research-graph>`, fetched once this comes near the view and the page has loaded;
 * until then, and where that fails, this element says what is under way and what to do. The table that came with the
 * page stays within reach.
 */
export class GraphSlice extends HTMLElement {
  readonly #observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.#begin()
    },
    { rootMargin: '25% 0%' },
  )
  #attempts = 0

  connectedCallback(): void {
    this.#say('Building this graph slice', true)
    this.addEventListener('slice-ready', () => {
      this.#clear()
      this.classList.add('ready')
    })
    this.addEventListener('slice-failed', (event) => this.#fail((event as CustomEvent<string>).detail))
    this.#observer.observe(this)
  }

  disconnectedCallback(): void {
    this.#observer.disconnect()
  }

  #begin(): void {
    this.#observer.disconnect()
    if (document.readyState === 'complete') void this.#load()
    else addEventListener('load', () => void this.#load(), { once: true })
  }

  async #load(): Promise<void> {
    this.classList.remove('failed', 'ready')
    this.querySelector('research-graph')?.remove()
    this.#say('Building this graph slice', true)
    // A browser keeps the failure to fetch a module under the address it had.
    const again = this.#attempts === 0 ? '' : `?again=${this.#attempts}`
    try {
      if (customElements.get('research-graph') === undefined)
        await import(/* @vite-ignore */ (this.getAttribute('module') ?? '') + again)
      this.append(document.createElement('research-graph'))
    } catch {
      // Expected of any network.
      this.#attempts += 1
      this.#fail('This graph slice could not be loaded; the rest of the page is complete.')
    }
  }

  #fail(reason: string): void {
    this.querySelector('research-graph')?.remove()
    this.classList.add('failed')
    const line = this.#say(reason, false)
    const again = document.createElement('button')
    again.className = 'button'
    again.textContent = 'Try again'
    again.addEventListener('click', () => void this.#load())
    line.after(again)
  }

  #say(text: string, waiting: boolean): HTMLElement {
    this.#clear()
    const line = document.createElement('p')
    line.setAttribute('role', 'status')
    line.classList.toggle('waiting', waiting)
    line.textContent = text
    this.prepend(line)
    return line
  }

  #clear(): void {
    for (const child of this.querySelectorAll(':scope > [role=status], :scope > .button')) child.remove()
  }
}
