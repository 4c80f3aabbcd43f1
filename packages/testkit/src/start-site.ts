import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const launcher = join(import.meta.dirname, '../../../apps/cli/bin/bzpeer.js')

export interface StartedSite {
  /** `http://127.0.0.1:40123` */
  readonly origin: string
  /** Ends the site for what is done to its database meanwhile, and serves it again under the same address. */
  interrupt(work: (dataDir: string) => Promise<void>): Promise<void>
  /** Ends the site and removes its data. */
  stop(): Promise<void>
}

interface SiteOptions {
  /** What it holds: files or folders to import, or, where none are named, the bundled sample. */
  readonly records?: readonly string[]
  /** Settings beside its own. */
  readonly env?: Readonly<Record<string, string>>
  /** What is done to its database before it is served. */
  readonly prepare?: (dataDir: string) => Promise<void>
}

/** The site as its users run it: a process of its own on a free port, with an embedded database that is new. */
export async function startSite({ records = [], env = {}, prepare }: SiteOptions = {}): Promise<StartedSite> {
  const data = await mkdtemp(join(tmpdir(), 'bzpeer-site-'))
  try {
    if (records.length > 0) await importRecords(records, data)
    await prepare?.(data)
    const sample = records.length > 0 ? [] : ['--with-sample']
    const serve = (port: string): Running => run(['serve', '--port', port, ...sample, '--data', data], env)
    let site = serve('0')
    const origin = await originOf(site)
    return {
      origin,
      async interrupt(work) {
        await end(site)
        await work(data)
        site = serve(new URL(origin).port)
        await originOf(site)
      },
      async stop() {
        try {
          await end(site)
        } finally {
          await rm(data, { recursive: true, force: true })
        }
      },
    }
  } catch (error) {
    await rm(data, { recursive: true, force: true })
    throw error
  }
}

async function importRecords(records: readonly string[], data: string): Promise<void> {
  const { child, complaints } = run(['import', ...records, '--data', data])
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`The records of this test cannot be imported:\n${complaints()}`)
}

interface Running {
  readonly child: ChildProcess
  /** What it has written to standard error. */
  readonly complaints: () => string
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const { DATABASE_URL: _embedded, ORIGIN: _reached, ...environment } = process.env
  const child = spawn(process.execPath, [launcher, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, LOG_LEVEL: 'warn', ...env },
  })
  const chunks: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  return { child, complaints: () => Buffer.concat(chunks).toString('utf8') }
}

async function originOf({ child, complaints }: Running): Promise<string> {
  if (child.stdout === null) throw new Error('internal: the output of a site is read')
  for await (const line of createInterface({ input: child.stdout })) {
    const origin = /^listening on (\S+)$/.exec(line)?.[1]
    if (origin !== undefined) return origin
  }
  throw new Error(`The site ended before it listened:\n${complaints()}`)
}

/** @throws where it had to be killed, or ended badly. */
async function end({ child, complaints }: Running): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const [code] = (await ended) as [number | null]
  if (code !== 0) throw new Error(`The site ended with ${code}:\n${complaints()}`)
}
