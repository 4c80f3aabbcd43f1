import type { WriteStream } from 'node:tty'
import type { ImportProgress, ImportSummary } from '@bzpeer/actions'

const barWidth = 24
const plainLineEveryMs = 5_000
const redrawEveryMs = 100

/** How far an import has come: a bar on a terminal, plain lines now and then elsewhere. */
export class ImportReporter {
  readonly #out: WriteStream
  readonly #started = performance.now()
  #lastShown = -Infinity
  #lastPhase = ''

  constructor(out: WriteStream) {
    this.#out = out
  }

  say(sentence: string): void {
    this.#clearBar()
    this.#out.write(`${sentence}\n`)
  }

  show(progress: ImportProgress): void {
    const now = performance.now()
    const isNewPhase = progress.phase !== this.#lastPhase
    if (!isNewPhase && now - this.#lastShown < (this.#out.isTTY ? redrawEveryMs : plainLineEveryMs)) return
    this.#lastShown = now
    this.#lastPhase = progress.phase
    const text = describe(progress, (now - this.#started) / 1000)
    if (this.#out.isTTY) {
      this.#clearBar()
      this.#out.write(text.slice(0, Math.max(20, this.#out.columns - 1)))
    } else {
      this.#out.write(`${text}\n`)
    }
  }

  finish(summary: ImportSummary, rejects: string | null): void {
    const { read, created, updated, unchanged, rejected, unresolvedBylines } = summary
    const figures = `${format(created)} created, ${format(updated)} updated, ${format(unchanged)} unchanged, ${format(rejected)} put aside`
    const seconds = (performance.now() - this.#started) / 1000
    this.say(
      `${summary.isResumed ? 'Resumed and finished' : 'Finished'}: ${format(read)} records read in ${duration(seconds)}: ${figures}.`,
    )
    if (unresolvedBylines > 0)
      this.say(`${format(unresolvedBylines)} names on bylines resolve to no record; they stay as names on their works.`)
    if (rejects !== null) this.say(`What was put aside, with file, line and reason: ${rejects}`)
  }

  #clearBar(): void {
    if (!this.#out.isTTY) return
    this.#out.cursorTo(0)
    this.#out.clearLine(0)
  }
}

function describe(progress: ImportProgress, seconds: number): string {
  switch (progress.phase) {
    case 'reading': {
      const share = progress.bytesTotal === 0 ? 1 : Math.min(1, progress.bytesRead / progress.bytesTotal)
      const rate = Math.round(progress.tally.read / Math.max(seconds, 0.001))
      const left = share > 0.02 ? `, about ${duration((seconds / share) * (1 - share))} left` : ''
      return `${bar(share)} reading ${format(progress.tally.read)} records, ${format(rate)}/s${left}`
    }
    case 'matching topics':
      return `matching topics: ${format(progress.done)} works looked at`
    case 'deriving':
      return `${bar(progress.total === 0 ? 1 : progress.done / progress.total)} deriving ties, figures and search: ${format(progress.done)} of ${format(progress.total)}`
  }
}

function bar(share: number): string {
  const filled = Math.min(barWidth, Math.round(share * barWidth))
  return `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${String(Math.round(Math.min(1, share) * 100)).padStart(3)} %`
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

function format(count: number): string {
  return count.toLocaleString('en')
}
