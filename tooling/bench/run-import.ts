import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const launcher = join(import.meta.dirname, '../../apps/cli/bin/bzpeer.js')
/** What any import costs, however little it reads: 240 records. */
export const bundledSample = join(import.meta.dirname, '../../sample')
const sampleEveryMs = 100

export interface MeasuredImport {
  readonly seconds: number
  /** The most memory the importing process held at once, in MB. */
  readonly megabytes: number
}

/** Runs `bzpeer import` as a process of its own, and watches its memory (Linux alone tells it). */
export async function runImport(paths: readonly string[], location: readonly string[]): Promise<MeasuredImport> {
  const started = performance.now()
  const child = spawn(process.execPath, [launcher, 'import', ...paths, ...location], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, residentMegabytes(child.pid))), sampleEveryMs)
  const [code] = (await once(child, 'exit')) as [number | null]
  clearInterval(watch)
  if (code !== 0) throw new Error(`The import ended with exit code ${code}.`)
  return { seconds: (performance.now() - started) / 1000, megabytes: peak }
}

function residentMegabytes(pid: number | undefined): number {
  const path = `/proc/${pid}/status`
  const status = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1000
}
