import { AppError } from '@bzpeer/schema'
import { commands, findCommand } from './commands.ts'
import { UsageError } from './usage-error.ts'

/** Exit codes: 0 done; 1 failed, nothing half done; 2 wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    if (name === undefined) console.error(overview())
    else console.log(overview())
    return name === undefined ? 2 : 0
  }
  const command = findCommand(name)
  if (command === undefined)
    throw new UsageError(`There is no command "${name}". The commands are: ${Object.keys(commands).join(', ')}.`)
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(`Usage: npx bzpeer ${name} ${command.usage}\n\n${command.does}`)
    return 0
  }
  return command.run(rest)
}

function overview(): string {
  const lines = Object.entries(commands).map(
    ([name, { usage, does }]) => `  npx bzpeer ${name} ${usage}\n      ${does.split('\n')[0] ?? ''}`,
  )
  return `BZPEER: a research discovery network of your own.\n\n${lines.join('\n')}\n\nThe data folder is .bzpeer, or BZPEER_DATA, or --data DIR;\n--database-url URL or DATABASE_URL puts the data on a PostgreSQL server instead.`
}

/** A person gets the sentence; what nobody expected is shown whole. */
function report(error: unknown): number {
  if (error instanceof UsageError) {
    console.error(`${error.message}\nnpx bzpeer --help lists what there is.`)
    return 2
  }
  console.error(error instanceof AppError ? error.message : error)
  return 1
}

process.exitCode = await main(process.argv.slice(2)).catch(report)
