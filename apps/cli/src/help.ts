import type { Command } from './command.ts'
import { commands } from './commands.ts'
import { writeOption } from './options.ts'

/** What there is, for whoever asks without a command. */
export function helpOfAll(): string {
  const lines = Object.entries(commands).map(
    ([name, command]) => `  ${usageOf(name, command)}\n      ${command.does.split('\n')[0] ?? ''}`,
  )
  return [
    'BZPEER: a research discovery network of your own.',
    lines.join('\n'),
    'npx bzpeer COMMAND --help says what each option does, npx bzpeer --version which version this is.',
    'The data folder is .bzpeer, or BZPEER_DATA, or --data DIR;\n--database-url URL or DATABASE_URL puts the data on a PostgreSQL server instead.',
  ].join('\n\n')
}

/** How a command is meant, with every option that it takes. */
export function helpOf(name: string, command: Command): string {
  const rows = Object.entries(command.options).map((entry) => [writeOption(entry), entry[1].does] as const)
  const all = [...rows, ['-h, --help', 'says this'] as const]
  const width = Math.max(...all.map(([written]) => written.length))
  const options = all.map(([written, does]) => `  ${written.padEnd(width)}  ${does}`)
  return `Usage: ${usageOf(name, command)}\n\n${command.does}\n\nOptions:\n${options.join('\n')}`
}

function usageOf(name: string, { operands, options }: Command): string {
  const words = ['npx bzpeer', name, ...(operands === undefined ? [] : [operands])]
  return [...words, ...Object.entries(options).map((entry) => `[${writeOption(entry)}]`)].join(' ')
}
