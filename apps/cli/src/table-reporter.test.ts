import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { WriteStream } from 'node:tty'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TableReporter } from './table-reporter.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('off a terminal there is a line at the start and every five seconds, in words, while a table takes long too', async () => {
  const out = new PassThrough()
  {
    using reporter = new TableReporter(out as unknown as WriteStream, 'saving')
    for (const table of ['author_stats', 'authors', 'coauthor_ties']) reporter.show(table)
    vi.advanceTimersByTime(3_000)
    for (const table of ['meta', 'works']) reporter.show(table)
    vi.advanceTimersByTime(8_000)
  }
  vi.advanceTimersByTime(60_000)
  out.end()
  expect(await text(out)).toBe('saving authors …\nsaving works … 5.0 s so far\nsaving works … 10 s so far\n')
})
