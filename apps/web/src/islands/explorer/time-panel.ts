import type { YearSpan } from '@bzpeer/domain'
import { partOf } from './make.ts'

const yearMs = 650

/** The slider of years. It plays from the first year on; for those who want no motion, each press is one year. */
export class TimePanel {
  readonly #panel: HTMLElement
  readonly #slider: HTMLInputElement
  readonly #button: HTMLButtonElement
  readonly #output: HTMLOutputElement
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)')
  readonly #onYear: (year: number | null) => void
  #timer = 0

  /** `onYear` gets null at the last year, where everything is shown. */
  constructor(root: Element, onYear: (year: number | null) => void) {
    this.#panel = partOf(root, 'time')
    this.#slider = this.#panel.querySelector('input') as HTMLInputElement
    this.#button = this.#panel.querySelector('button') as HTMLButtonElement
    this.#output = this.#panel.querySelector('output') as HTMLOutputElement
    this.#onYear = onYear
    this.#slider.addEventListener('input', () => {
      this.#stop()
      this.#go(Number(this.#slider.value))
    })
    this.#button.addEventListener('click', () => this.#press())
    this.#still.addEventListener('change', () => this.#stop())
    this.#stop()
  }

  fill(span: YearSpan | undefined, until: number | null): void {
    this.#panel.hidden = span === undefined || span[0] === span[1]
    if (span === undefined) return
    this.#slider.min = String(span[0])
    this.#slider.max = String(span[1])
    this.#slider.value = String(until ?? span[1])
    this.#say()
  }

  #press(): void {
    if (this.#timer !== 0) return this.#stop()
    const isAtEnd = this.#slider.value === this.#slider.max
    if (isAtEnd) this.#go(Number(this.#slider.min))
    if (this.#still.matches) {
      if (!isAtEnd) this.#go(Number(this.#slider.value) + 1)
      return
    }
    this.#button.textContent = 'Pause'
    this.#timer = window.setInterval(() => {
      if (this.#slider.value === this.#slider.max) this.#stop()
      else this.#go(Number(this.#slider.value) + 1)
    }, yearMs)
  }

  #stop(): void {
    clearInterval(this.#timer)
    this.#timer = 0
    this.#button.textContent = this.#still.matches ? 'Next year' : 'Replay'
  }

  #go(year: number): void {
    this.#slider.value = String(year)
    this.#say()
    this.#onYear(this.#slider.value === this.#slider.max ? null : year)
  }

  #say(): void {
    this.#output.textContent = this.#slider.value
  }
}
