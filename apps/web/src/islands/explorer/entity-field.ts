import { findEntityRef, formatId } from '@bzpeer/schema'

interface Suggestion {
  readonly short_id: string
  readonly display_name: string
  readonly hint: string
  readonly entity_type: string
}

interface Suggested {
  readonly id: string
  /** Two of one name are told apart by their ids. */
  readonly name: string
  readonly hint: string
}

const quietMs = 150

/** An entity, or the sentence that says why none was found. */
type Found = { readonly id: string } | { readonly problem: string }

const unknown = 'This site knows nothing by that name.'
const unreachable = 'Names could not be looked up. Try again in a moment, or give an id.'

/** A text field that takes one entity by its name, among those that the site suggests as one types, or by its id. */
export class EntityField {
  readonly input: HTMLInputElement
  readonly #list: HTMLDataListElement | null
  readonly #collection: 'all' | 'authors'
  #ids = new Map<string, string>()
  #timer = 0
  #turn = 0

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

  /** What stands in the field: by its id, as it was chosen, or the first that the site suggests for it. */
  async find(): Promise<Found> {
    clearTimeout(this.#timer)
    const text = this.input.value.trim()
    const ref = findEntityRef(text)
    if (ref !== undefined) return { id: formatId(ref) }
    const ids = await this.#suggest()
    if (ids === undefined) return { problem: unreachable }
    const id = ids.get(text) ?? ids.values().next().value
    return id === undefined ? { problem: unknown } : { id }
  }

  /** Ids, by name, of what the site suggests for what stands in the field; undefined where the network failed. */
  async #suggest(): Promise<ReadonlyMap<string, string> | undefined> {
    const text = this.input.value.trim()
    if (text === '') return new Map()
    // Chosen from the list.
    if (this.#ids.has(text)) return this.#ids
    this.#turn += 1
    const turn = this.#turn
    const results = await findSuggestions(this.#collection, text)
    const ids = new Map((results ?? []).map(({ id, name }) => [name, id]))
    // An older answer that comes late is of another text.
    if (turn === this.#turn) {
      this.#ids = ids
      this.#list?.replaceChildren(...(results ?? []).map(({ name, hint }) => new Option(hint, name)))
    }
    return results === undefined ? undefined : ids
  }
}

/** Undefined where the network failed. */
async function findSuggestions(collection: string, text: string): Promise<Suggested[] | undefined> {
  try {
    const response = await fetch(`/api/autocomplete/${collection}?q=${encodeURIComponent(text)}`)
    if (!response.ok) throw new Error(`Suggestions answered ${response.status}.`)
    return tellApart(((await response.json()) as { results: Suggestion[] }).results)
  } catch {
    // Expected of any network: whoever asked is told.
    return undefined
  }
}

function tellApart(suggestions: readonly Suggestion[]): Suggested[] {
  const taken = new Set<string>()
  return suggestions.map(({ short_id, display_name, hint, entity_type }) => {
    const id = short_id.split('/').at(-1) ?? ''
    const name = taken.has(display_name) ? `${display_name} (${id})` : display_name
    taken.add(name)
    return { id, name, hint: hint === '' ? entity_type : hint }
  })
}
