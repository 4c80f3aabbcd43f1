/** One subcommand of `monarch`. */
export interface Command {
  readonly name: string
  /** What follows `monarch` and what it does; shown by --help. */
  readonly usage: string
  run(args: string[]): Promise<void>
}
