import type { GraphNode } from '@bzpeer/domain'
import { EntityField } from './entity-field.ts'
import { partOf, typedPartOf } from './make.ts'

/** What a panel asks about: two entities, and what else its form says. */
interface Asked {
  readonly from: string
  readonly to: string
  readonly choices: Readonly<Record<string, string>>
}

export interface PairHandlers {
  /** Name of who has this id, where it is known. */
  readonly nameOf: (id: string) => string
  readonly onAsk: (from: string, to: string, form: FormData) => void
  readonly onClear: () => void
  /** Who is chosen in the picture. */
  readonly chosen: () => GraphNode | undefined
}

/** A panel that asks something of two entities and holds the answer: the way between them, what they have in common. */
export class PairPanel {
  readonly panel: HTMLDetailsElement
  readonly answer: HTMLElement
  readonly #form: HTMLFormElement
  readonly #collection: 'all' | 'authors'
  readonly #clear: HTMLButtonElement | null
  readonly #handlers: PairHandlers
  readonly #from: EntityField
  readonly #to: EntityField

  constructor(root: Element, name: 'way' | 'common', collection: 'all' | 'authors', handlers: PairHandlers) {
    this.panel = typedPartOf(root, name, HTMLDetailsElement)
    this.answer = partOf(root, `${name}-answer`)
    const form = this.panel.querySelector('form') as HTMLFormElement
    ;[this.#form, this.#collection, this.#handlers] = [form, collection, handlers]
    const fieldOf = (field: string): EntityField =>
      new EntityField(form.elements.namedItem(field) as HTMLInputElement, collection)
    ;[this.#from, this.#to] = [fieldOf('from'), fieldOf('to')]
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#ask()
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

  async #ask(): Promise<void> {
    const [from, to] = await Promise.all([this.#from.find(), this.#to.find()])
    const ids = [from, to].flatMap((found) => ('id' in found ? [found.id] : []))
    const [problem] = [from, to].flatMap((found) => ('problem' in found ? [found.problem] : []))
    const [a, b] = ids
    if (a === undefined || b === undefined)
      this.answer.textContent = `${problem} The list beneath a field suggests names as you type.`
    else if (a === b) this.answer.textContent = 'Both are the same. Name another one.'
    else if (this.#collection === 'authors' && !ids.every((id) => id.startsWith('A')))
      this.answer.textContent = 'A way leads between two people. Name two.'
    else this.#handlers.onAsk(a, b, new FormData(this.#form))
  }

  /** Shows what is asked, and what is answered; null where nothing is asked. */
  fill(asked: Asked | null, answer: readonly (Node | string)[]): void {
    if (this.#clear !== null) this.#clear.hidden = asked === null
    this.answer.replaceChildren(...answer)
    if (asked === null) return
    this.panel.open = true
    this.#from.set(asked.from, this.#handlers.nameOf(asked.from))
    this.#to.set(asked.to, this.#handlers.nameOf(asked.to))
    for (const [name, value] of Object.entries(asked.choices)) {
      const choice = this.#form.elements.namedItem(name)
      if (choice instanceof RadioNodeList) choice.value = value
    }
  }
}
