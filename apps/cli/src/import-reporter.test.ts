import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { WriteStream } from 'node:tty'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ImportReporter } from './import-reporter.ts'

const tally = { read: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** What a reporter is told: in which second, and what. */
type Told = readonly [second: number, progress: Parameters<ImportReporter['show']>[0]]

function reading(read: number, bytesRead: number, isResumed = false): Told[1] {
  return { phase: 'reading', isResumed, file: 'works.jsonl', bytesRead, bytesTotal: 1_000, tally: { ...tally, read } }
}

function deriving(done: number, total: number): Told[1] {
  return { phase: 'deriving', done, total }
}

/** What the reporter writes about it, on a terminal of so many columns or elsewhere. */
async function written(told: readonly Told[], columns?: number): Promise<string> {
  const out = columns === undefined ? new PassThrough() : new Terminal(columns)
  const reporter = new ImportReporter(out as unknown as WriteStream)
  let last = 0
  for (const [second, progress] of told) {
    vi.advanceTimersByTime((second - last) * 1_000)
    last = second
    reporter.show(progress)
  }
  reporter.say('Finished.')
  out.end()
  return text(out)
}

/** What `tty.WriteStream` does in VT100's words: to the first column, and clear the line. */
class Terminal extends PassThrough {
  readonly isTTY = true
  readonly columns: number

  constructor(columns: number) {
    super()
    this.columns = columns
  }

  cursorTo(column: number): void {
    this.write(`\x1b[${column + 1}G`)
  }

  clearLine(): void {
    this.write('\x1b[2K')
  }
}

const cleared = '\x1b[1G\x1b[2K'

describe('on a terminal', () => {
  test('one line is written over again and again, with the rate and the time left, and is gone at the end', async () => {
    const output = await written(
      [
        [10, reading(1_000, 250)],
        [10.05, reading(1_010, 255)],
        [20, reading(2_000, 500)],
        [40, reading(4_000, 1_000)],
      ],
      120,
    )
    expect(output.split(cleared)).toEqual([
      '',
      '[######..................]  25 % reading 1,000 records, 100/s, about 30 s left',
      '[############............]  50 % reading 2,000 records, 100/s, about 20 s left',
      '[########################] 100 % reading 4,000 records, 100/s',
      'Finished.\n',
    ])
  })

  test('each phase has a pace of its own', async () => {
    const output = await written(
      [
        [100, reading(4_000, 1_000)],
        [110, { phase: 'matching topics', done: 2_000, total: 6_000 }],
        [130, { phase: 'matching topics', done: 6_000, total: 6_000 }],
        [140, deriving(4_000, 40_000)],
        [330, deriving(40_000, 40_000)],
      ],
      120,
    )
    expect(output.split(cleared).slice(2, -1)).toEqual([
      '[########................]  33 % matching 2,000 of 6,000 works, 200/s, about 20 s left',
      '[########################] 100 % matching 6,000 of 6,000 works, 200/s',
      '[##......................]  10 % deriving 4,000 of 40,000, 400/s, about 2 min left',
      '[########################] 100 % deriving 40,000 of 40,000, 200/s',
    ])
  })

  test('an import that goes on is as fast as it is now, whatever was read before', async () => {
    const output = await written(
      [
        [1, reading(500_000, 500, true)],
        [11, reading(501_000, 600, true)],
      ],
      120,
    )
    expect(output.split(cleared).slice(1, -1)).toEqual([
      '[############............]  50 % reading 500,000 records',
      '[##############..........]  60 % reading 501,000 records, 100/s, about 40 s left',
    ])
  })

  test('rate and time left fit into 80 columns with millions, and what does not fit is cut off', async () => {
    const told: Told[] = [
      [0, reading(0, 0)],
      [3_000, { phase: 'matching topics', done: 1_234_567, total: 3_456_789 }],
    ]
    const line = (output: string) => output.split(cleared).at(-2)
    expect(line(await written(told, 80))).toBe(
      '[###.....]  36 % matching 1,234,567 of 3,456,789 works, 412/s, about 1.5 h left',
    )
    expect(line(await written(told, 40))).toBe('[#...]  36 % matching 1,234,567 of 3,45')
  })
})

test('elsewhere there is a plain line at the start of each phase and every five seconds', async () => {
  expect(
    await written([
      [1, reading(100, 100)],
      [3, reading(300, 300)],
      [6, reading(600, 600)],
      [7, reading(700, 700)],
      [8, deriving(10, 20)],
    ]),
  ).toBe(
    [
      '[##......................]  10 % reading 100 records, 100/s, about 9.0 s left',
      '[##############..........]  60 % reading 600 records, 100/s, about 4.0 s left',
      '[############............]  50 % deriving 10 of 20, 10/s, about 1.0 s left',
      'Finished.',
      '',
    ].join('\n'),
  )
})

describe('at the end', () => {
  test.each([
    [0, undefined],
    [1, '1 name on a byline left without a record until: npx bzpeer resolve'],
    [99_999, '99,999 names on bylines left without a record until: npx bzpeer resolve'],
    [100_000, '100,000 names on bylines or more left without a record until: npx bzpeer resolve'],
  ])('of %i names on bylines without a record it says how to give them one', async (unresolvedBylines, line) => {
    const out = new PassThrough()
    const summary = { ...tally, runId: 'x', isResumed: false, resolvedBylines: 0, unresolvedBylines }
    new ImportReporter(out as unknown as WriteStream).finish(summary, [], null, 1)
    out.end()
    expect((await text(out)).trim().split('\n')[1]).toBe(line)
  })
})
