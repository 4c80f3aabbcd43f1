import { AppError } from '@bzpeer/schema'
import self from '../package.json' with { type: 'json' }
import { commands, findCommand } from './commands.ts'
import { helpOf, helpOfAll } from './help.ts'
import { UsageError } from './usage-error.ts'

const [name, ...rest] = process.argv.slice(2)

/** Exit codes: 0 done; 1 failed, nothing half done; 2 wrong usage. */
async function main(): Promise<number> {
  if (name === undefined) {
    console.error(helpOfAll())
    return 2
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    console.log(helpOfAll())
    return 0
  }
  if (name === '--version') {
    console.log(self.version)
    return 0
  }
  const command = findCommand(name)
  if (command === undefined)
    throw new UsageError(`There is no command "${name}". The commands are: ${Object.keys(commands).join(', ')}.`)
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(helpOf(name, command))
    return 0
  }
  return command.run(rest)
}

/** A person gets the sentence; what nobody expected is shown whole. */
function report(error: unknown): number {
  if (error instanceof UsageError) {
    const help =
      findCommand(name ?? '') === undefined
        ? 'npx bzpeer --help lists what there is.'
        : `npx bzpeer ${name} --help says what it takes.`
    console.error(`${error.message}\n${help}`)
    return 2
  }
  console.error(error instanceof AppError ? error.message : error)
  return 1
}

process.exitCode = await main().catch(report)
