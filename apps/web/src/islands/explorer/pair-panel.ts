import type { GraphNode } from '@bzpeer/domain'
import { EntityField } from './entity-field.ts'
import { partOf, typedPartOf } from './make.ts'

export interface PairHandlers {
  readonly onAsk: (from: string, to: string, form: FormData) => void
  readonly onClear: () => void
  /** Who is chosen in the picture. */
  readonly chosen: () => GraphNode | undefined
}

/** A panel that asks something of two entities and holds the answer: the way between them, what they have in common. */
export class PairPanel {
  readonly panel: HTMLDetailsElement
  readonly answer: HTMLElement
  readonly #clear: HTMLButtonElement | null
  readonly #from: EntityField
  readonly #to: EntityField

  constructor(root: Element, name: 'way' | 'common', collection: 'all' | 'authors', handlers: PairHandlers) {
    this.panel = typedPartOf(root, name, HTMLDetailsElement)
    this.answer = partOf(root, `${name}-answer`)
    const form = this.panel.querySelector('form') as HTMLFormElement
    const fieldOf = (field: string): EntityField =>
      new EntityField(form.elements.namedItem(field) as HTMLInputElement, collection)
    ;[this.#from, this.#to] = [fieldOf('from'), fieldOf('to')]
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#ask(form, handlers)
    })
    for (const button of form.querySelectorAll<HTMLButtonElement>('[data-act=use-chosen]'))
      button.addEventListener('click', () => this.#take(button.dataset['for'] === 'from', handlers.chosen()))
    this.#clear = form.querySelector<HTMLButtonElement>(`[data-act=clear-${name}]`)
    this.#clear?.addEventListener('click', handlers.onClear)
  }

  #take(isFirst: boolean, node: GraphNode | undefined): void {
    if (node === undefined) this.answer.textContent = 'Nobody is chosen. Press someone in the picture first.'
    else (isFirst ? this.#from : this.#to).set(node.id, node.label)
  }

  async #ask(form: HTMLFormElement, handlers: PairHandlers): Promise<void> {
    const [from, to] = await Promise.all([this.#from.find(), this.#to.find()])
    if (from === undefined || to === undefined)
      this.answer.textContent = 'Name two that this site knows; the list beneath a field suggests them as you type.'
    else if (from === to) this.answer.textContent = 'Both are the same. Name another one.'
    else handlers.onAsk(from, to, new FormData(form))
  }

  /** Shows the two that are asked about; undefined where nobody is. */
  fill(from: GraphNode | undefined, to: GraphNode | undefined): void {
    if (this.#clear !== null) this.#clear.hidden = from === undefined
    if (from === undefined || to === undefined) {
      this.answer.replaceChildren()
      return
    }
    this.panel.open = true
    this.#from.set(from.id, from.label)
    this.#to.set(to.id, to.label)
  }
}
