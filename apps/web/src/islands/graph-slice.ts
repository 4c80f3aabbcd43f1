/** Loads a slice of the research graph after the page, so that nobody waits for it to read. */
export class GraphSlice extends HTMLElement {
  connectedCallback(): void {
    this.#say('Building this graph slice', true)
    if (document.readyState === 'complete') void this.#load()
    else addEventListener('load', () => void this.#load(), { once: true })
  }

  async #load(): Promise<void> {
    try {
      const response = await fetch(this.getAttribute('src') ?? '')
      if (!response.ok) throw new Error(`The slice answered ${response.status}.`)
      this.innerHTML = await response.text()
    } catch {
      // Expected of any network: the page is whole without the slice, and the reader may try again.
      this.#offerAgain()
    }
  }

  #offerAgain(): void {
    this.#say('This graph slice could not be loaded; the rest of the page is complete.', false)
    const again = document.createElement('button')
    again.className = 'button'
    again.textContent = 'Try again'
    again.addEventListener('click', () => {
      this.#say('Building this graph slice', true)
      void this.#load()
    })
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
