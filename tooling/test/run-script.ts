import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface ScriptResult {
  readonly succeeded: boolean
  /** Both streams in the order of their arrival; empty where they were let through. */
  readonly output: string
}

/** Runs a command line, keeping its output or letting it through. */
export async function runScript(command: string, output: 'keep' | 'show'): Promise<ScriptResult> {
  const child = spawn(command, { shell: true, stdio: ['ignore', ...outputOf(output)] })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { succeeded: code === 0, output: Buffer.concat(chunks).toString('utf8') }
}

function outputOf(output: 'keep' | 'show'): ['pipe', 'pipe'] | ['inherit', 'inherit'] {
  return output === 'keep' ? ['pipe', 'pipe'] : ['inherit', 'inherit']
}
