import type { Outcome, Part } from './part.ts'
import { runScript } from './run-script.ts'

/** A check is an npm script that is silent or verbose as it likes; its output matters when it fails. */
export function check(name: string, doing: string, script: string): Part {
  return { name, run: () => runCheck(doing, script) }
}

async function runCheck(doing: string, script: string): Promise<Outcome> {
  const start = performance.now()
  process.stdout.write(`${doing} … `)
  const { succeeded, output } = await runScript(`npm run --silent ${script}`, 'keep')
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${succeeded ? 'ok' : 'FAILED'} (${seconds} s)`)
  if (!succeeded) console.log(`${output.trimEnd()}\nAgain, alone: npm run ${script}\n`)
  return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: [] }
}
