import type { WriteStream } from 'node:tty'
import type { ImportProgress, ImportSummary } from '@bzpeer/actions'

const barWidths = { narrowest: 4, widest: 24 }
const plainLineEveryMs = 5_000
const redrawEveryMs = 100

/** How far a phase of an import has come: what is done, and which share of all that there is to do. */
interface Extent {
  readonly done: number
  /** 0 to 1. */
  readonly share: number
}

/** How far an import has come, how fast it goes and how long it will take: a bar on a terminal, plain lines now and then elsewhere. */
export class ImportReporter {
  readonly #out: WriteStream
  readonly #started = performance.now()
  #lastTold = this.#started
  #lastShown = -Infinity
  #lastPhase = ''
  /** Where the phase began, and when: what its rate is measured from. */
  #begin: Extent & { readonly at: number } = { at: this.#started, done: 0, share: 0 }

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
    if (isNewPhase) this.#begin = this.#beginOf(progress, now)
    this.#lastTold = now
    if (!isNewPhase && now - this.#lastShown < (this.#out.isTTY ? redrawEveryMs : plainLineEveryMs)) return
    this.#lastShown = now
    this.#lastPhase = progress.phase
    const extent = extentOf(progress)
    const text = describe(progress) + this.#describePace(extent, now)
    if (this.#out.isTTY) {
      this.#clearBar()
      const room = Math.max(20, this.#out.columns - 1)
      this.#out.write(`${bar(extent.share, room - text.length)} ${text}`.slice(0, room))
    } else {
      this.#out.write(`${bar(extent.share, Infinity)} ${text}\n`)
    }
  }

  /** A phase begins where the one before ended, with nothing done; but an import that goes on, with what was read before. */
  #beginOf(progress: ImportProgress, now: number): Extent & { readonly at: number } {
    if (progress.phase === 'reading' && progress.isResumed) return { ...extentOf(progress), at: now }
    return { at: this.#lastTold, done: 0, share: 0 }
  }

  #describePace({ done, share }: Extent, now: number): string {
    const seconds = (now - this.#begin.at) / 1000
    const [newlyDone, newShare] = [done - this.#begin.done, share - this.#begin.share]
    if (seconds <= 0 || newlyDone <= 0) return ''
    const left = newShare > 0.02 && share < 1 ? `, about ${duration((seconds / newShare) * (1 - share))} left` : ''
    return `, ${format(Math.round(newlyDone / seconds))}/s${left}`
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

function extentOf(progress: ImportProgress): Extent {
  if (progress.phase === 'reading')
    return { done: progress.tally.read, share: shareOf(progress.bytesRead, progress.bytesTotal) }
  return { done: progress.done, share: shareOf(progress.done, progress.total) }
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 1 : Math.min(1, part / whole)
}

/** Short, since the bar, the rate and the time left have to stand on the same line. */
function describe(progress: ImportProgress): string {
  switch (progress.phase) {
    case 'reading':
      return `reading ${format(progress.tally.read)} records`
    case 'matching topics':
      return `matching ${format(progress.done)} of ${format(progress.total)} works`
    case 'deriving':
      return `deriving ${format(progress.done)} of ${format(progress.total)}`
  }
}

/** As wide as `room`, within bounds. */
function bar(share: number, room: number): string {
  const percent = ` ${String(Math.round(share * 100)).padStart(3)} %`
  const width = Math.max(barWidths.narrowest, Math.min(barWidths.widest, room - percent.length - 3))
  const filled = Math.round(share * width)
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]${percent}`
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

function format(count: number): string {
  return count.toLocaleString('en')
}
