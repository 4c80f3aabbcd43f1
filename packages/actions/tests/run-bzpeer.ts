import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TestDatabase } from '@bzpeer/testkit/vitest'

const program = join(import.meta.dirname, '../../../apps/cli/bin/bzpeer.js')

export interface RunResult {
  /** Null where it was killed. */
  readonly code: number | null
  readonly output: string
  readonly errors: string
  readonly elapsedMs: number
  /** Since it first said on standard error how far it is. */
  readonly workedMs: number
}

export interface Kill {
  readonly from: 'start' | 'first word'
  readonly afterMs: number
}

/** Runs the command, and kills it with SIGKILL at some point unless it has ended before. */
export async function runBzpeer(args: readonly string[], kill?: Kill): Promise<RunResult> {
  const started = performance.now()
  let spoke = Infinity
  let timer: NodeJS.Timeout | undefined
  const environment = { ...process.env, BZPEER_DATA: undefined, DATABASE_URL: undefined }
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: environment })
  const arm = (from: Kill['from']): void => {
    if (kill?.from === from) timer = setTimeout(() => child.kill('SIGKILL'), kill.afterMs)
  }
  arm('start')
  child.stderr.once('data', () => {
    spoke = performance.now()
    arm('first word')
  })
  const [output, errors, [code]] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    once(child, 'close') as Promise<[number | null]>,
  ])
  clearTimeout(timer)
  const ended = performance.now()
  return {
    code,
    output: output.join(''),
    errors: errors.join(''),
    elapsedMs: ended - started,
    workedMs: Math.max(0, ended - spoke),
  }
}

type Location = Awaited<ReturnType<TestDatabase['createLocation']>>

/** The options that lead a command to a database, and to a folder for what it puts aside. */
export function locationArgs(location: Location, dataFolder: string): string[] {
  return 'dataDir' in location
    ? ['--data', location.dataDir]
    : ['--data', dataFolder, '--database-url', location.databaseUrl]
}

export interface JsonSummary {
  readonly read: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
  readonly rejects: string | null
}

/** The last line that `import --json` prints. */
export function summaryOf({ output }: RunResult): JsonSummary {
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as JsonSummary
}
