import { findEntityRef, formatId } from '@bzpeer/schema'

interface Suggestion {
  readonly short_id: string
  readonly display_name: string
  readonly hint: string
  readonly entity_type: string
}

const quietMs = 150

/** A text field that takes one entity by its name, among those that the site suggests as one types, or by its id. */
export class EntityField {
  readonly input: HTMLInputElement
  readonly #list: HTMLDataListElement | null
  readonly #collection: 'all' | 'authors'
  readonly #ids = new Map<string, string>()
  #timer = 0

  constructor(input: HTMLInputElement, collection: 'all' | 'authors') {
    this.input = input
    this.#list = input.list instanceof HTMLDataListElement ? input.list : null
    this.#collection = collection
    input.addEventListener('input', () => {
      clearTimeout(this.#timer)
      this.#timer = window.setTimeout(() => void this.#suggest(), quietMs)
    })
  }

  /** Puts an entity in, as if it had been chosen. */
  set(id: string, name: string): void {
    this.#ids.set(name, id)
    this.input.value = name
  }

  /** Id of what stands in the field; undefined where the site knows nothing by this name. */
  async find(): Promise<string | undefined> {
    const text = this.input.value.trim()
    const ref = findEntityRef(text)
    if (ref !== undefined) return formatId(ref)
    const known = this.#ids.get(text)
    if (known !== undefined || text === '') return known
    await this.#suggest()
    return this.#ids.get(text) ?? this.#ids.values().next().value
  }

  async #suggest(): Promise<void> {
    const text = this.input.value.trim()
    // Chosen from the list.
    if (text === '' || this.#ids.has(text)) return
    try {
      const response = await fetch(`/api/autocomplete/${this.#collection}?q=${encodeURIComponent(text)}`)
      if (!response.ok) throw new Error(`Suggestions answered ${response.status}.`)
      const { results } = (await response.json()) as { results: Suggestion[] }
      this.#ids.clear()
      this.#list?.replaceChildren(...results.map((each) => this.#optionOf(each)))
    } catch {
      // The network failed: an id does all the same.
    }
  }

  /** Two of one name are told apart by their hints. */
  #optionOf({ short_id, display_name, hint, entity_type }: Suggestion): HTMLOptionElement {
    const id = short_id.split('/').at(-1) ?? ''
    const value = this.#ids.has(display_name) ? `${display_name} (${id})` : display_name
    this.#ids.set(value, id)
    return new Option(hint === '' ? entity_type : hint, value)
  }
}
