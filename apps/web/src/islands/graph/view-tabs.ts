import { button, element } from './element.ts'

export interface View {
  readonly id: string
  readonly label: string
  readonly panel: HTMLElement
}

/** Shows one of several views of the same thing; arrows go from one to the next. */
export function createViewTabs(label: string, views: readonly View[]): HTMLElement {
  const tabs = element('div', 'tabs')
  tabs.setAttribute('role', 'tablist')
  tabs.setAttribute('aria-label', label)
  const buttons = views.map(({ id, label: name, panel }) => {
    const tab = button('', name, () => choose(id))
    tab.id = `${id}-tab`
    tab.setAttribute('role', 'tab')
    tab.setAttribute('aria-controls', id)
    panel.id = id
    panel.setAttribute('role', 'tabpanel')
    panel.setAttribute('aria-labelledby', tab.id)
    return tab
  })
  function choose(id: string): void {
    views.forEach((view, index) => {
      const isChosen = view.id === id
      view.panel.hidden = !isChosen
      buttons[index]?.setAttribute('aria-selected', String(isChosen))
      buttons[index]?.setAttribute('tabindex', isChosen ? '0' : '-1')
    })
  }
  tabs.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    if (step === undefined || at < 0) return
    const next = buttons.at((at + step) % buttons.length)
    next?.focus()
    next?.click()
    event.preventDefault()
  })
  choose(views[0]?.id ?? '')
  tabs.append(...buttons)
  return tabs
}
