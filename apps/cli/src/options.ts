import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.ts'

/** One option of a command. */
export type Option =
  | { readonly type: 'boolean'; readonly does: string }
  /** `value` stands for what follows the option: `DIR`. */
  | { readonly type: 'string'; readonly value: string; readonly does: string }

export type Options = Readonly<Record<string, Option>>

/** An option as it is written: `--data DIR`. */
export function writeOption([name, option]: readonly [name: string, option: Option]): string {
  return option.type === 'string' ? `--${name} ${option.value}` : `--${name}`
}

/** What was given behind a command. @throws {UsageError} for an option that there is not, or that is given wrongly. */
export function parseOptions<const T extends Options>(args: readonly string[], options: T) {
  const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true })
  for (const token of tokens) if (token.kind === 'option') assertMeant(token, options)
  return parseArgs({ args: [...args], options, allowPositionals: true })
}

interface Given {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function assertMeant({ name, rawName, value, inlineValue = false }: Given, options: Options): void {
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (option === undefined || !rawName.startsWith('--')) {
    const known = Object.entries(options).map(writeOption).join(', ')
    throw new UsageError(`There is no option ${rawName} here. The options are: ${known}.`)
  }
  if (option.type === 'boolean') {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value, got "${value}".`)
    return
  }
  const written = writeOption([name, option])
  if (value === undefined) throw new UsageError(`${rawName} needs a value: ${written}.`)
  // What looks like the next option is one, unless it is tied to this one.
  if (!inlineValue && /^-./.test(value))
    throw new UsageError(
      `${rawName} needs a value, got ${value}: ${written}. A value that begins with a dash is given as ${rawName}=${value}.`,
    )
}
