import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join } from 'node:path'

export interface ScriptResult {
  readonly succeeded: boolean
  /** Both streams in the order of their arrival; empty where they were let through. */
  readonly output: string
}

const root = join(import.meta.dirname, '../..')

/** Runs a command line at the repository's root, with its programs at hand, keeping its output or letting it through. */
export async function runScript(command: string, output: 'keep' | 'show'): Promise<ScriptResult> {
  const child = spawn(command, {
    shell: true,
    cwd: root,
    env: environment(),
    stdio: ['ignore', ...outputOf(output)],
  })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { succeeded: code === 0, output: Buffer.concat(chunks).toString('utf8') }
}

function outputOf(output: 'keep' | 'show'): ['pipe', 'pipe'] | ['inherit', 'inherit'] {
  return output === 'keep' ? ['pipe', 'pipe'] : ['inherit', 'inherit']
}

function environment(): NodeJS.ProcessEnv {
  const PATH = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  return process.stdout.isTTY ? { ...process.env, PATH } : { ...process.env, PATH, NO_COLOR: '1' }
}
