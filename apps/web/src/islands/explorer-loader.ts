/**
 * Fetches the module that works the explorer around it, `<full-explorer>`; says what is under way, and what to do where
 * that fails. The tables and the form that came with the page work meanwhile.
 */
export class ExplorerLoader extends HTMLElement {
  #attempts = 0

  connectedCallback(): void {
    void this.#load()
  }

  async #load(): Promise<void> {
    if (customElements.get('full-explorer') !== undefined) return
    this.#say('Building this graph slice')
    // A browser keeps the failure to fetch a module under the address it had.
    const again = this.#attempts === 0 ? '' : `?again=${this.#attempts}`
    try {
      await import(/* @vite-ignore */ (this.getAttribute('module') ?? '') + again)
    } catch {
      // Expected of any network.
      this.#attempts += 1
      this.#fail()
    }
  }

  #say(...content: readonly (string | Node)[]): void {
    this.parentElement?.querySelector('[data-part=state]')?.replaceChildren(...content)
  }

  #fail(): void {
    const again = document.createElement('button')
    again.type = 'button'
    again.className = 'button'
    again.textContent = 'Try again'
    again.addEventListener('click', () => void this.#load())
    this.#say('The picture could not be loaded; the tables say the same. ', again)
  }
}
