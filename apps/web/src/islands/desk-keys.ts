/**
 * The curators' desk by keyboard: a letter marked on the page (`data-key`) chooses what it stands beside and goes on to
 * where the reason is written; J and K go down and up the rows of a list (`data-row`). Whoever is writing, writes.
 */
export class DeskKeys extends HTMLElement {
  readonly #onKey = (event: KeyboardEvent): void => this.#press(event)

  connectedCallback(): void {
    document.addEventListener('keydown', this.#onKey)
  }

  disconnectedCallback(): void {
    document.removeEventListener('keydown', this.#onKey)
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
    const key = event.key.toUpperCase()
    const done = key === 'J' || key === 'K' ? this.#move(key === 'J' ? 1 : -1) : this.#choose(key)
    if (done) event.preventDefault()
  }

  #move(step: number): boolean {
    const rows = [...this.querySelectorAll<HTMLElement>('[data-row]')]
    const current = rows.findIndex((row) => row.contains(document.activeElement))
    const next = rows[Math.min(Math.max(current + step, 0), rows.length - 1)]
    next?.focus()
    return next !== undefined
  }

  #choose(key: string): boolean {
    const choice = this.querySelector<HTMLInputElement>(`input[data-key="${CSS.escape(key)}"]`)
    if (choice === null) return false
    choice.checked = true
    this.querySelector('textarea')?.focus()
    return true
  }
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('textarea, select, input:not([type="radio"])') !== null
}
