import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, inject } from 'vitest'

const launcher = join(import.meta.dirname, '../bin/bzpeer.js')
export const sampleFolder = join(import.meta.dirname, '../../../sample')

/** What a person's own settings must not change. */
const ownVariables = ['PORT', 'ORIGIN', 'DATABASE_URL', 'BZPEER_DATA', 'LOG_LEVEL', 'NODE_OPTIONS', 'BODY_SIZE_LIMIT']

type Child = ChildProcessByStdio<null, Readable, Readable>

interface RunOptions {
  /** Where the command is given; an empty folder of its own otherwise. */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly node?: string
  /** What carries the command, where it is not `bzpeer` itself. */
  readonly program?: string
}

function start(
  args: readonly string[],
  { cwd = makeFolder(), env = {}, node = process.execPath, program = launcher }: RunOptions,
): Child {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !ownVariables.includes(name) && !name.startsWith('VITEST'),
  )
  return spawn(node, [program, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Gives a command, sends it a signal as soon as its standard error says so, and waits for its end. */
export async function interrupt(args: readonly string[], at: RegExp, signal: NodeJS.Signals): Promise<Ended> {
  const child = start(args, {})
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    const wasSaid = at.test(err)
    err += chunk
    if (!wasSaid && at.test(err)) child.kill(signal)
  })
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number | null]>])
  return { code, out, err }
}

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Gives a command and waits for its end. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = start(args, options)
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  return { code, out, err }
}

const folders: string[] = []

/** An empty folder that goes when the tests of the file have ended. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bzpeer-cli-'))
  folders.push(folder)
  return folder
}

/** A data folder with a database in it that has the schema and no row, which saves a command from making one. */
export function makeDataFolder(): string {
  const folder = makeFolder()
  cpSync(inject('embeddedTemplates').laid, folder, { recursive: true })
  return folder
}

export interface Serving {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** What it has said so far. */
  out(): string
  err(): string
  /** The lines of its log, as they stand. */
  log(): Record<string, unknown>[]
  signal(signal: NodeJS.Signals): void
  /** The exit code, once it has ended by itself. */
  readonly ended: Promise<number | null>
  isRunning(): boolean
}

const running: Child[] = []

/** `bzpeer serve` on a free port, once it listens; it ends with the test. */
export async function serve(args: readonly string[], options: RunOptions = {}): Promise<Serving> {
  const command = options.program === undefined ? ['serve'] : []
  const child = start([...command, '--port', '0', ...args], options)
  running.push(child)
  let out = ''
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk
      const address = /^listening on (http:\S+)$/m.exec(out)?.[1]
      if (address !== undefined) resolve(address)
    })
    void ended.then((code) => reject(new Error(`serve ended with ${code} before it listened: ${err}`)))
  })
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    out: () => out,
    err: () => err,
    log: () =>
      err
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    signal: (signal) => child.kill(signal),
    ended,
    isRunning: () => child.exitCode === null && child.signalCode === null,
  }
}

afterEach(async () => {
  await Promise.all(
    running.splice(0).map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const closed = once(child, 'close')
      child.kill('SIGKILL')
      await closed
    }),
  )
})

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
