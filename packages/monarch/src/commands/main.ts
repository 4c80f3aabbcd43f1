import { benchCommand } from './bench.ts'
import type { Command } from './command.ts'
import { expandCommand } from './expand.ts'
import { printable } from './printable.ts'
import { projectCommand } from './project.ts'
import { trainCommand } from './train.ts'
import { UsageError } from './usage-error.ts'

const commands: readonly Command[] = [projectCommand, expandCommand, benchCommand, trainCommand]

/** `monarch COMMAND …`: exit code 0 done, 1 failed, 2 wrong usage; errors are one sentence on standard error. */
export async function main(args: readonly string[]): Promise<void> {
  const [name, ...rest] = args
  const command = commands.find((candidate) => candidate.name === name)
  if (name === '--help' || name === '-h') return console.log(usage())
  if (command !== undefined && rest.some((arg) => arg === '--help' || arg === '-h')) return console.log(command.usage)
  try {
    if (command === undefined)
      throw new UsageError(
        name === undefined ? `Say what to do.\n${usage()}` : `There is no command "${name}".\n${usage()}`,
      )
    await command.run(rest)
  } catch (error) {
    process.exitCode = isWrongUsage(error) ? 2 : 1
    console.error(
      printable(
        isWrongUsage(error) && command !== undefined ? `${error.message}\n${command.usage}` : sentenceOf(error),
      ),
    )
  }
}

/** Also what `parseArgs` says of options it does not know. */
function isWrongUsage(error: unknown): error is Error {
  return (
    error instanceof UsageError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  )
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // What a caller may handle has a code and a sentence; anything else is a fault of ours, and its place matters.
  return 'code' in error ? error.message : (error.stack ?? error.message)
}

function usage(): string {
  return ['monarch COMMAND', '', ...commands.map((command) => command.usage.split('\n')[0])].join('\n')
}
