/**
 * Suggestions beneath a search field, after the ARIA combobox pattern with a list box:
 * Down and Up choose, Enter opens the choice or sends the form, Escape closes, and the
 * field keeps the focus throughout. Without this element the field is a plain form.
 */
interface Suggestion {
  readonly id: string
  readonly display_name: string
  readonly hint: string
  readonly entity_type: string
}

const quietMs = 120

export class SearchBox extends HTMLElement {
  #input!: HTMLInputElement
  #list!: HTMLUListElement
  #status!: HTMLElement
  #timer = 0
  #request: AbortController | undefined
  #chosen = -1

  connectedCallback(): void {
    this.#input = this.querySelector('input[type=search]') as HTMLInputElement
    this.#list = this.#build('ul', 'listbox')
    this.#list.id = `${this.#input.id}-suggestions`
    this.#list.setAttribute('aria-label', 'Suggestions')
    this.#list.hidden = true
    this.#status = this.#build('p', 'status')
    this.#status.className = 'visually-hidden'
    for (const [name, value] of [
      ['role', 'combobox'],
      ['aria-autocomplete', 'list'],
      ['aria-expanded', 'false'],
      ['aria-controls', this.#list.id],
    ] as const) {
      this.#input.setAttribute(name, value)
    }
    this.append(this.#list, this.#status)
    this.#input.addEventListener('input', () => this.#ask())
    this.#input.addEventListener('keydown', (event) => this.#press(event))
    // The field keeps the focus while the pointer is in the list.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault())
    this.#list.addEventListener('click', (event) =>
      this.#open((event.target as Element).closest<HTMLElement>('[role=option]')),
    )
    this.addEventListener('focusout', () => this.#close())
  }

  #build<Tag extends 'ul' | 'p' | 'li'>(tag: Tag, role: string): HTMLElementTagNameMap[Tag] {
    const element = document.createElement(tag)
    element.setAttribute('role', role)
    return element
  }

  #ask(): void {
    clearTimeout(this.#timer)
    this.#request?.abort()
    const query = this.#input.value.trim()
    if (query === '') this.#close()
    else this.#timer = window.setTimeout(() => void this.#fetch(query), quietMs)
  }

  async #fetch(query: string): Promise<void> {
    this.#request = new AbortController()
    const { signal } = this.#request
    try {
      const response = await fetch(`/api/autocomplete/all?q=${encodeURIComponent(query)}`, { signal })
      if (!response.ok) throw new Error(`Suggestions answered ${response.status}.`)
      const { results } = (await response.json()) as { results: Suggestion[] }
      if (!signal.aborted) this.#show(results)
    } catch {
      // Overtaken by the next letter, or the network failed: the form still searches.
      if (!signal.aborted) this.#close()
    }
  }

  #show(suggestions: readonly Suggestion[]): void {
    this.#close()
    this.#list.replaceChildren(...suggestions.map((each, index) => this.#option(each, index)))
    if (document.activeElement !== this.#input) return
    const { length } = suggestions
    this.#status.textContent = length === 0 ? 'No suggestions' : `${length} suggestion${length === 1 ? '' : 's'}`
    if (length === 0) return
    this.#list.hidden = false
    this.#input.setAttribute('aria-expanded', 'true')
  }

  #option({ id, display_name, hint, entity_type }: Suggestion, index: number): HTMLLIElement {
    const option = this.#build('li', 'option')
    option.id = `${this.#list.id}-${index}`
    option.dataset['path'] = new URL(id, location.href).pathname
    option.setAttribute('aria-selected', 'false')
    const parts = [
      [`kind ${entity_type}`, ''],
      ['name', display_name],
      ['what', entity_type],
      ['detail', hint],
    ] as const
    for (const [className, text] of parts) {
      const part = document.createElement('span')
      part.className = className
      part.textContent = text
      part.dir = 'auto'
      option.append(part)
    }
    return option
  }

  #press(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !this.#list.hidden) {
      event.preventDefault()
      this.#close()
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !this.#list.hidden) {
      event.preventDefault()
      this.#choose(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'ArrowDown') {
      this.#ask()
    } else if (event.key === 'Enter' && this.#chosen >= 0) {
      event.preventDefault()
      this.#open(this.#list.children[this.#chosen] as HTMLElement)
    }
  }

  /** Moves the choice, through the field itself (-1) back to the other end. */
  #choose(step: 1 | -1): void {
    const places = this.#list.children.length + 1
    this.#list.children[this.#chosen]?.setAttribute('aria-selected', 'false')
    this.#chosen = ((this.#chosen + 1 + step + places) % places) - 1
    const option = this.#list.children[this.#chosen]
    option?.setAttribute('aria-selected', 'true')
    option?.scrollIntoView({ block: 'nearest' })
    if (option === undefined) this.#input.removeAttribute('aria-activedescendant')
    else this.#input.setAttribute('aria-activedescendant', option.id)
  }

  #open(option: HTMLElement | null): void {
    const path = option?.dataset['path']
    if (path !== undefined) location.assign(path)
  }

  #close(): void {
    this.#chosen = -1
    this.#status.textContent = ''
    this.#list.hidden = true
    this.#input.setAttribute('aria-expanded', 'false')
    this.#input.removeAttribute('aria-activedescendant')
  }
}
