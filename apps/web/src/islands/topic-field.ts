/** Suggests names of topics in a text field while one types, by the list that belongs to the field. */
const quietMs = 150

export class TopicField extends HTMLElement {
  #timer = 0

  connectedCallback(): void {
    this.querySelector('input')?.addEventListener('input', ({ target }) => {
      clearTimeout(this.#timer)
      this.#timer = window.setTimeout(() => void this.#suggest((target as HTMLInputElement).value.trim()), quietMs)
    })
  }

  async #suggest(text: string): Promise<void> {
    const list = this.querySelector('datalist')
    if (text === '' || list === null) return
    try {
      const response = await fetch(`/api/autocomplete/topics?q=${encodeURIComponent(text)}`)
      if (!response.ok) throw new Error(`Suggestions answered ${response.status}.`)
      const { results } = (await response.json()) as { results: { display_name: string; hint: string }[] }
      list.replaceChildren(...results.map(({ display_name, hint }) => new Option(hint, display_name)))
    } catch {
      // The network failed: the name can be typed all the same.
    }
  }
}
