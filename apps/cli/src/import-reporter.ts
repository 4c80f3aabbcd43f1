import type { WriteStream } from 'node:tty'
import type { ImportProgress, ImportSummary } from '@bzpeer/actions'
import { duration, ProgressLine } from './progress-line.ts'

const barWidths = { narrowest: 4, widest: 24 }

/** How far a phase of an import has come: what is done, and which share of all that there is to do. */
interface Extent {
  readonly done: number
  /** 0 to 1. */
  readonly share: number
}

/** Enough to say that there is much to do, and no more than a moment to count. */
export const unresolvedCountedAtMost = 100_000

export interface FinishedImport extends ImportSummary {
  /** Names on bylines that this site found or made a record for at the end of the import. */
  readonly resolvedBylines: number
  /** Names on bylines of any work, whichever import brought it, that belong to no record by now and may be given one; at most `unresolvedCountedAtMost`. */
  readonly unresolvedBylines: number
}

/** How far an import has come, how fast it goes and how long it will take: a bar on a terminal, plain lines now and then elsewhere. */
export class ImportReporter {
  readonly #line: ProgressLine
  readonly #started = performance.now()
  #lastTold = this.#started
  #lastPhase = ''
  /** Where the phase began, and when: what its rate is measured from. */
  #begin: Extent & { readonly at: number } = { at: this.#started, done: 0, share: 0 }

  constructor(out: WriteStream) {
    this.#line = new ProgressLine(out)
  }

  say(sentence: string): void {
    this.#line.say(sentence)
  }

  show(progress: ImportProgress): void {
    const now = performance.now()
    const isNewPhase = progress.phase !== this.#lastPhase
    if (isNewPhase) this.#begin = this.#beginOf(progress, now)
    this.#lastTold = now
    if (!isNewPhase && !this.#line.isDue()) return
    this.#lastPhase = progress.phase
    const extent = extentOf(progress)
    const text = describe(progress) + this.#describePace(extent, now)
    this.#line.show(`${bar(extent.share, this.#line.room - text.length)} ${text}`)
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

  /** @param paths what was to be imported. */
  finish(summary: FinishedImport, paths: readonly string[], rejects: string | null, seconds: number): void {
    const { read, created, updated, unchanged, rejected, resolvedBylines, unresolvedBylines } = summary
    const figures = `${format(created)} created, ${format(updated)} updated, ${format(unchanged)} unchanged, ${format(rejected)} put aside`
    // To the tenth, as programs are told it.
    const took = seconds < 90 ? `${seconds.toFixed(1)} s` : duration(seconds)
    this.say(
      `${summary.isResumed ? 'Resumed and finished' : 'Finished'}: ${format(read)} records read in ${took}: ${figures}.`,
    )
    if (resolvedBylines > 0)
      this.say(`${namesOnBylines(resolvedBylines)} came without a record; this site found or made one for each.`)
    if (unresolvedBylines > 0)
      this.say(
        `${namesOnBylines(unresolvedBylines)}${unresolvedBylines < unresolvedCountedAtMost ? '' : ' or more'} left without a record until: npx bzpeer resolve`,
      )
    if (rejects !== null) this.say(`What was put aside, with file, line and reason: ${rejects}`)
    if (isAllPutAside(summary))
      this.say(
        `None of the lines is an OpenAlex record. ${paths.length === 1 ? 'Is this the right file' : 'Are these the right files'}: ${paths.join(', ')}?`,
      )
  }
}

function namesOnBylines(count: number): string {
  return count === 1 ? '1 name on a byline' : `${format(count)} names on bylines`
}

/** An import that took nothing over, whatever it read. */
function isAllPutAside({ read, rejected }: ImportSummary): boolean {
  return read > 0 && rejected === read
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

function format(count: number): string {
  return count.toLocaleString('en')
}
