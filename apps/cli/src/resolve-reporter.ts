import type { WriteStream } from 'node:tty'
import type { ResolveProgress, ResolveSummary } from '@bzpeer/actions'
import { duration, ProgressLine } from './progress-line.ts'

/** How far a resolution has come, and what it ended in. */
export class ResolveReporter {
  readonly #line: ProgressLine

  constructor(out: WriteStream) {
    this.#line = new ProgressLine(out)
  }

  say(sentence: string): void {
    this.#line.say(sentence)
  }

  show(progress: ResolveProgress): void {
    if (!this.#line.isDue()) return
    const extent = `${format(progress.done)} of ${format(progress.total)}`
    this.#line.show(
      progress.phase === 'comparing'
        ? `comparing ${extent} blocks of names, ${format(progress.tally.bylines)} bylines resolved`
        : `deriving ${extent}`,
    )
  }

  finish(summary: ResolveSummary, seconds: number): void {
    const { bylines, joined, founded, merged, candidates, isResumed } = summary
    this.say(`${isResumed ? 'Resumed and finished' : 'Finished'} in ${duration(seconds)}.`)
    this.say(
      bylines === 0
        ? 'No name on a byline was left without a record.'
        : `${count(bylines, 'name')} on bylines now belong${bylines === 1 ? 's' : ''} to a record, with a mean confidence of ` +
            `${percent(meanConfidence(summary))}: ${format(joined)} to one that was there, the others to ${count(founded, 'new one')}.`,
    )
    if (merged > 0)
      this.say(
        `${count(merged, 'record')} that this site had made ${merged === 1 ? 'was' : 'were'} merged into others.`,
      )
    if (candidates === 0) this.say('No two records of sources look like one person’s.')
    else
      this.say(
        `${count(candidates, 'pair')} of records may be one person’s; people decide about ${candidates === 1 ? 'it' : 'them'}.`,
      )
  }
}

/** 0 to 1; null where no byline was resolved. */
export function meanConfidence({ bylines, confidence }: Pick<ResolveSummary, 'bylines' | 'confidence'>): number | null {
  return bylines === 0 ? null : Math.round((confidence / bylines) * 10_000) / 10_000
}

function percent(share: number | null): string {
  return `${Math.round((share ?? 0) * 100)} %`
}

function count(number: number, thing: string): string {
  return `${format(number)} ${thing}${number === 1 ? '' : 's'}`
}

function format(number: number): string {
  return number.toLocaleString('en')
}
