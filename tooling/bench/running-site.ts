import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const launcher = join(import.meta.dirname, '../../apps/cli/bin/bzpeer.js')

export interface RunningSite {
  /** `http://127.0.0.1:40123` */
  readonly origin: string
  stop(): Promise<void>
}

/** `bzpeer serve` as a process of its own, on a free port. */
export async function serveSite(location: readonly string[]): Promise<RunningSite> {
  const child = spawn(process.execPath, [launcher, 'serve', '--port', '0', ...location], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LOG_LEVEL: 'warn' },
  })
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    const origin = /^listening on (\S+)$/.exec(line)?.[1]
    if (origin === undefined) continue
    return {
      origin,
      stop: async () => {
        child.kill('SIGTERM')
        await ended
      },
    }
  }
  throw new Error('The site ended before it listened.')
}
