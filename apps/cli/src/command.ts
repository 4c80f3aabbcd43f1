import type { Options } from './options.ts'

/** One command of `bzpeer`. */
export interface Command {
  /** What follows the command's name besides its options. */
  readonly operands?: string
  readonly options: Options
  /** A sentence, then more where more is to be said. */
  readonly does: string
  /** @returns the exit code. */
  run(args: readonly string[]): Promise<number>
}
