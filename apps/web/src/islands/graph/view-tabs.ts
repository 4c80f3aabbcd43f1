import { button, element } from './element.ts'

export interface View {
  readonly id: string
  readonly label: string
  readonly panel: HTMLElement
}

/** Shows one of several views of the same thing, arrows going from one to the next; or all of them, where there is room. */
export class ViewTabs {
  readonly element = element('div', 'tabs')
  readonly #views: readonly View[]
  readonly #buttons: readonly HTMLButtonElement[]
  #chosen: string
  #isAll = false

  constructor(label: string, views: readonly View[]) {
    this.#views = views
    this.#chosen = views[0]?.id ?? ''
    this.#buttons = views.map((view) => this.#createTab(view))
    this.element.setAttribute('role', 'tablist')
    this.element.setAttribute('aria-label', label)
    this.element.append(...this.#buttons)
    this.element.addEventListener('keydown', (event) => this.#onKey(event))
    this.#show()
  }

  showAll(isAll: boolean): void {
    this.#isAll = isAll
    this.#show()
  }

  #createTab({ id, label, panel }: View): HTMLButtonElement {
    const tab = button('', label, () => {
      this.#chosen = id
      this.#show()
    })
    tab.id = `${id}-tab`
    tab.setAttribute('role', 'tab')
    tab.setAttribute('aria-controls', id)
    panel.id = id
    panel.setAttribute('aria-labelledby', tab.id)
    return tab
  }

  #show(): void {
    this.element.hidden = this.#isAll
    this.#views.forEach(({ id, panel }, index) => {
      const isChosen = id === this.#chosen
      panel.hidden = !isChosen && !this.#isAll
      panel.setAttribute('role', this.#isAll ? 'group' : 'tabpanel')
      this.#buttons[index]?.setAttribute('aria-selected', String(isChosen))
      this.#buttons[index]?.setAttribute('tabindex', isChosen ? '0' : '-1')
    })
  }

  #onKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = this.#buttons.indexOf(document.activeElement as HTMLButtonElement)
    if (step === undefined || at < 0) return
    const next = this.#buttons.at((at + step) % this.#buttons.length)
    next?.focus()
    next?.click()
    event.preventDefault()
  }
}
