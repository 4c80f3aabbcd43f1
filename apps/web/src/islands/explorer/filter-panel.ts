import { type ExplorerState, startAt } from '@bzpeer/explorer/graph'
import { entityKinds } from '@bzpeer/schema'
import type { Explored } from './explorer-model.ts'
import { typedPartOf } from './make.ts'

type Filters = Pick<ExplorerState, 'kinds' | 'years' | 'topic' | 'strength'>

/** The form of filters: each change of it is one of the state, and each state is seen in it. */
export class FilterPanel {
  readonly #form: HTMLFormElement
  readonly #topic: HTMLSelectElement
  readonly #onFilter: (filters: Filters) => void

  constructor(root: Element, onFilter: (filters: Filters) => void) {
    this.#form = typedPartOf(root, 'filters', HTMLFormElement)
    this.#topic = this.#form.elements.namedItem('topic') as HTMLSelectElement
    this.#onFilter = onFilter
    this.#form.addEventListener('change', () => this.#apply())
    this.#form.addEventListener('input', () => this.#sayStrength())
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#apply()
    })
    for (const link of root.querySelectorAll('[data-act=clear-filters]'))
      link.addEventListener('click', (event) => {
        event.preventDefault()
        this.clear()
      })
  }

  clear(): void {
    this.#onFilter(startAt(''))
  }

  /** What is no year is told to be none, and changes nothing. */
  #apply(): void {
    if (this.#form.reportValidity()) this.#onFilter(this.#read())
  }

  #field(name: string): HTMLInputElement {
    return this.#form.elements.namedItem(name) as HTMLInputElement
  }

  #read(): Filters {
    const data = new FormData(this.#form)
    const kinds = new Set(data.getAll('kinds'))
    const yearIn = (name: string): number | null => {
      const { value } = this.#field(name)
      return value === '' ? null : Number(value)
    }
    const [from, to] = [yearIn('from'), yearIn('to')]
    return {
      kinds: entityKinds.filter((kind) => kinds.has(kind)),
      years: from === null && to === null ? null : { from, to },
      topic: this.#topic.value || null,
      strength: Number(this.#field('strength').value),
    }
  }

  fill({ state, graph }: Explored): void {
    for (const box of this.#form.querySelectorAll<HTMLInputElement>('[name=kinds]'))
      box.checked = state.kinds.some((kind) => kind === box.value)
    this.#field('from').value = String(state.years?.from ?? '')
    this.#field('to').value = String(state.years?.to ?? '')
    this.#field('strength').value = String(state.strength)
    const topics = [...graph.nodes.values()].filter(({ kind }) => kind === 'topic')
    this.#topic.replaceChildren(
      new Option('Any', ''),
      ...topics
        .toSorted((a, b) => a.label.localeCompare(b.label, 'en'))
        .map(({ id, label }) => new Option(label, id, false, id === state.topic)),
    )
    this.#sayStrength()
  }

  #sayStrength(): void {
    const output = this.#form.querySelector('output')
    const { value } = this.#field('strength')
    if (output !== null) output.textContent = value === '0' ? 'Any' : `${value} % of the strongest of its kind`
  }
}
