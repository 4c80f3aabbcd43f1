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
        : `${format(bylines)} names on bylines now belong to a record, with a mean confidence of ${percent(meanConfidence(summary))}: ` +
            `${format(joined)} joined one that was there, the others ${format(founded)} new ones.`,
    )
    if (merged > 0) this.say(`${format(merged)} records that this site had made were merged into others.`)
    this.say(
      candidates === 0
        ? 'No two records of sources look like one person’s.'
        : `${format(candidates)} pairs of records may be one person’s; people decide about them.`,
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

function format(count: number): string {
  return count.toLocaleString('en')
}
