import type { WriteStream } from 'node:tty'

const plainLineEveryMs = 5_000
const redrawEveryMs = 100

/** What a long job says of itself: one line that is written over on a terminal, a plain line now and then elsewhere. */
export class ProgressLine {
  readonly #out: WriteStream
  #lastShown = -Infinity

  constructor(out: WriteStream) {
    this.#out = out
  }

  /** How many characters the line takes. */
  get room(): number {
    return this.#out.isTTY ? Math.max(20, this.#out.columns - 1) : Infinity
  }

  isDue(): boolean {
    return performance.now() - this.#lastShown >= (this.#out.isTTY ? redrawEveryMs : plainLineEveryMs)
  }

  show(text: string): void {
    this.#lastShown = performance.now()
    this.clear()
    this.#out.write(this.#out.isTTY ? text.slice(0, this.room) : `${text}\n`)
  }

  /** Says what stays. */
  say(sentence: string): void {
    this.clear()
    this.#out.write(`${sentence}\n`)
  }

  clear(): void {
    if (!this.#out.isTTY) return
    this.#out.cursorTo(0)
    this.#out.clearLine(0)
  }
}

/** For a person: `4.0 s`, `30 s`, `12 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
